import { textOf } from '../plain-text.ts';
import { dayMs } from '../world/estate/times.ts';
import type { AutotaskRow, PlainValue } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { EntityName, EntitySpec } from './entities/entities.ts';
import type { View } from './query/matches.ts';
import type { Filter } from './query/read.ts';
import { billingItems, invoicesOf } from './units/billing.ts';
import type { Asked } from './units/ledger.ts';
import {
  bundleLines,
  contractOf,
  type LineKind,
  lifeOf,
  lineKinds,
  postedAt,
  rowsOfLine,
  serviceLines,
  unitNumber,
} from './units/lines.ts';

/** The stored row of an entity. */
export const rowOf = (world: World, entity: EntityName, id: string | number | null | undefined): AutotaskRow | undefined =>
  world.tables.autotaskRows.get(`${entity}/${String(id)}`);

/** Rows of an entity in the order of their ids: all, or those that the filter can mean. */
export function* viewsOf(world: World, spec: EntitySpec, filter: readonly Filter[]): Generator<View> {
  const units = lineKinds.find((kind) => kind.units === spec.name);
  if (units !== undefined) yield* unitViews(world, units, filter);
  else if (spec.name === 'BillingItems') yield* itemViews(world, filter);
  else if (spec.name === 'Invoices')
    yield* invoicesOf(
      itemViews(
        world,
        filter.filter((one) => 'field' in one && one.field.name === 'companyID'),
      ),
    );
  else for (const row of stored(world, spec.name, filter)) yield viewOf(world, row);
}

/** One row by its id. */
export function viewById(world: World, spec: EntitySpec, id: number): View | undefined {
  const row = rowOf(world, spec.name, id);
  if (row !== undefined) return viewOf(world, row);
  const field = spec.byName.get('id');
  if (field === undefined) return undefined;
  return viewsOf(world, spec, [{ op: 'eq', field, udf: false, value: id }]).find((view) => view.values['id'] === id);
}

export function viewOf(world: World, row: AutotaskRow): View {
  const values: Record<string, PlainValue> = { id: row.number, ...row.values };
  if (row.entity === 'Contracts') values['contractPeriodType'] = periodOf(world, values['contractPeriodType'] ?? null);
  // A webhook is ready as soon as a field of it is subscribed.
  if (row.entity === 'CompanyWebhooks') {
    values['isReady'] = world.tables.autotaskRows
      .by('entity', 'CompanyWebhookFields')
      .some((field) => field.values['webhookID'] === row.number && field.values['isSubscribedField'] === true);
  }
  return { values, udf: row.udf ?? {} };
}

const letters = ['m', 'q', 's', 'y'];

/** Letters or numbers by the switch, whatever was written. */
function periodOf(world: World, value: PlainValue): PlainValue {
  if (value === null) return null;
  const at = letters.includes(String(value)) ? letters.indexOf(String(value)) : Number(value) - 2;
  return world.switch('autotask').contractPeriodType === 'letter' ? (letters[at] ?? value) : at + 2;
}

/** Values that a field must have by the conditions that all hold together; undefined when anything goes. */
function wanted(filter: readonly Filter[], field: string): ReadonlySet<string> | undefined {
  for (const one of filter) {
    if ('items' in one) {
      const inside = one.op === 'and' ? wanted(one.items, field) : undefined;
      if (inside !== undefined) return inside;
    } else if (!one.udf && one.field.name === field) {
      if (one.op === 'eq' && one.value !== null) return new Set([textOf(one.value)]);
      if (one.op === 'in' && Array.isArray(one.value)) return new Set((one.value as readonly unknown[]).map(String));
    }
  }
  return undefined;
}

/** The greatest id that all rows lie behind. */
function after(filter: readonly Filter[]): number {
  let bound = -1;
  for (const one of filter) {
    if ('items' in one) bound = one.op === 'and' ? Math.max(bound, after(one.items)) : bound;
    else if (one.field.name === 'id' && one.op === 'gt') bound = Math.max(bound, Number(one.value));
    else if (one.field.name === 'id' && one.op === 'gte') bound = Math.max(bound, Number(one.value) - 1);
  }
  return bound;
}

