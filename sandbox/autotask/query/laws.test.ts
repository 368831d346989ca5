import fc from 'fast-check';
import { expect, test } from 'vitest';
import { all, ask, aWorld, query, type Row } from '../a-database.ts';

const world = aWorld();

const companies = await all(world, 'Companies');
const texts = companies.flatMap((row) => [row['companyName'], row['webAddress'], row['city']]).filter((one) => typeof one === 'string');
const ids = companies.map((row) => Number(row['id']));

const tenantOf = (row: Row): unknown => {
  const list = row['userDefinedFields'] as readonly { readonly name: string; readonly value: unknown }[];
  return list.find((one) => one.name === 'Microsoft Tenant ID')?.value ?? null;
};
const tenants = companies.map(tenantOf).filter((one) => typeof one === 'string');

type Condition = {
  readonly op: string;
  readonly field?: string;
  readonly value?: unknown;
  readonly udf?: boolean;
  readonly items?: readonly Condition[];
};

const part = fc.tuple(fc.constantFrom(...texts), fc.nat(4), fc.nat(6)).map(([text, from, size]) => text.slice(from, from + size + 1));
const onText: fc.Arbitrary<Condition> = fc.record({
  op: fc.constantFrom('eq', 'noteq', 'gt', 'gte', 'lt', 'lte', 'beginsWith', 'endsWith', 'contains'),
  field: fc.constantFrom('companyName', 'webAddress', 'city', 'taxID'),
  value: fc.oneof(fc.constantFrom(...texts), part).map((text) => text || 'x'),
});
const onId: fc.Arbitrary<Condition> = fc.record({
  op: fc.constantFrom('eq', 'noteq', 'gt', 'gte', 'lt', 'lte'),
  field: fc.constant('id'),
  value: fc.constantFrom(...ids),
});
const onList: fc.Arbitrary<Condition> = fc.record({
  op: fc.constantFrom('in', 'notIn'),
  field: fc.constant('id'),
  value: fc.array(fc.constantFrom(...ids), { maxLength: 6 }),
});
const onPresence: fc.Arbitrary<Condition> = fc.record({
  op: fc.constantFrom('exist', 'notExist'),
  field: fc.constantFrom('webAddress', 'parentCompanyID', 'taxID', 'city'),
});
const onTenant: fc.Arbitrary<Condition> = fc.record({
  op: fc.constantFrom('eq', 'noteq'),
  field: fc.constant('Microsoft Tenant ID'),
  udf: fc.constant(true),
  value: fc.constantFrom(...tenants),
});
const condition = fc.letrec<{ readonly one: Condition }>((tie) => ({
  one: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    onText,
    onId,
    onList,
    onPresence,
    onTenant,
    fc.record({ op: fc.constantFrom('and', 'or'), items: fc.array(tie('one'), { minLength: 1, maxLength: 3 }) }),
  ),
})).one;

const plain = (value: unknown): string | number | undefined =>
  value === null || value === undefined || value === '' ? undefined : typeof value === 'string' ? value.toLowerCase() : Number(value);

/** The same said once more, as plainly as can be. */
function holds(row: Row, condition: Condition): boolean {
  const { op, items = [] } = condition;
  if (op === 'and') return items.every((one) => holds(row, one));
  if (op === 'or') return items.some((one) => holds(row, one));
  return holdsAlone(row, condition);
}

function holdsAlone(row: Row, { op, field = '', value, udf }: Condition): boolean {
  const mine = plain(udf === true ? tenantOf(row) : row[field]);
  if (op === 'exist' || op === 'notExist') return (mine === undefined) === (op === 'notExist');
  // An empty text differs from every other, and is neither more nor less.
  if (mine === undefined) return op === 'noteq' && udf !== true && row[field] === '';
  const list = Array.isArray(value) ? value.map(plain) : [];
  const given = plain(value) ?? '';
  return compared[op]?.(mine, given, list) === true;
}

