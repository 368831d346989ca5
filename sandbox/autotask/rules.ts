import { textOf } from '../plain-text.ts';
import type { AutotaskRow, PlainValue } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { rowOf, stored } from './books.ts';
import type { EntitySpec } from './entities/entities.ts';
import type { Write } from './session.ts';
import { contractOf, dayOf, type LineKind, lifeOf, lineKinds, postedAt, rowsOfLine } from './units/lines.ts';

/** What the service itself fills in. */
export function completed(write: Write, spec: EntitySpec, row: AutotaskRow, before?: AutotaskRow): AutotaskRow {
  const kind = lineKinds.find((one) => one.lines === spec.name);
  if (kind !== undefined) return completedLine(write.world, kind, row, before);
  const now = write.world.now();
  const stamps: Readonly<Record<string, Readonly<Record<string, PlainValue>>>> = {
    Companies: {
      lastTrackedModifiedDateTime: now,
      lastActivityDate: now,
      ...(before === undefined
        ? { createDate: now, createdByResourceID: write.session.resource, isActive: row.values['isActive'] ?? true }
        : {}),
    },
    Contacts: { lastModifiedDate: now, ...(before === undefined ? { createDate: now } : {}) },
    Services: { ...stampsOfOffer(write, now, before), isActive: row.values['isActive'] ?? true },
    ServiceBundles: { ...stampsOfOffer(write, now, before), isActive: row.values['isActive'] ?? true },
    ContractCharges: chargeOf(write, row, now, before),
    CompanyWebhooks:
      before === undefined ? { webhookGuid: write.world.newId(), isReady: false, ownerResourceID: write.session.resource } : {},
  };
  return { ...row, values: { ...row.values, ...stamps[spec.name] } };
}

const stampsOfOffer = ({ session }: Write, now: string, before: AutotaskRow | undefined): Record<string, PlainValue> => ({
  lastModifiedDate: now,
  updateResourceID: session.resource,
  ...(before === undefined ? { createDate: now, creatorResourceID: session.resource } : {}),
});

const chargeOf = ({ session }: Write, row: AutotaskRow, now: string, before: AutotaskRow | undefined): Record<string, PlainValue> => {
  const times = (amount: PlainValue | undefined): string => String(Number(row.values['unitQuantity'] ?? 0) * Number(amount ?? 0));
  return {
    extendedCost: times(row.values['unitCost']),
    billableAmount: times(row.values['unitPrice']),
    isBilled: before?.values['isBilled'] ?? false,
    ...(before === undefined ? { createDate: now, creatorResourceID: session.resource } : {}),
  };
};

/** A line takes its amounts from what it sells; a patched price goes into the unit rows as the switch `autotask.patchPrice` says. */
function completedLine(world: World, kind: LineKind, row: AutotaskRow, before: AutotaskRow | undefined): AutotaskRow {
  const values = lineValues(world, kind, row);
  const contract = contractOf(world, row);
  if (before === undefined) return { ...row, values, anchor: dayOf(contract?.values['startDate']), log: [] };
  const { unitPrice, unitCost } = values;
  const isSame = before.values['unitPrice'] === unitPrice && before.values['unitCost'] === (unitCost ?? before.values['unitCost']);
  const day = isSame || contract === undefined ? undefined : dayOfPatch(world, before, contract);
  if (day === undefined) return { ...row, values };
  const amounts = { price: textOf(unitPrice), ...(unitCost === undefined ? {} : { cost: textOf(unitCost) }) };
  return { ...row, values, log: [...(row.log ?? []), { day, units: 0, ...amounts, madeAt: world.now() }] };
}

function lineValues(world: World, kind: LineKind, row: AutotaskRow): Readonly<Record<string, PlainValue>> {
  const offer = rowOf(world, kind.offers, textOf(row.values[kind.offerField]))?.values ?? {};
  const first = (...values: readonly (PlainValue | undefined)[]): PlainValue =>
    values.find((one) => one !== undefined && one !== null) ?? null;
  const unitPrice = first(row.values['unitPrice'], offer['unitPrice'], '0');
  return {
    ...row.values,
    unitPrice,
    ...(kind.lines === 'ContractServices' ? { unitCost: first(row.values['unitCost'], offer['unitCost'], '0') } : {}),
    internalCurrencyUnitPrice: unitPrice,
    internalCurrencyAdjustedPrice: unitPrice,
    invoiceDescription: first(row.values['invoiceDescription'], offer['invoiceDescription'], offer['name']),
  };
}

function dayOfPatch(world: World, line: AutotaskRow, contract: AutotaskRow): string | undefined {
  const rule = world.switch('autotask').patchPrice;
  const rows = rowsOfLine(world, line, contract);
  const { months } = lifeOf(world, contract);
  const now = world.now();
  if (rule === 'recordOnly') return undefined;
  if (rule === 'nextPeriod') return rows.find((row) => row.period > world.today())?.period;
  return rows.find((row) => postedAt(world, row, line.log ?? [], months) > now)?.start;
}

/** What the service refuses beyond single members. */
export function forbidden(world: World, spec: EntitySpec, row: AutotaskRow, before?: AutotaskRow): string[] {
  if (spec.name === 'Contracts') return forbiddenContract(world, row, before);
  const kind = lineKinds.find((one) => one.lines === spec.name);
  if (kind === undefined || before === undefined) return [];
  const isMoved =
    before.values['contractID'] !== row.values['contractID'] || before.values[kind.offerField] !== row.values[kind.offerField];
  return isMoved ? [`The contractID and the ${kind.offerField} of a line cannot be changed.`] : [];
}

function forbiddenContract(world: World, row: AutotaskRow, before: AutotaskRow | undefined): string[] {
  const [start, end] = [dayOf(row.values['startDate']), dayOf(row.values['endDate'])];
  if (start === '' || end === '') return [];
  if (end < start) return ['The endDate must be after the startDate.'];
  if (Date.parse(end) - Date.parse(start) > 8000 * 86_400_000) return ['A contract may not run that long.'];
  if (before === undefined) return [];
  if (before.values['companyID'] !== row.values['companyID']) return ['The companyID of a contract cannot be changed.'];
  if (before.values['contractType'] !== row.values['contractType']) return ['The contractType of a contract cannot be changed.'];
  const now = world.now();
  const { months } = lifeOf(world, before);
  for (const line of linesOf(world, row)) {
    const log = line.log ?? [];
    if (log.some((change) => change.day < start)) return ['The startDate cannot be later than services of the contract.'];
    const isPosted = rowsOfLine(world, line, before).some((unit) => unit.end > end && postedAt(world, unit, log, months) <= now);
    if (isPosted) return ['The endDate cannot be earlier than items that are approved and posted: un-post them first.'];
  }
  return [];
}

const linesOf = (world: World, contract: AutotaskRow): AutotaskRow[] =>
  lineKinds.flatMap((kind) => stored(world, kind.lines).filter((line) => line.values['contractID'] === contract.number));

/** An earlier end of a contract drops what was planned behind it. */
export function furtherRows(world: World, spec: EntitySpec, row: AutotaskRow): AutotaskRow[] {
  if (spec.name !== 'Contracts') return [];
  const end = dayOf(row.values['endDate']);
  return linesOf(world, row)
    .filter((line) => line.log?.some((change) => change.day > end) === true)
    .map((line) => ({ ...line, log: (line.log ?? []).filter((change) => change.day <= end) }));
}
