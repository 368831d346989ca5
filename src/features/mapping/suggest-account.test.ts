import { describe, expect, test } from 'vitest';
import { type AccountFacts, type CustomerFacts, suggestAccounts } from './suggest-account.ts';

const aCustomer = (id: string, more: Partial<CustomerFacts> = {}): CustomerFacts => ({
  customerId: id,
  tenantId: `tenant-${id}`,
  name: `Company ${id}`,
  domain: '',
  refs: [`tenant-${id}`],
  closed: new Set(),
  ...more,
});

const anAccount = (id: string, more: Partial<AccountFacts> = {}): AccountFacts => ({
  accountId: id,
  remoteId: `r-${id}`,
  name: `Other ${id}`,
  domain: '',
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
    ['Müller GmbH', 'Mueller GmbH', 'unmapped'],
    ['Contoso', 'C\u043entoso', 'unmapped'], // a Cyrillic o: look-alikes never match
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
