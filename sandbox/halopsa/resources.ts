import { resourceFields } from './fields.ts';

export type HaloKind = 'whole' | 'decimal' | 'text' | 'flag' | 'date' | 'json';
export type ResourceName = keyof typeof resourceFields | 'Invoice';

export type Resource = {
  readonly name: ResourceName;
  /** Where a list answers its rows. */
  readonly plural: string;
  /** What the scope is about: `read:customers`. */
  readonly area: string;
  readonly fields: ReadonlyMap<string, HaloKind>;
  /** Members that `search` looks at. */
  readonly searched: readonly string[];
  /** Members that only one row by its id shows, or a list that asks for them. */
  readonly details: ReadonlySet<string>;
  readonly can: ReadonlySet<'write' | 'delete'>;
};

type Plan = {
  readonly plural: string;
  readonly area: string;
  readonly searched?: readonly string[];
  readonly details?: readonly string[];
  readonly readOnly?: true;
};

const plans: Readonly<Record<ResourceName, Plan>> = {
  Client: { plural: 'clients', area: 'customers', searched: ['name', 'accountsid', 'ref'], details: ['customfields', 'azure_tenants'] },
  Site: { plural: 'sites', area: 'customers', searched: ['name', 'client_name'] },
  ClientContract: { plural: 'contracts', area: 'contracts', searched: ['ref', 'client_name'], details: ['customfields', 'periods'] },
  RecurringInvoice: { plural: 'invoices', area: 'invoices', searched: ['client_name', 'reference'], details: ['lines'] },
  Invoice: { plural: 'invoices', area: 'invoices', searched: ['client_name', 'reference'], details: ['lines'] },
  InvoiceDetail: { plural: 'lines', area: 'invoices' },
  Item: {
    plural: 'items',
    area: 'items',
    searched: ['name', 'supplier_part_code', 'internalreference'],
    details: ['customfields', 'item_suppliers'],
  },
  SoftwareLicence: { plural: 'licences', area: 'softwarelicensing', searched: ['name', 'client_name'] },
  LicenceChange: { plural: 'changes', area: 'softwarelicensing', readOnly: true },
  Supplier: { plural: 'suppliers', area: 'suppliers', searched: ['name'] },
  Tax: { plural: 'taxes', area: 'items', searched: ['name'] },
  Currency: { plural: 'currencies', area: 'items', searched: ['name', 'code'] },
  azureadconnection: { plural: 'connections', area: 'admin', readOnly: true },
  Webhook: { plural: 'webhooks', area: 'admin', searched: ['name'] },
};

const kinds: Readonly<Record<string, HaloKind>> = { i: 'whole', n: 'decimal', s: 'text', b: 'flag', d: 'date', j: 'json' };

function fieldsOf(name: ResourceName): ReadonlyMap<string, HaloKind> {
  const text: string = resourceFields[name === 'Invoice' ? 'RecurringInvoice' : name];
  const told = text
    .trim()
    .split(/\s+/)
    .map((one): [string, HaloKind] => {
      const [field = '', letter = ''] = one.split(':');
      return [field, kinds[letter] ?? 'json'];
    });
  return new Map([['id', 'whole'], ...told]);
}

function resourceOf(name: ResourceName): Resource {
  const { plural, area, searched = [], details = [], readOnly } = plans[name];
  return {
    name,
    plural,
    area,
    fields: fieldsOf(name),
    searched,
    details: new Set(details),
    can: new Set(readOnly === true ? [] : (['write', 'delete'] as const)),
  };
}

// The names are the keys of the list itself.
const names = Object.keys(plans) as readonly ResourceName[];
const all: ReadonlyMap<string, Resource> = new Map(names.map((name) => [name.toLowerCase(), resourceOf(name)]));

export const resourceNamed = (name: string): Resource | undefined => all.get(name.toLowerCase());

export const resource = (name: ResourceName): Resource => all.get(name.toLowerCase()) ?? resourceOf(name);
