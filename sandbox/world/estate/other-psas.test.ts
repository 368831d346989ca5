import { expect, test } from 'vitest';
import { bookActs } from '../../acts/books.ts';
import { psa2Acts } from '../../acts/psa2.ts';
import { all, aWorld, startsAt, truthOf } from '../../autotask/a-database.ts';
import { SandboxClock } from '../../clock.ts';
import { linesOf, rowsOf } from '../../halopsa/books.ts';
import { textOf } from '../../plain-text.ts';
import { layEstate } from '../estate.ts';
import type { PsaAddition } from '../types.ts';
import { World } from '../world.ts';
import { openPsa } from './other-psas.ts';

/** What a line of the ConnectWise books comes to on the day the world begins. */
const liveUnits = (line: PsaAddition): number =>
  line.cancelledDate !== undefined && line.cancelledDate <= startsAt.slice(0, 10) ? 0 : Number(line.quantity);

test('Autotask shows the lines of ConnectWise: same services, units, prices and costs, planted differences and all', async () => {
  const world = aWorld(undefined, 60);
  const today = startsAt.slice(0, 10);
  const lines = new Map((await all(world, 'ContractServices')).map((row) => [row['id'], row]));
  const units = await all(world, 'ContractServiceUnits', [
    { op: 'lte', field: 'startDate', value: today },
    { op: 'gte', field: 'endDate', value: today },
  ]);

  const additions = world.tables.psaAdditions.all();
  expect(lines.size).toBe(additions.length);
  for (const addition of additions) {
    expect(lines.get(addition.id)).toMatchObject({
      serviceID: addition.catalogItemId,
      unitPrice: Number(addition.unitPrice),
      unitCost: Number(addition.unitCost),
    });
    expect(units.filter((row) => row['contractServiceID'] === addition.id).map((row) => row['units'])).toEqual([liveUnits(addition)]);
  }
});

test('Halo shows them too; a line that follows a licence agrees with it', () => {
  const world = aWorld(undefined, 60);
  openPsa(world, 'halopsa');
  const lines = rowsOf(world, 'RecurringInvoice').flatMap((header) => linesOf(world, header.number));
  const counted = lines.filter((line) => typeof line.values['_licence_id'] === 'number');

  const additions = world.tables.psaAdditions.all().sort((a, b) => a.agreementId - b.agreementId || a.id - b.id);
  expect(lines.map(({ values }) => [values['qty_order'], values['unit_price'], values['unit_cost']])).toEqual(
    additions.map((one) => [one.quantity, one.unitPrice, one.unitCost]),
  );
  expect(counted.length).toBeGreaterThan(5);
  for (const line of counted) {
    const licence = world.tables.haloRows.get(`SoftwareLicence/${textOf(line.values['_licence_id'])}`);
    expect(textOf(licence?.values['count'])).toBe(line.values['qty_order']);
  }
});

test('what happened before the first use is not seen: the books are those of the beginning', () => {
  const early = aWorld();
  openPsa(early, 'autotask');
  openPsa(early, 'halopsa');
  const late = aWorld();
  const [line] = late.tables.psaAdditions.all();
  bookActs['psa.editLine']?.(late, { additionId: line?.id, quantity: 999 });

  openPsa(late, 'autotask');
  openPsa(late, 'halopsa');

  expect(truthOf(late)).toBe(truthOf(early));
});

test('after a restart the books are laid again around what events changed', () => {
  const world = aWorld();
  psa2Acts['autotask.editUnits']?.(world, { contractServiceId: 50_001, units: 77 });
  psa2Acts['halo.editLine']?.(world, { lineId: 900, quantity: 78 });

  const again = new World(world.options, SandboxClock.stoppedAt(world.now()));
  layEstate(again);
  for (const event of world.events) again.replay(event);
  openPsa(again, 'autotask');
  openPsa(again, 'halopsa');

  expect(truthOf(again)).toBe(truthOf(world));
  expect(again.tables.haloRows.get('InvoiceDetail/900')?.values['qty_order']).toBe('78');
  expect(again.tables.autotaskRows.get('ContractServices/50001')?.log?.at(-1)?.day).toBe('2026-11-21');
});
