import { expect, test } from 'vitest';
import { suggestAccounts } from './suggest-account.ts';

const customer = {
  customerId: 'a',
  tenantId: 'tenant-a',
  name: 'Contoso Café',
  domain: '',
  taxId: '',
  refs: ['tenant-a'],
  closed: new Set<string>(),
};
const account = { accountId: '1', remoteId: 'r-1', domain: '', taxId: '', tenantIds: [], refs: [], linked: new Map<string, number>() };
const stateFor = (name: string) => suggestAccounts([customer], [{ ...account, name }]).get('a')?.state;

// Identity is the tenant; a name only maps by itself when it is the same text however it is encoded (S149).
test.each([
  ['composed in two characters', 'Contoso Cafe\u0301'],
  ['in full-width letters', 'Ｃｏｎｔｏｓｏ Café'],
  ['with a hard space and other case', 'CONTOSO\u00A0CAFÉ'],
])('a name that is the same %s maps', (_what, name) => {
  expect(stateFor(name)).toBe('mapped');
});

test.each([
  ['a Cyrillic letter that looks the same', 'C\u043Entoso Café'],
  ['a Greek letter that looks the same', 'C\u03BFntoso Café'],
  ['no accent', 'Contoso Cafe'],
  ['an invisible joiner', 'Con\u200Dtoso Café'],
])('a name that only looks the same, with %s, never maps by itself', (_what, name) => {
  expect(stateFor(name)).not.toBe('mapped');
});
