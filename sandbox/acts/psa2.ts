import { parseDecimal } from '../../src/lib/decimal.ts';
import { openPsa } from '../world/estate/other-psas.ts';
import type { AutotaskRow, AutotaskUnitChange, HaloRow, PlainJson } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { type Act, flagIn, textIn, wholeIn } from './act.ts';

const human = { kind: 'user', name: 'jdoe' } as const;
const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

/** Amounts among the members of an act: exact text, or what is wrong. */
function amountsIn(input: Readonly<Record<string, unknown>>, names: readonly string[]): Readonly<Record<string, string>> | string {
  const amounts: Record<string, string> = {};
  for (const name of names) {
    const value = textIn(input, name);
    if (value === undefined) continue;
    if (parseDecimal(value) === undefined) return `${name} is no number`;
    amounts[name] = value;
  }
  return amounts;
}

const shownPrices = (price: string | undefined, cost: string | undefined): Readonly<Record<string, string>> => ({
  ...(price === undefined ? {} : { unitPrice: price, internalCurrencyUnitPrice: price, internalCurrencyAdjustedPrice: price }),
  ...(cost === undefined ? {} : { unitCost: cost }),
});

/** {contractServiceId, units?, from?, unitPrice?, unitCost?}: somebody sets the units or amounts of a contract service on the screen, from a day on. */
const editUnits: Act = (world, input) => {
  openPsa(world, 'autotask');
  const line = world.tables.autotaskRows.get(`ContractServices/${textIn(input, 'contractServiceId') ?? ''}`);
  if (line === undefined) return { refused: 'unknown contractServiceId' };
  const day = textIn(input, 'from') ?? world.today();
  const amounts = amountsIn(input, ['unitPrice', 'unitCost']);
  if (typeof amounts === 'string') return { refused: amounts };
  if (!isDay(day)) return { refused: 'from is no day' };
  const { unitPrice: price, unitCost: cost } = amounts;
  const before = (line.log ?? []).filter((change) => change.day <= day).reduce((sum, change) => sum + change.units, 0);
  const units = wholeIn(input, 'units') ?? before;
  if (units < 0) return { refused: 'units is below zero' };
  const moved = { ...(price === undefined ? {} : { price }), ...(cost === undefined ? {} : { cost }) };
  const change: AutotaskUnitChange = { day, units: units - before, ...moved, madeAt: world.now() };
  const values = { ...line.values, ...shownPrices(price, cost) };
  const done: AutotaskRow = { ...line, values, log: [...(line.log ?? []), change] };
  world.apply({
    kind: 'autotask.unitsEdited',
    actor: human,
    cause: 'screen',
    about: { psa: 'autotask', entity: line.entity, id: String(line.number), contractID: String(line.values['contractID']) },
    changes: [put('autotaskRows', done)],
  });
  return { done };
};

/** {lineId, quantity?, unitPrice?, unitCost?, startDate?, endDate?, inactive?}: somebody edits a line of a recurring invoice on Halo's screen. */
const editLine: Act = (world, input) => {
  openPsa(world, 'halopsa');
  const line = world.tables.haloRows.get(`InvoiceDetail/${textIn(input, 'lineId') ?? ''}`);
  if (line === undefined) return { refused: 'unknown lineId' };
  const amounts = amountsIn(input, ['quantity', 'unitPrice', 'unitCost']);
  if (typeof amounts === 'string') return { refused: amounts };
  const names: Readonly<Record<string, string>> = { quantity: 'qty_order', unitPrice: 'unit_price', unitCost: 'unit_cost' };
  const values: Record<string, PlainJson> = { ...line.values };
  for (const [name, value] of Object.entries(amounts)) values[names[name] ?? name] = value;
  for (const [name, member] of [
    ['startDate', 'startdate'],
    ['endDate', 'enddate'],
  ] as const) {
    const day = textIn(input, name);
    if (day === undefined) continue;
    if (!isDay(day)) return { refused: `${name} is no day` };
    values[member] = `${day}T00:00:00`;
  }
  const inactive = flagIn(input, 'inactive');
  if (inactive !== undefined) values['isinactive'] = inactive;
  return keepLine(world, { ...line, values });
};

function keepLine(world: World, done: HaloRow): { readonly done: HaloRow } {
  world.apply({
    kind: 'halo.lineEdited',
    actor: human,
    cause: 'screen',
    about: { psa: 'halopsa', resource: done.resource, id: String(done.number) },
    changes: [put('haloRows', done)],
  });
  return { done };
}

export const psa2Acts: Readonly<Record<string, Act>> = { 'autotask.editUnits': editUnits, 'halo.editLine': editLine };
