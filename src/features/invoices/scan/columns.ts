import type { WantedColumn } from '../../reconciliation/files/read/index.ts';
import { importAt, importColumns } from '../../reconciliation/files/scan/index.ts';
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

/** Which column of a file's fields is which. */
export type Places = Readonly<Record<Scanned, number>>;
const places = Object.fromEntries(scanned.map((role, column) => [role, column])) as Places; // one for each

const opaque: ReadonlySet<Role> = new Set(['customerName', 'productName', 'meter']);
const required: ReadonlySet<Role> = new Set(['customer', 'subtotal']);

/** Lines of new commerce in JSON are read as the comparison reads them; what it needs, an import need not have. */
export const exportLayout: Layout = {
  columns: importColumns,
  places: {
    customer: importAt.customerId,
    subscription: importAt.subscriptionId,
    product: importAt.productId,
    sku: importAt.skuId,
    chargeType: importAt.chargeType,
    currency: importAt.currency,
    subtotal: importAt.subtotal,
    tax: importAt.tax,
    total: importAt.total,
    number: importAt.invoice,
    partner: importAt.partnerId,
    chargeStart: importAt.chargeStart,
    customerName: importAt.customerName,
    productName: importAt.productName,
    meter: importAt.meter,
  },
};

/** A column that this kind of file has not: a name that no file has. */
const none = (role: Role): string => `\u0000${role}`;

/** What is read of each line of a file, and where it is then. */
export type Layout = { readonly columns: readonly WantedColumn[]; readonly places: Places };

export const layoutOf = ({ columns }: Profile): Layout => ({
  places,
  columns: scanned.map((role) => {
    const [name = none(role), ...also] = columns[role] ?? [];
    return { name, also, required: required.has(role), opaque: opaque.has(role) };
  }),
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
