import { readFileSync, rmSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { anEstate, compareAll, customerId } from '../../../test/support/compared-estate.ts';
import { aPersonOf } from '../../../test/support/make.ts';
import { aLine, aSubscription } from '../../../test/support/records.ts';
import { aServer } from '../../../test/support/serve.ts';
import { aWritablePsa } from '../../../test/support/writable-psa.ts';
import { must } from '../../lib/must.ts';
import { exportPeriod, signOffPeriod } from '../periods/index.ts';
import { listDifferences } from '../reconciliation/index.ts';
import { addNote } from '../worklist/index.ts';
import { exportDifferences, type Written } from './index.ts';

const psa = aWritablePsa();
const { call, context, clock, database } = await aServer({ openRemote: () => psa });
await anEstate(context, psa, [
  { n: 1, subscriptions: [aSubscription(1, { seats: 25 })], lines: [aLine(1, { quantity: '20' })] },
  { n: 2, subscriptions: [aSubscription(2, { seats: 30 })], lines: [aLine(2, { quantity: '20' })] },
  { n: 3, lines: [] },
]);
await compareAll(context);
const owner = await aPersonOf(context, 'owner');
const operator = await aPersonOf(context, 'operator');

const contentOf = ({ path }: Written): Buffer => {
  const content = readFileSync(path);
  rmSync(path);
  return content;
};
const written = (outcome: Awaited<ReturnType<typeof exportDifferences>>): Buffer => {
  if (outcome.status !== 'written') throw new Error(outcome.status);
  return contentOf(outcome.file);
};

test('an export has the rows of the list in its order, with what was written on them, and their totals on top', async () => {
  const list = { filter: {}, sort: '-impact', limit: 50, cursor: undefined, count: false };
  const { rows } = await listDifferences(context, list);
  await addNote(context, must(rows[0], 'a difference').differenceId, '=cmd|calc');

  const pack = JSON.parse(written(await exportDifferences(context, { filter: {}, sort: '-impact', format: 'json' })).toString()) as {
    readonly differences: readonly { readonly customer: string; readonly notes: readonly { text: string }[] }[];
    readonly totals: unknown;
  };

  expect(pack.differences.map(({ customer }) => customer)).toEqual(rows.map(({ customerName }) => customerName));
  expect(pack.differences[0]?.notes).toMatchObject([{ text: '=cmd|calc' }]);
  expect(pack.totals).toEqual([{ currency: 'USD', per: 'month', count: 3, found: '880', resolved: '0', dismissed: '0', open: '880' }]);
});

test('by the API it is a download of its type; a spreadsheet runs nothing of it', async () => {
  const answer = await call('GET', '/differences/export?format=csv&kind=missing_in_psa', { as: owner });

  expect(answer.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="differences-2026-11-21.csv"',
  });
  expect(answer.text.match(/missing_in_psa/g)).toHaveLength(2); // the filter, and its one row
  expect(answer.text).toContain('Concord: =cmd|calc');
  expect(answer.text).not.toMatch(/^[=+@]|,[=+@]/m);
});

test.each(['xlsx', 'pdf'])('%s comes whole', async (format) => {
  const { status, headers, text } = await call('GET', `/differences/export?format=${format}`, { as: owner });

  expect([status, headers['content-disposition']]).toEqual([200, `attachment; filename="differences-2026-11-21.${format}"`]);
  expect(text.slice(0, 4)).toBe(format === 'pdf' ? '%PDF' : 'PK\u0003\u0004');
});

test('an export tells no cost to somebody who may not see costs', async () => {
  await sql`update difference set kind = 'price_below_cost', cause = 'sold_below_cost' where customer_id = ${customerId(2)}`.execute(
    database.owner.db,
  );
  const bodyOf = async (as: typeof owner) => (await call('GET', '/differences/export?format=json', { as })).body;

  const hidden = await bodyOf(operator);
  expect(hidden).toMatchObject({ totals: [{ found: '660' }], about: { 'Left out': expect.any(String) as string } });
  const row = (body: unknown) => (body as { differences: { kind: string }[] }).differences.find(({ kind }) => kind === 'price_below_cost');
  expect(row(hidden)).toMatchObject({ impact: null, sentence: 'A seat is sold for less than it costs.' });
  expect(row(await bodyOf(owner))).toMatchObject({ impact: '220' });
});

test.each(['csv', 'json', 'xlsx', 'pdf'] as const)(
  'the %s of a closed month is the same bytes each time, whatever moved since',
  async (format) => {
    await signOffPeriod(context, '2026-11', 'as it stands');
    const first = written(await exportPeriod(context, '2026-11', format));
    await clock.advance(90_000);
    await sql`update difference set impact = impact + 1, changed_at = ${context.clock.now()}`.execute(database.owner.db);

    expect(written(await exportPeriod(context, '2026-11', format)).equals(first)).toBe(true);
  },
);

test('a month that is not signed off says so in its evidence', async () => {
  const { text, headers } = await call('GET', '/periods/2026-10/evidence?format=csv', { as: owner });

  expect(text).toContain('Evidence of 2026-10, not signed off');
  expect(headers['content-disposition']).toBe('attachment; filename="evidence-2026-10.csv"');
});
