import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SandboxClock } from '../../clock.ts';
import { openPsa } from '../../world/estate/other-psas.ts';
import { layEstate } from '../../world/estate.ts';
import { World, type WorldEvent } from '../../world/world.ts';
import { all, ask, aWorld, query, type Row, truthOf } from '../a-database.ts';
import { segmentsOf, unitRows } from './ledger.ts';

const dayAfter = (day: string, count = 1): string => Temporal.PlainDate.from(day).add({ days: count }).toString();
const life = { start: '2026-01-01', end: '2027-12-31', months: 1, decimals: 4 };
const change = fc.record({ after: fc.integer({ min: 0, max: 800 }), units: fc.integer({ min: -20, max: 30 }) });

test('unit rows never overlap, leave no gap, and hold the sum of all changes up to their day', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
      const log = changes.map(({ after, units }) => ({
        day: dayAfter('2026-01-01', Math.min(after, 729)),
        units,
        price: '22',
        cost: '17.6',
        madeAt: '',
      }));
      const rows = unitRows(segmentsOf(log), life);
      const first = log.map((one) => one.day).sort()[0];

      expect(rows[0]?.start).toBe(first);
      expect(rows.at(-1)?.end).toBe(life.end);
      for (const [index, row] of rows.entries()) {
        const next = rows[index + 1];
        expect(row.start <= row.end).toBe(true);
        expect(row.start.slice(0, 7)).toBe(row.end.slice(0, 7));
        if (next !== undefined) expect(next.start).toBe(dayAfter(row.end));
        const sum = log.filter((one) => one.day <= row.start).reduce((total, one) => total + one.units, 0);
        expect(row.units).toBe(sum);
      }
    }),
  );
});

test('the sample comes out: 25 units, then 30 from the 15th', () => {
  const log = [
    { day: '2026-01-01', units: 25, price: '22', cost: '17.6', madeAt: '' },
    { day: '2026-01-15', units: 5, madeAt: '' },
  ];

  expect(unitRows(segmentsOf(log), { ...life, end: '2026-02-28', decimals: 2 })).toMatchObject([
    { start: '2026-01-01', end: '2026-01-14', units: 25, price: '248.39', cost: '198.71' },
    { start: '2026-01-15', end: '2026-01-31', units: 30, price: '361.94', cost: '289.55' },
    { start: '2026-02-01', end: '2026-02-28', units: 30, price: '660', cost: '528' },
  ]);
});

const deed = fc.record({
  line: fc.nat(60),
  day: fc.integer({ min: 0, max: 120 }),
  units: fc.integer({ min: -10, max: 15 }),
  price: fc.option(fc.integer({ min: 1, max: 90 }).map((cents) => cents / 4)),
  stepDays: fc.integer({ min: 0, max: 20 }),
});

test('adjustments in any order: rows whole, refusals change nothing, money of posted items adds up, a replay gives the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 8 }), async (deeds) => {
      const kept: string[] = [];
      const world = aWorld({ append: (event) => kept.push(JSON.stringify(event)) }, 10);
      const lines = await all(world, 'ContractServices');
      for (const { line, day, units, price, stepDays } of deeds) {
        world.clock.step(stepDays * 86_400_000);
        const row: Row = lines[line % lines.length] ?? {};
        const before = truthOf(world);
        const told = {
          contractServiceID: row['id'],
          effectiveDate: dayAfter('2026-10-20', day),
          unitChange: units,
          adjustedUnitPrice: price,
        };
        const answer = await ask(world, 'POST', `/Contracts/${String(row['contractID'])}/ServiceAdjustments`, told);
        if (answer.status === 200) expect(answer.body).toEqual({ itemId: null });
        else expect([answer.status, truthOf(world)]).toEqual([500, before]);
      }
      await unitsAreWhole(world, lines);
      await invoicesAddUp(world);

      const again = new World(world.options, SandboxClock.stoppedAt(world.now()));
      layEstate(again);
      for (const line of kept) again.replay(JSON.parse(line) as WorldEvent);
      openPsa(again, 'autotask');
      expect(truthOf(again)).toBe(truthOf(world));
    }),
    { numRuns: 12 },
  );
}, 60_000);

