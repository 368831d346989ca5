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

/** The role of a column by its name. */
export function roleOf({ columns }: Profile, name: string): Role | undefined {
  const lower = name.toLowerCase();
  return roles.find((role) => columns[role]?.some((spelling) => spelling.toLowerCase() === lower));
}