type Known = string | number;
const compared: Readonly<Record<string, (mine: Known, given: Known, list: readonly (Known | undefined)[]) => boolean>> = {
  in: (mine, _given, list) => list.includes(mine),
  notIn: (mine, _given, list) => !list.includes(mine),
  eq: (mine, given) => mine === given,
  noteq: (mine, given) => mine !== given,
  gt: (mine, given) => mine > given,
  gte: (mine, given) => mine >= given,
  lt: (mine, given) => mine < given,
  lte: (mine, given) => mine <= given,
  beginsWith: (mine, given) => String(mine).startsWith(String(given)),
  endsWith: (mine, given) => String(mine).endsWith(String(given)),
  contains: (mine, given) => String(mine).includes(String(given)),
};

test('every operator agrees with a plain filter over all rows, whatever is grouped how', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(condition, { minLength: 1, maxLength: 3 }), async (filter) => {
      const wanted = companies.filter((row) => filter.every((one) => holds(row, one)));

      const told = await query(world, 'Companies', filter);
      const counted = await ask(world, 'GET', `/Companies/query/count?search=${encodeURIComponent(JSON.stringify({ filter }))}`);

      expect(told.items.map((row) => row['id'])).toEqual(wanted.map((row) => row['id']));
      expect(counted.body).toEqual({ queryCount: wanted.length });
    }),
    { numRuns: 300 },
  );
});

test('pages part the rows, whatever their size; going back finds the same page', async () => {
  const units = await all(world, 'ContractServiceUnits');
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 300, max: 500 }), async (MaxRecords) => {
      const filter = [{ op: 'gte', field: 'id', value: 0 }];
      const paged = await all(world, 'ContractServiceUnits', filter, { MaxRecords });
      const first = await query(world, 'ContractServiceUnits', filter, { MaxRecords });
      const second = await ask(world, 'GET', String(first.pageDetails['nextPageUrl']));
      const back = await ask(world, 'GET', String((second.body['pageDetails'] as Row)['prevPageUrl']));

      expect(paged).toEqual(units);
      expect(back.body).toEqual(first);
    }),
    { numRuns: 4 },
  );
});

test('narrowing by contract, line or id tells the same rows as a plain filter', async () => {
  const units = await all(world, 'ContractServiceUnits');
  for (const field of ['contractID', 'contractServiceID', 'id']) {
    const value = units[Math.floor(units.length / 2)]?.[field];
    expect(await all(world, 'ContractServiceUnits', [{ op: 'eq', field, value }])).toEqual(units.filter((row) => row[field] === value));
    expect(await all(world, 'ContractServiceUnits', [{ op: 'in', field, value: [value, 1] }])).toEqual(
      units.filter((row) => row[field] === value),
    );
  }
});

test.each([
  [{ filter: [] }, 'A filter with at least one condition is required.'],
  [{ filter: [{ op: 'like', field: 'companyName', value: 'x' }] }, 'The operator like is not valid.'],
  [{ filter: [{ op: 'eq', field: 'companyNam', value: 'x' }] }, 'Unable to find companyNam in the Company Entity.'],
  [{ filter: [{ op: 'eq', field: 'Tenant', value: 'x', udf: true }] }, 'Unable to find Tenant in the Company Entity.'],
  [{ filter: [{ op: 'gt', field: 'id', value: 'abc' }] }, 'Unable to convert the value abc of id.'],
  [{ filter: [{ op: 'exist', field: 'id' }], MaxRecords: 501 }, 'MaxRecords must be between 1 and 500.'],
  [
    { filter: [{ op: 'or', items: Array.from({ length: 501 }, (_, value) => ({ op: 'eq', field: 'id', value })) }] },
    'A query may hold at most 500 OR conditions.',
  ],
])('a search that cannot be is 500 with its text: %j', async (search, text) => {
  expect(await ask(world, 'POST', '/Companies/query', search)).toEqual({ status: 500, body: { errors: [text] } });
});

test('IncludeFields answers those members only', async () => {
  const { items } = await query(world, 'Companies', [{ op: 'eq', field: 'id', value: ids[1] }], { IncludeFields: ['ID', 'companyname'] });

  expect(Object.keys(items[0] ?? {})).toEqual(['id', 'companyName']);
});