async function unitsAreWhole(world: World, lines: readonly Row[]): Promise<void> {
  for (const line of lines.slice(0, 8)) {
    const rows = await all(world, 'ContractServiceUnits', [{ op: 'eq', field: 'contractServiceID', value: line['id'] }]);
    for (const [index, row] of rows.entries()) {
      expect(Number(row['units'])).toBeGreaterThanOrEqual(0);
      const next = rows[index + 1];
      if (next !== undefined) expect(String(next['startDate']).slice(0, 10)).toBe(dayAfter(String(row['endDate']).slice(0, 10)));
    }
  }
}

async function invoicesAddUp(world: World): Promise<void> {
  const [company] = (await query(world, 'Companies', [{ op: 'eq', field: 'companyName', value: 'Contoso Ltd' }])).items;
  const filter = [{ op: 'eq', field: 'companyID', value: company?.['id'] }];
  const cents = (value: unknown): number => Math.round(Number(value) * 100);
  const items = await all(world, 'BillingItems', filter);
  for (const invoice of await all(world, 'Invoices', filter)) {
    const own = items.filter((item) => item['invoiceID'] === invoice['id']);
    expect(own.reduce((sum, item) => sum + cents(item['totalAmount']), 0)).toBe(cents(invoice['invoiceTotal']));
  }
  expect(new Set(items.map((item) => item['id'])).size).toBe(items.length);
}

test('a day outside the contract, too few units and a second change of a day are refused', async () => {
  const world = aWorld();
  const [line] = await all(world, 'ContractServices');
  const post = (told: Row) => ask(world, 'POST', `/Contracts/${String(line?.['contractID'])}/ServiceAdjustments`, told);
  const told = { contractServiceID: line?.['id'], effectiveDate: '2026-12-01T00:00:00', unitChange: 1 };

  expect((await post({ ...told, effectiveDate: '2040-01-01' })).body['errors']).toEqual([
    'The effectiveDate must be within the start date and the end date of the contract.',
  ]);
  expect((await post({ ...told, unitChange: -100_000 })).status).toBe(500);
  expect((await post({ ...told, effectiveDate: undefined })).body['errors']).toEqual(['Missing Required Field: effectiveDate.']);
  expect((await post(told)).status).toBe(200);
  expect((await post(told)).body['errors']).toEqual(['A duplicate period exists: this service was already adjusted on 2026-12-01.']);
});

test('a service that is not on the contract is added; a repeated one only when it is allowed', async () => {
  const world = aWorld();
  const [line] = await all(world, 'ContractServices');
  const filter = [{ op: 'eq', field: 'contractID', value: line?.['contractID'] }];
  const own = new Set((await all(world, 'ContractServices', filter)).map((row) => row['serviceID']));
  const serviceID = (await all(world, 'Services')).map((row) => row['id']).find((id) => !own.has(id));
  const post = (more: Row) =>
    ask(world, 'POST', `/Contracts/${String(line?.['contractID'])}/ServiceAdjustments`, { serviceID, unitChange: 4, ...more });

  await post({ effectiveDate: '2026-12-01' });
  await post({ effectiveDate: '2026-12-05' });
  await post({ effectiveDate: '2026-12-05', allowRepeatService: true });
  const added = (await all(world, 'ContractServices', filter)).filter((row) => row['serviceID'] === serviceID);
  const units = await all(world, 'ContractServiceUnits', [
    { op: 'in', field: 'contractServiceID', value: added.map((row) => row['id']) },
    { op: 'eq', field: 'startDate', value: '2027-01-01' },
  ]);

  expect(units.map((row) => row['units'])).toEqual([8, 4]);
});

test('an earlier end of the contract drops what was planned behind it; a posted month forbids it', async () => {
  const world = aWorld();
  const [line] = await all(world, 'ContractServices');
  const id = line?.['contractID'];
  await ask(world, 'POST', `/Contracts/${String(id)}/ServiceAdjustments`, {
    contractServiceID: line?.['id'],
    effectiveDate: '2027-03-01',
    unitChange: 2,
  });

  expect((await ask(world, 'PATCH', '/Contracts', { id, endDate: '2026-06-30' })).status).toBe(500);
  expect((await ask(world, 'PATCH', '/Contracts', { id, endDate: '2026-12-31' })).body).toEqual({ itemId: id });
  await ask(world, 'PATCH', '/Contracts', { id, endDate: '2027-12-31' });
  const units = await all(world, 'ContractServiceUnits', [{ op: 'eq', field: 'contractServiceID', value: line?.['id'] }]);
  expect(new Set(units.filter((row) => String(row['startDate']) > '2026-12').map((row) => row['units'])).size).toBe(1);
});
