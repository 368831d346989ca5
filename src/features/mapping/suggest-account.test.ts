import { describe, expect, test } from 'vitest';
import { type AccountFacts, type CustomerFacts, suggestAccounts } from './suggest-account.ts';

const words: Readonly<Record<string, string>> = { a: 'Aardvark', b: 'Bobolink', c: 'Capybara' };

const aCustomer = (id: string, more: Partial<CustomerFacts> = {}): CustomerFacts => ({
  customerId: id,
  tenantId: `tenant-${id}`,
  name: `Company ${words[id] ?? id}`,
  domain: '',
  taxId: '',
  refs: [`tenant-${id}`],
  closed: new Set(),
  ...more,
});

const anAccount = (id: string, more: Partial<AccountFacts> = {}): AccountFacts => ({
  accountId: id,
  remoteId: `r-${id}`,
  name: `Other ${id}`,
  domain: '',
  taxId: '',
  tenantIds: [],
  refs: [],
  linked: new Map(),
  ...more,
});

const suggestFor = (customer: CustomerFacts, accounts: readonly AccountFacts[], others: readonly CustomerFacts[] = []) =>
  suggestAccounts([customer, ...others], accounts).get(customer.customerId);

describe('evidence that is certain', () => {
  test('the same tenant id maps, whatever the names are', () => {
    expect(suggestFor(aCustomer('a'), [anAccount('1', { tenantIds: ['tenant-a'] })])).toMatchObject({
      state: 'mapped',
      how: 'tenantId',
      targetId: '1',
      evidence: ['same tenant id'],
    });
  });

  test('the tenant id counts more than a subscription that stands elsewhere', () => {
    const accounts = [anAccount('1', { tenantIds: ['tenant-a'] }), anAccount('2', { linked: new Map([['a', 3]]) })];

    expect(suggestFor(aCustomer('a'), accounts)).toMatchObject({ targetId: '1', how: 'tenantId' });
  });

  test('two accounts with the tenant id of one customer are a conflict', () => {
    const accounts = [anAccount('1', { tenantIds: ['tenant-a'] }), anAccount('2', { tenantIds: ['tenant-a'] })];

    expect(suggestFor(aCustomer('a'), accounts)).toMatchObject({
      state: 'conflict',
      targetId: null,
      candidates: [{ targetId: '1' }, { targetId: '2' }],
    });
  });

  test('many tenants may share one account', () => {
    const account = anAccount('1', { tenantIds: ['tenant-a', 'tenant-b'] });
    const found = suggestAccounts([aCustomer('a'), aCustomer('b')], [account]);

    expect([...found.values()].map(({ targetId }) => targetId)).toEqual(['1', '1']);
  });

  test('an id that the other system keeps maps', () => {
    expect(suggestFor(aCustomer('a', { refs: ['tenant-a', '1044'] }), [anAccount('1', { refs: ['1044'] })])).toMatchObject({
      state: 'mapped',
      how: 'externalRef',
    });
  });

  test('subscriptions of the customer in the account map', () => {
    expect(suggestFor(aCustomer('a'), [anAccount('1', { linked: new Map([['a', 1]]) })])).toMatchObject({
      state: 'mapped',
      how: 'linkedSubscriptions',
      evidence: ['1 of its subscriptions stands there'],
    });
  });

  test.each(['refs', 'linked'] as const)('an account that names another tenant is not taken for its %s', (what) => {
    const account = anAccount('1', { tenantIds: ['tenant-z'], refs: ['tenant-a'], linked: new Map([['a', 2]]) });
    const weaker = what === 'refs' ? { ...account, linked: new Map<string, number>() } : { ...account, refs: [] };

    expect(suggestFor(aCustomer('a'), [weaker])).toMatchObject({ state: 'unmapped' });
  });
});

