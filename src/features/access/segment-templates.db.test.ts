import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aCustomer, guid } from '../../../test/support/records.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { listEvents } from '../audit/index.ts';
import { assignSegments, customerSyncer } from '../customers/index.ts';
import {
  accessSyncer,
  chooseSegments,
  exportAccess,
  listAccess,
  listTemplates,
  proposedTemplates,
  removeTemplate,
  saveTemplate,
} from './index.ts';

const { db, owner } = await aDatabase();
const { context, clock } = aContext(db);
const connectionId = guid(1);
const reading = { connectionId, seenAt: clock.now(), ids: context.ids };
const [reader, writer, other] = [guid(91), guid(92), guid(93)];

const aTemplate = (name: string, roleIds: readonly string[]) =>
  saveTemplate(context, { name, roleIds, durationDays: 730, autoExtends: true, groups: [] });
const hold = (n: number, roleIds: readonly string[], id = `relationship ${String(n)}`, days = 300) =>
  inScope(db, everything, (tx) =>
    accessSyncer.keep(tx, reading, [
      {
        remoteId: id,
        customerTenantId: guid(n),
        displayName: id,
        remoteStatus: 'active',
        state: 'active',
        endsAt: clock.now().add({ hours: days * 24 }),
        roleIds,
        autoExtends: false,
        duration: 'P730D',
        askedAt: undefined,
        startsAt: undefined,
        groups: [],
      },
    ]),
  );
const rows = async (filter: Parameters<typeof listAccess>[1]['filter'] = {}) =>
  (await listAccess(context, { sort: 'name', descending: false, limit: 50, cursor: undefined, count: false, filter })).rows;
const names = async (fit: 'fits' | 'tooFew' | 'tooMany' | 'undecided') => (await rows({ fit: [fit] })).map(({ name }) => name);
const idOf = async (n: number): Promise<string> => (await rows({ q: guid(n) }))[0]?.customerId ?? '';
const into = async (segment: string, ...numbers: readonly number[]) =>
  assignSegments(context, { customerIds: await Promise.all(numbers.map(idOf)), add: [segment], remove: [] });

let [gold, basic] = ['', ''];
beforeEach(async () => {
  await sql`truncate customer, customer_identity, customer_connection, access_relationship, customer_segment, access_template_segment, access_template cascade`.execute(
    owner.db,
  );
  await inScope(db, everything, (tx) =>
    customerSyncer.keep(
      tx,
      reading,
      [1, 2, 3, 4].map((n) => aCustomer(n)),
    ),
  );
  [gold, basic] = [(await aTemplate('Gold', [reader, writer])).templateId, (await aTemplate('Basic', [reader])).templateId];
});

test('a segment names the template that its customers should get, whatever letters it is written with', async () => {
  await into('VIP', 1);

  expect(await chooseSegments(context, gold, ['vip', 'Banks'])).toEqual(['Banks', 'vip']);

  const proposed = await proposedTemplates(context, [await idOf(1), await idOf(2)]);
  expect(proposed.get(await idOf(1))).toMatchObject({ template: { name: 'Gold' } });
  expect(proposed.get(await idOf(2))).toEqual({ because: 'No segment of it names a template. Choose one.' });
  expect((await listTemplates(context)).map(({ name, segments }) => [name, segments])).toEqual([
    ['Basic', []],
    ['Gold', ['Banks', 'vip']],
  ]);
});

test('a segment that named another template moves, and the trail tells it', async () => {
  await chooseSegments(context, gold, ['VIP', 'Banks']);

  await chooseSegments(context, basic, ['VIP']);

  expect((await listTemplates(context)).map(({ name, segments }) => [name, segments])).toEqual([
    ['Basic', ['VIP']],
    ['Gold', ['Banks']],
  ]);
  const { rows: trail } = await listEvents(context, { filter: {}, limit: 1, cursor: undefined, descending: true });
  expect(trail[0]).toMatchObject({
    action: 'access.template.segmentsChosen',
    object: 'access template Basic',
    after: { segments: ['VIP'] },
  });
});

test('a customer of two segments that name two templates is undecided, and nothing is guessed', async () => {
  await into('VIP', 1);
  await into('Small', 1);
  await chooseSegments(context, gold, ['VIP']);
  await chooseSegments(context, basic, ['Small']);
  await hold(1, [reader]);

  const proposed = await proposedTemplates(context, [await idOf(1)]);

  expect(proposed.get(await idOf(1))).toEqual({ because: 'Its segments name several templates: Basic (Small), Gold (VIP). Choose one.' });
  expect(await names('undecided')).toEqual(['Customer 1']);
  for (const fit of ['fits', 'tooFew', 'tooMany'] as const) expect(await names(fit)).toEqual([]);
  expect((await rows())[0]?.template).toMatchObject({ roles: null, named: [{ name: 'Basic' }, { name: 'Gold' }] });
});

test('two segments that name the same template are no question', async () => {
  await into('VIP', 1);
  await into('Banks', 1);
  await chooseSegments(context, gold, ['VIP', 'Banks']);

  expect((await proposedTemplates(context, [await idOf(1)])).get(await idOf(1))).toMatchObject({ template: { name: 'Gold' } });
  expect(await names('undecided')).toEqual([]);
});

test('access with fewer or more roles than the template is found, in the list and in the file', async () => {
  await into('VIP', 1, 2, 3, 4);
  await chooseSegments(context, gold, ['VIP']);
  await hold(1, [reader.toUpperCase(), writer]);
  await hold(2, [reader]);
  await hold(3, [reader, other]);

  expect(await names('fits')).toEqual(['Customer 1']);
  expect(await names('tooFew')).toEqual(['Customer 2', 'Customer 3']);
  expect(await names('tooMany')).toEqual(['Customer 3']);
  // The row and the filter judge alike; who lets nobody in differs from nothing.
  expect((await rows()).map(({ template }) => template.roles)).toEqual([
    { lacking: [], beyond: [] },
    { lacking: [writer], beyond: [] },
    { lacking: [writer], beyond: [other] },
    null,
  ]);
  expect(await exportAccess(context, { fit: ['tooMany'] })).toContain(`Gold,${writer},${other}`);
});

test('roles of several relationships add up; one that has ended adds none', async () => {
  await into('VIP', 1, 2);
  await chooseSegments(context, gold, ['VIP']);
  await hold(1, [reader]);
  await hold(1, [writer], 'another');
  await hold(2, [reader]);
  await hold(2, [writer], 'ended', -1);

  expect(await names('fits')).toEqual(['Customer 1']);
  expect(await names('tooFew')).toEqual(['Customer 2']);
  expect((await rows()).slice(0, 2).map(({ template }) => template.roles?.lacking)).toEqual([[], [writer]]);
});

test('a template that is removed is named by no segment any more', async () => {
  await into('VIP', 1);
  await chooseSegments(context, gold, ['VIP']);

  await removeTemplate(context, gold);

  expect((await rows())[0]?.template.named).toEqual([]);
  expect(await chooseSegments(context, gold, ['VIP'])).toBeUndefined();
});
