import { expect, test } from 'vitest';
import { ask, aWorld, signedIn } from './a-database.ts';
import shapes from './fixtures/shapes.json' with { type: 'json' };

// What the samples' members are called and of which kind their values are; the samples are of public clients' tests.
const world = aWorld();

/** `a.b[]: number` for every leaf. */
function leaves(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? [`${path}[]`] : value.flatMap((one) => leaves(one, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [`${path}: ${value === null ? 'null' : typeof value}`];
  return Object.entries(value).flatMap(([name, member]) => leaves(member, path === '' ? name : `${path}.${name}`));
}

type Case = {
  readonly name: keyof typeof shapes;
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  /** Where a sample of a client's own tests says otherwise than the vendor's list of the entity's members. */
  readonly differs?: readonly string[];
};

const first = { filter: [{ op: 'gt', field: 'id', value: 0 }], MaxRecords: 500 };
const cases: readonly Case[] = [
  { name: 'zone-information', method: 'GET', path: `/zoneInformation?user=${encodeURIComponent(signedIn.username)}` },
  {
    name: 'companies.query',
    path: '/Companies/query',
    body: first,
    differs: ['items[].userDefinedFields[]', 'items[].postalCode: number', 'items[].billToZipCode: number'],
  },
  { name: 'companies.create', path: '/Companies', body: { companyName: 'New', companyType: 3, ownerResourceID: 29682885, phone: '5' } },
  { name: 'companies.fields', method: 'GET', path: '/Companies/entityInformation/fields' },
  { name: 'companies.user-defined-fields', method: 'GET', path: '/Companies/entityInformation/userDefinedFields' },
  { name: 'contracts.query', path: '/Contracts/query', body: first, differs: ['items[].userDefinedFields: string'] },
  { name: 'contract-services.query', path: '/ContractServices/query', body: first },
  {
    name: 'contract-service-units.query',
    path: '/ContractServiceUnits/query',
    body: { ...first, filter: [{ op: 'eq', field: 'startDate', value: '2027-01-01' }] },
  },
  { name: 'billing-codes.query', path: '/BillingCodes/query', body: first, differs: ['items[].externalNumber: number'] },
  { name: 'query.empty', path: '/Companies/query', body: { filter: [{ op: 'eq', field: 'id', value: 1 }] } },
  { name: 'query.count', path: '/Companies/query/count', body: first },
  { name: 'error.500', path: '/Companies/query', body: { filter: [{ op: 'eq', field: 'companyNam', value: 1 }] } },
];

test.each(cases)('$name has every member of the sample', async ({ name, method = 'POST', path, body, differs = [] }) => {
  const answer = await ask(world, method, path, body);
  const told = new Set(leaves(answer.body));

  expect(shapes[name].filter((leaf) => !told.has(leaf) && !differs.some((prefix) => leaf.startsWith(prefix)))).toEqual([]);
});

test('an adjustment answers itemId null', async () => {
  const told = {
    contractServiceID: 50_001,
    effectiveDate: '2026-12-15T00:00:00',
    unitChange: 5,
    adjustedUnitPrice: 22.0,
    allowRepeatService: false,
  };
  const { body: line } = await ask(world, 'GET', '/ContractServices/50001');
  const { contractID } = line['item'] as { readonly contractID: number };

  const answer = await ask(world, 'POST', `/Contracts/${String(contractID)}/ServiceAdjustments`, told);

  expect(leaves(answer.body)).toEqual(shapes['contract-service-adjustments.create']);
});
