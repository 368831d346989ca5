import { afterAll, beforeAll, expect, test } from 'vitest';
import { aWorldOfRemotes, type Remotes, readAll } from '../../test/support/world-of-remotes.ts';
import type { Page } from './ports.ts';

// One record of a list is rubbish: it is set apart with its reason, the others are read.
let remotes: Remotes;
beforeAll(async () => {
  remotes = await aWorldOfRemotes();
});
afterAll(() => remotes.close());

type List = { readonly remote: string; readonly path: string; readonly read: () => AsyncGenerator<Page<{ readonly name: string }>> };
const lists: readonly (readonly [string, () => List])[] = [
  ['ConnectWise', () => ({ remote: 'connectwise', path: '/{codebase}/apis/3.0/company/companies', read: () => remotes.psa().accounts() })],
  ['Pax8', () => ({ remote: 'pax8', path: '/v1/companies', read: () => remotes.distributor().accounts() })],
  ['Partner Center', () => ({ remote: 'partner-center', path: '/v1/customers', read: () => remotes.marketplace().customers() })],
];
/** The name of a customer stands in another field at Microsoft. */
const fieldOf = (remote: string): string => (remote === 'partner-center' ? 'companyName' : 'name');

async function readWith({ remote, path, read }: List, kind: string, field: string) {
  const whole = await readAll(read());
  const rule = { match: { remote, method: 'GET', pathTemplate: path }, do: { bodyMutation: { kind, field } }, times: 1 };
  await remotes.control('faults', rule);
  const bent = await readAll(read());
  return { whole, bent };
}

const cases = lists.flatMap(([name, list]) => ['hugeText', 'schemaViolation'].map((kind) => [name, kind, list] as const));

test.each(cases)('%s: a name that is %s takes its own record out and no other', async (_name, kind, list) => {
  const asked = list();
  const { whole, bent } = await readWith(asked, kind, fieldOf(asked.remote));

  expect(whole.quarantined).toEqual([]);
  expect(bent.items).toHaveLength(whole.items.length - 1);
  expect(bent.quarantined.map(({ remoteId, reason }) => [typeof remoteId, reason])).toEqual([['string', expect.stringMatching(/name: /i)]]);
});

test.each(lists)('%s: scripts, formulas and control characters in a name are a name', async (_name, list) => {
  const asked = list();
  const { whole, bent } = await readWith(asked, 'hostileText', fieldOf(asked.remote));

  expect([bent.items.length, bent.quarantined]).toEqual([whole.items.length, []]);
  expect(bent.items.map(({ name }) => name).join()).not.toBe(whole.items.map(({ name }) => name).join());
});
