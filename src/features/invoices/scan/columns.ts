import type { WantedColumn } from '../../reconciliation/files/read/index.ts';
import { type Profile, type Role, roles } from '../profiles.ts';

/** Columns that are read of every line while it is kept; the others are read when somebody looks at the line. */
const scanned = [
  'customer',
  'subscription',
  'product',
  'sku',
  'chargeType',
  'currency',
  'subtotal',
  'tax',
  'total',
  'number',
  'partner',
  'chargeStart',
  'customerName',
  'productName',
  'meter',
] as const satisfies readonly Role[];

type Scanned = (typeof scanned)[number];

export const at = Object.fromEntries(scanned.map((role, column) => [role, column])) as Readonly<Record<Scanned, number>>; // one for each

const opaque: ReadonlySet<Role> = new Set(['customerName', 'productName', 'meter']);
const required: ReadonlySet<Role> = new Set(['customer', 'subtotal']);

/** A column that this kind of file has not: a name that no file has. */
const none = (role: Role): string => `\u0000${role}`;

export const wantedColumns = ({ columns }: Profile): readonly WantedColumn[] =>
  scanned.map((role) => {
    const [name = none(role), ...also] = columns[role] ?? [];
    return { name, also, required: required.has(role), opaque: opaque.has(role) };
  });

/** By profile and name as files write it: a page of lines asks for the same sixty names line after line. */
const known = new WeakMap<Profile, Map<string, Role | undefined>>();
/** Names come from files. */
const mostKnown = 1_000;

/** The role of a column by its name. */
export function roleOf(profile: Profile, name: string): Role | undefined {
  const names = known.get(profile) ?? new Map<string, Role | undefined>();
  if (names.has(name)) return names.get(name);
  known.set(profile, names);
  const lower = name.toLowerCase();
  const role = roles.find((each) => profile.columns[each]?.some((spelling) => spelling.toLowerCase() === lower));
  if (names.size < mostKnown) names.set(name, role);
  return role;
}