export function stored(world: World, entity: EntityName, filter: readonly Filter[] = []): AutotaskRow[] {
  const { autotaskRows } = world.tables;
  const ids = wanted(filter, 'id');
  const owners = { contract: wanted(filter, 'contractID'), company: wanted(filter, 'companyID') };
  const rows =
    ids !== undefined
      ? [...ids].flatMap((id) => autotaskRows.get(`${entity}/${id}`) ?? [])
      : owners.contract !== undefined
        ? [...owners.contract].flatMap((id) => autotaskRows.by('contract', `${entity}/${id}`))
        : owners.company !== undefined
          ? [...owners.company].flatMap((id) => autotaskRows.by('company', `${entity}/${id}`))
          : autotaskRows.by('entity', entity);
  const bound = after(filter);
  return rows.filter((row) => row.number > bound).sort((a, b) => a.number - b.number);
}

/** Lines that a filter on their unit rows or billing items can mean. */
function linesFor(world: World, kind: LineKind, filter: readonly Filter[]): AutotaskRow[] {
  const ids = wanted(filter, kind.lineField);
  const numbers = wanted(filter, 'id');
  const contracts = wanted(filter, 'contractID');
  const companies = wanted(filter, 'companyID');
  const bound = after(filter);
  const { autotaskRows } = world.tables;
  const byNumber = (wantedIds: Iterable<string | number>): AutotaskRow[] =>
    [...new Set([...wantedIds].map(String))].flatMap((id) => autotaskRows.get(`${kind.lines}/${id}`) ?? []);
  const ofContracts = (list: Iterable<string>): AutotaskRow[] =>
    [...list].flatMap((id) => autotaskRows.by('contract', `${kind.lines}/${id}`));
  const found =
    numbers !== undefined
      ? byNumber([...numbers].map((id) => Math.floor(Number(id) / 8192)))
      : ids !== undefined
        ? byNumber(ids)
        : contracts !== undefined
          ? ofContracts(contracts)
          : companies !== undefined
            ? ofContracts([...companies].flatMap((id) => autotaskRows.by('company', `Contracts/${id}`).map((row) => String(row.number))))
            : autotaskRows.by('entity', kind.lines);
  return found.filter((line) => line.number * 8192 + 8191 > bound).sort((a, b) => a.number - b.number);
}

const lower: ReadonlySet<string> = new Set(['eq', 'gt', 'gte']);
const upper: ReadonlySet<string> = new Set(['eq', 'lt', 'lte']);

/** Between which days the rows lie that the conditions can mean; the conditions themselves are still looked at afterwards. */
function askedDays(filter: readonly Filter[]): Asked {
  let [from, to] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const one of filter) {
    if ('items' in one || one.udf || (one.field.name !== 'startDate' && one.field.name !== 'endDate')) continue;
    const ms = Date.parse(textOf(one.value).slice(0, 10));
    if (Number.isNaN(ms)) continue;
    if (lower.has(one.op)) from = Math.max(from, ms);
    if (upper.has(one.op)) to = Math.min(to, ms + dayMs);
  }
  return { from: from - dayMs, to };
}

function* unitViews(world: World, kind: LineKind, filter: readonly Filter[]): Generator<View> {
  const now = world.now();
  const asked = askedDays(filter);
  for (const line of linesFor(world, kind, filter)) {
    const contract = contractOf(world, line);
    if (contract === undefined) continue;
    const { months } = lifeOf(world, contract);
    for (const row of rowsOfLine(world, line, contract, line.log, asked)) {
      const at = postedAt(world, row, line.log ?? [], months);
      const values = {
        id: unitNumber(line, row.start),
        contractID: contract.number,
        [kind.lineField]: line.number,
        [kind.offerField]: Number(line.values[kind.offerField]),
        startDate: `${row.start}T00:00:00`,
        endDate: `${row.end}T00:00:00`,
        units: row.units,
        price: row.price,
        cost: row.cost,
        internalCurrencyPrice: row.price,
        approveAndPostDate: at <= now ? at.slice(0, 19) : null,
      };
      yield { values, udf: {} };
    }
  }
}

function* itemViews(world: World, filter: readonly Filter[]): Generator<View> {
  yield* billingItems(world, serviceLines, linesFor(world, serviceLines, filter));
  if (wanted(filter, 'contractServiceID') === undefined) yield* billingItems(world, bundleLines, linesFor(world, bundleLines, filter));
}
