import { z } from 'zod';
import { billingSwitches } from './switches/billing.ts';
import { connectwiseSwitches } from './switches/connectwise.ts';
import { customersSwitches } from './switches/customers.ts';
import { deliverySwitches } from './switches/delivery.ts';
import { distributors2Switches } from './switches/distributors2.ts';
import { exportSwitches } from './switches/export.ts';
import { gdapSwitches } from './switches/gdap.ts';
import { identitySwitches } from './switches/identity.ts';
import { orderSwitches } from './switches/orders.ts';
import { pax8Switches } from './switches/pax8.ts';
import { priceSwitches } from './switches/prices.ts';
import { psa2Switches } from './switches/psa2.ts';
import { termSwitches } from './switches/terms.ts';
import { writingSwitches } from './switches/writing.ts';

/**
 * Everything about the remotes that can be turned: where the sources differ or are silent, and what goes wrong on demand. One group is a
 * zod object whose members have a default and a description; the control API, the page and scenarios read them from here.
 */
export const switchGroups = {
  ...billingSwitches,
  ...connectwiseSwitches,
  ...customersSwitches,
  ...deliverySwitches,
  ...distributors2Switches,
  ...exportSwitches,
  ...gdapSwitches,
  ...identitySwitches,
  ...orderSwitches,
  ...priceSwitches,
  ...pax8Switches,
  ...termSwitches,
  ...writingSwitches,
  ...psa2Switches,
} as const;

export type SwitchName = keyof typeof switchGroups;
export type Switches = { readonly [Name in SwitchName]: Readonly<z.output<(typeof switchGroups)[Name]>> };

/** What a switch says until somebody turns it. */
export const defaultSwitches: Switches = Object.fromEntries(
  Object.entries(switchGroups).map(([name, group]) => [name, group.parse({})]),
  // Made from the groups themselves, member by member.
) as Switches;

export type SwitchInput = { readonly [Name in SwitchName]?: Partial<z.input<(typeof switchGroups)[Name]>> };

/** One group with some members turned; the others stay. Throws a ZodError naming the member when a value is none of its own. */
export function turned<Name extends SwitchName>(name: Name, before: Switches[Name], wanted: unknown): Switches[Name] {
  const given = z.record(z.string(), z.unknown()).parse(wanted);
  const merged = Object.entries({ ...before, ...given }).filter(([, value]) => value !== undefined && value !== null);
  // The group's schema makes its own output.
  return switchGroups[name].parse(Object.fromEntries(merged)) as Switches[Name];
}
