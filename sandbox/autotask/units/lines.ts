import { textOf } from '../../plain-text.ts';
import { dayMs } from '../../world/estate/times.ts';
import type { AutotaskRow, AutotaskUnitChange } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { monthsOfPeriod } from '../entities/lists.ts';
import { type Asked, type Life, segmentsOf, type UnitRow, unitRows } from './ledger.ts';

/** Services and bundles of a contract work alike. */
export type LineKind = {
  readonly lines: 'ContractServices' | 'ContractServiceBundles';
  readonly units: 'ContractServiceUnits' | 'ContractServiceBundleUnits';
  readonly adjustments: 'ContractServiceAdjustments' | 'ContractServiceBundleAdjustments';
  readonly offers: 'Services' | 'ServiceBundles';
  readonly lineField: 'contractServiceID' | 'contractServiceBundleID';
  readonly offerField: 'serviceID' | 'serviceBundleID';
  readonly repeatField: 'allowRepeatService' | 'allowRepeatServiceBundle';
};

export const serviceLines: LineKind = {
  lines: 'ContractServices',
  units: 'ContractServiceUnits',
  adjustments: 'ContractServiceAdjustments',
  offers: 'Services',
  lineField: 'contractServiceID',
  offerField: 'serviceID',
  repeatField: 'allowRepeatService',
};

export const bundleLines: LineKind = {
  lines: 'ContractServiceBundles',
  units: 'ContractServiceBundleUnits',
  adjustments: 'ContractServiceBundleAdjustments',
  offers: 'ServiceBundles',
  lineField: 'contractServiceBundleID',
  offerField: 'serviceBundleID',
  repeatField: 'allowRepeatServiceBundle',
};

export const lineKinds = [serviceLines, bundleLines] as const;

export const dayOf = (value: unknown): string => textOf(value).slice(0, 10);

/** How long a contract runs and in what periods. */
export function lifeOf(world: World, contract: AutotaskRow): Life {
  return {
    start: dayOf(contract.values['startDate']),
    end: dayOf(contract.values['endDate']),
    months: monthsOfPeriod[String(contract.values['contractPeriodType'] ?? 'm')] ?? 1,
    decimals: world.switch('autotask').amountDecimals,
  };
}

export const contractOf = (world: World, line: AutotaskRow): AutotaskRow | undefined =>
  world.tables.autotaskRows.get(`Contracts/${String(line.values['contractID'])}`);

/** The unit rows of a line, as its log tells them. */
export const rowsOfLine = (world: World, line: AutotaskRow, contract: AutotaskRow, log = line.log ?? [], asked?: Asked): UnitRow[] =>
  unitRows(segmentsOf(log), lifeOf(world, contract), asked);

/** A number for each day that a row may begin on: stable, and greater for later rows and later lines. */
export const unitNumber = (line: AutotaskRow, start: string): number =>
  line.number * 8192 + Math.round((Date.parse(start) - Date.parse(line.anchor ?? start)) / dayMs);

/** The instant at which a row is approved and posted: its period's post day, or the first one after the last change that touches it. */
export function postedAt(world: World, row: UnitRow, log: readonly AutotaskUnitChange[], months: number): string {
  let at = postDayAfter(world, row.period, months);
  for (const { day, madeAt } of log) if (day <= row.end && madeAt > at) at = nextPostDay(world, madeAt);
  return at;
}

/** Post day of the month that follows a period. */
export function postDayAfter(world: World, period: string, months: number): string {
  const from = new Date(period);
  return postInstant(world, from.getUTCFullYear(), from.getUTCMonth() + months);
}

export function nextPostDay(world: World, instant: string): string {
  const from = new Date(instant);
  const same = postInstant(world, from.getUTCFullYear(), from.getUTCMonth());
  return same > instant ? same : postInstant(world, from.getUTCFullYear(), from.getUTCMonth() + 1);
}

const postInstant = (world: World, year: number, month: number): string =>
  `${new Date(Date.UTC(year, month, world.switch('autotask').postDay)).toISOString().slice(0, 19)}Z`;
