import { Decimal, printDecimal } from '../../src/lib/decimal.ts';
import { exact } from '../json.ts';
import type { HaloRow, PlainJson } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import type { HaloKind, ResourceName } from './resources.ts';
import { resource } from './resources.ts';

export const rowOf = (world: World, name: ResourceName, id: unknown): HaloRow | undefined =>
  typeof id === 'number' || typeof id === 'string' ? world.tables.haloRows.get(`${name}/${String(id)}`) : undefined;

export const rowsOf = (world: World, name: ResourceName): HaloRow[] =>
  world.tables.haloRows.by('resource', name).sort((a, b) => a.number - b.number);

export const linesOf = (world: World, header: number): HaloRow[] =>
  world.tables.haloRows.by('header', `InvoiceDetail/${String(header)}`).sort((a, b) => a.number - b.number);

/** What remembers which numbers were given out. */

export function remember(world: World, last: Readonly<Record<string, number>>) {
  const opened = world.tables.psaOpened.get('halopsa');
  return opened === undefined || Object.keys(last).length === 0 ? [] : [put('psaOpened', { ...opened, last: { ...opened.last, ...last } })];
}

const text = (value: PlainJson | undefined): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '0');

export const amountOf = (line: HaloRow): string =>
  new Decimal(text(line.values['qty_order'])).times(text(line.values['unit_price'])).toDecimalPlaces(2).toFixed(2);

/** A line's quantity follows something when one of its four lists names what. */
export const isCounted = ({ values }: HaloRow): boolean =>
  ['quantity_licences', 'quantity_subscriptions', 'quantity_users', 'quantity_assets'].some((name) => {
    const list = values[name];
    return Array.isArray(list) && list.length > 0;
  });

const shown = (kind: HaloKind, value: PlainJson | undefined): unknown =>
  kind === 'decimal' && (typeof value === 'string' || typeof value === 'number')
    ? exact(printDecimal(new Decimal(value)))
    : (value ?? null);

/** A row as it is sent. A list leaves the details out unless it asks for them; one row has every member of its resource. */
export function written(world: World, row: HaloRow, view: View): Record<string, unknown> {
  const kind = resource(namedIn(row));
  const out: Record<string, unknown> = { id: row.number };
  const computed = computedOf(world, row, view.whole || view.with?.has('lines') === true);
  const isLeftOut = (name: string): boolean => !view.whole && kind.details.has(name) && view.with?.has(name) !== true;
  for (const [name, type] of kind.fields) {
    if (name === 'id' || isLeftOut(name)) continue;
    if (name in computed) out[name] = computed[name];
    else if (view.whole || row.values[name] !== undefined) out[name] = shown(type, row.values[name]);
  }
  return out;
}

type View = { readonly whole: boolean; readonly with?: ReadonlySet<string> };

// Rows are made for resources of the list only.
const namedIn = (row: HaloRow): ResourceName => row.resource as ResourceName;

function computedOf(world: World, row: HaloRow, withLines: boolean): Record<string, unknown> {
  if (row.resource === 'InvoiceDetail') return lineExtras(world, row);
  if (row.resource === 'RecurringInvoice' || row.resource === 'Invoice') {
    const lines = linesOf(world, row.number);
    const total = lines
      .filter((line) => line.values['isinactive'] !== true)
      .reduce((sum, line) => sum.plus(amountOf(line)), new Decimal(0));
    return { total: exact(total.toFixed(2)), ...(withLines ? { lines: lines.map((line) => written(world, line, { whole: true })) } : {}) };
  }
  return {};
}

function lineExtras(world: World, line: HaloRow): Record<string, unknown> {
  const { countedQuantityType, manualQuantityType } = world.switch('halo');
  const told = line.values['recurring_invoice_quantity_type'];
  return {
    net_amount: exact(amountOf(line)),
    recurring_invoice_quantity_type: isCounted(line) ? countedQuantityType : (told ?? manualQuantityType),
  };
}