describe('names and domains', () => {
  test.each([
    ['Contoso Ltd', '  CONTOSO   ltd ', 'mapped'],
    ['Contoso Ltd', 'Contoso Limited', 'suggested'],
    ['Müller GmbH', 'Mueller GmbH', 'suggested'],
    ['Contoso', 'C\u043entoso', 'suggested'], // a Cyrillic o: look-alikes never map
  ])('%j and %j: %s', (ours, theirs, state) => {
    expect(suggestFor(aCustomer('a', { name: ours }), [anAccount('1', { name: theirs })])).toMatchObject({ state });
  });

  test('an equal name that two customers have is a conflict for both', () => {
    const found = suggestAccounts([aCustomer('a', { name: 'Nord' }), aCustomer('b', { name: 'NORD' })], [anAccount('1', { name: 'Nord' })]);

    expect([...found.values()].map(({ state }) => state)).toEqual(['conflict', 'conflict']);
  });

  test('an equal name that two accounts have is a conflict', () => {
    const accounts = [anAccount('1', { name: 'Nord' }), anAccount('2', { name: 'Nord' })];

    expect(suggestFor(aCustomer('a', { name: 'Nord' }), accounts)).toMatchObject({ state: 'conflict' });
  });

  test('an equal name with another domain is only suggested, unless that domain is the tenant’s own', () => {
    const account = anAccount('1', { name: 'Nord', domain: 'nord.de' });

    expect(suggestFor(aCustomer('a', { name: 'Nord', domain: 'nord.com' }), [account])).toMatchObject({ state: 'suggested' });
    expect(suggestFor(aCustomer('a', { name: 'Nord', domain: 'nord.onmicrosoft.com' }), [account])).toMatchObject({ state: 'mapped' });
  });

  test('an equal name is not enough when the account holds subscriptions of others only', () => {
    const account = anAccount('1', { name: 'Nord', linked: new Map([['b', 4]]) });

    expect(suggestFor(aCustomer('a', { name: 'Nord' }), [account])).toMatchObject({ state: 'suggested', targetId: null });
  });

  test('the same domain is suggested, never taken', () => {
    const found = suggestFor(aCustomer('a', { domain: 'nord.com' }), [anAccount('1', { domain: 'nord.com' })]);

    expect(found).toMatchObject({ state: 'suggested', how: 'domain', targetId: null, candidates: [{ targetId: '1', tier: 'strong' }] });
  });

  test('a domain of everybody says nothing', () => {
    expect(suggestFor(aCustomer('a', { domain: 'gmail.com' }), [anAccount('1', { domain: 'gmail.com' })])).toMatchObject({
      state: 'unmapped',
    });
  });

  test('a domain that two customers share is a conflict', () => {
    const customer = aCustomer('a', { domain: 'nord.com' });

    expect(suggestFor(customer, [anAccount('1', { domain: 'nord.com' })], [aCustomer('b', { domain: 'nord.com' })])).toMatchObject({
      state: 'conflict',
    });
  });

  test('nothing at all is unmapped, without candidates', () => {
    expect(suggestFor(aCustomer('a'), [anAccount('1')])).toEqual({
      state: 'unmapped',
      how: null,
      targetId: null,
      evidence: [],
      candidates: [],
    });
  });
});

describe('evidence that is only alike', () => {
  const one = (ours: string, theirs: string, more: Partial<AccountFacts> = {}) =>
    suggestFor(aCustomer('a', { name: ours }), [anAccount('1', { name: theirs, ...more })]);

  test.each([
    ['Contoso Ltd', 'Contsoo'],
    ['Fourth Coffee Roasters', 'Fourth Coffee Roaster GmbH'],
    ['Northwind Traders', 'Northwind Traders UK'],
  ])('%s may be %s: suggested as possible, with how alike they are', (ours, theirs) => {
    expect(one(ours, theirs)).toMatchObject({
      state: 'suggested',
      how: 'similarName',
      targetId: null,
      candidates: [{ tier: 'possible', evidence: [expect.stringMatching(/^names are \d\d % alike/)] }],
    });
  });

  test.each([
    ['Contoso', 'Contour'],
    ['Adatum', 'Datum Capital'],
    ['Northwind Traders', 'Southwind Traders Group Holding'],
    ['Alpine', 'Alpine Ski House'],
    ['AB', 'AC'],
  ])('%s is not %s: below the threshold nothing is said', (ours, theirs) => {
    expect(one(ours, theirs)).toMatchObject({ state: 'unmapped', candidates: [] });
  });

  test('letters of another alphabet that look the same are pointed out and never mapped', () => {
    expect(one('Contoso', 'Соntоsо')).toMatchObject({
      state: 'suggested',
      how: 'similarName',
      candidates: [{ evidence: ['looks the same in letters of another alphabet: look who it is', expect.any(String)] }],
    });
  });

  test('an account that has another customer’s name, tenant or subscriptions is not suggested', () => {
    const customer = aCustomer('a', { name: 'Contoso' });
    expect(suggestFor(customer, [anAccount('1', { name: 'Contosso' })], [aCustomer('b', { name: 'Contosso' })])?.state).toBe('unmapped');
    expect(one('Contoso', 'Contosso', { tenantIds: ['tenant-z'] })?.state).toBe('unmapped');
    expect(one('Contoso', 'Contosso', { linked: new Map([['z', 1]]) })?.state).toBe('unmapped');
  });

  test('the three that are most alike stand in their order, and a refused one is not among them', () => {
    const accounts = ['Contossso', 'Contosso', 'Kontosso', 'Contosos'].map((name, n) => anAccount(String(n), { name }));
    const found = suggestFor(aCustomer('a', { name: 'Contoso', closed: new Set(['1']) }), accounts);

    expect(found?.candidates.map(({ name }) => name)).toEqual(['Contosos']);
  });
});

describe('a tax id', () => {
  const ours = aCustomer('a', { taxId: 'de123456789' });

  test('that both have suggests, whatever the names are', () => {
    expect(suggestFor(ours, [anAccount('1', { taxId: 'de123456789' })])).toMatchObject({
      state: 'suggested',
      how: 'taxId',
      candidates: [{ tier: 'strong', targetId: '1' }],
    });
  });

  test('that two accounts or two customers have is a conflict', () => {
    const [first, second] = [anAccount('1', { taxId: 'de123456789' }), anAccount('2', { taxId: 'de123456789' })];
    expect(suggestFor(ours, [first, second])?.state).toBe('conflict');
    expect(suggestFor(ours, [first], [aCustomer('b', { taxId: 'de123456789' })])?.state).toBe('conflict');
  });
});
