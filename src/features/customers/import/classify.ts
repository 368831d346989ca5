import { z } from 'zod';
import type { MicrosoftCustomer } from '../../../model/customer.ts';

export const ImportAction = z.enum(['create', 'link', 'update', 'unchanged', 'conflict', 'hold', 'left']);
export type ImportAction = z.infer<typeof ImportAction>;

/** A tenant at Partner Center and what importing it would do. */
export const ImportRow = z.object({
  tenantId: z.string(),
  cloud: z.string(),
  name: z.string(),
  domain: z.string(),
  country: z.string(),
  relationship: z.enum(['reseller', 'advisor', 'none', 'unknown']),
  action: ImportAction,
  /** Who it is here; with `conflict` who claims its domain. */
  customerId: z.string().nullable(),
  because: z.string(),
  resellerMpn: z.string(),
  resellerName: z.string(),
});
export type ImportRow = z.infer<typeof ImportRow>;

/** What we hold of a tenant. */
export type Held = {
  readonly customerId: string;
  readonly name: string;
  readonly domain: string;
  /** The account that is imported sells to it here already. */
  readonly isLinked: boolean;
  readonly resellerMpn: string;
};

export type ImportWorld = {
  /** By tenant id. */
  readonly held: ReadonlyMap<string, Held>;
  /** Living customers by domain, of other tenants. */
  readonly byDomain: ReadonlyMap<string, { readonly customerId: string; readonly tenantId: string; readonly name: string }>;
  /** Through whom an indirect provider sells, by tenant id; undefined: this account sells by itself. */
  readonly resellers: ReadonlyMap<string, { readonly mpn: string; readonly name: string }> | undefined;
  /** Undefined: all. */
  readonly chosen: ReadonlySet<string> | undefined;
};

/** What becomes of one tenant: identity is its tenant id, never its name; a domain that another living customer has is a conflict for people (S132, S149). */
export function classify(customer: MicrosoftCustomer, world: ImportWorld): ImportRow {
  const { tenantId, cloud, name, domain, country = '', relationship } = customer;
  const held = world.held.get(tenantId);
  const reseller = world.resellers?.get(tenantId);
  const verdict = verdictOf(customer, held, world);
  const claimant = verdict.action === 'conflict' ? world.byDomain.get(domain) : undefined;
  return {
    ...{ tenantId, cloud, name, domain, country, relationship },
    customerId: held?.customerId ?? claimant?.customerId ?? null,
    resellerMpn: reseller?.mpn ?? '',
    resellerName: reseller?.name ?? '',
    ...verdict,
  };
}

type Verdict = Pick<ImportRow, 'action' | 'because'>;

function verdictOf({ tenantId, name, domain }: MicrosoftCustomer, held: Held | undefined, world: ImportWorld): Verdict {
  if (world.chosen?.has(tenantId) === false) return { action: 'left', because: 'Not chosen.' };
  const reseller = world.resellers?.get(tenantId);
  if (world.resellers !== undefined && reseller === undefined)
    return { action: 'hold', because: 'None of your resellers is known for it. Name its partner id (MPN).' };
  const other = world.byDomain.get(domain);
  if (held !== undefined) return verdictOfHeld({ name, domain }, held, reseller?.mpn ?? '');
  return other !== undefined && other.tenantId !== tenantId
    ? { action: 'conflict', because: `${other.name} has the domain ${domain} with another tenant.` }
    : { action: 'create', because: '' };
}

function verdictOfHeld({ name, domain }: Pick<MicrosoftCustomer, 'name' | 'domain'>, held: Held, mpn: string): Verdict {
  if (!held.isLinked) return { action: 'link', because: `It is ${held.name} here already.` };
  const changes = [
    ...(held.name === name ? [] : [`name was ${held.name}`]),
    ...(held.domain === domain ? [] : [`domain was ${held.domain}`]),
    ...(held.resellerMpn === mpn ? [] : [`reseller was ${held.resellerMpn === '' ? 'none' : held.resellerMpn}`]),
  ];
  return changes.length === 0 ? { action: 'unchanged', because: '' } : { action: 'update', because: `${changes.join(', ')}.` };
}

/** What is kept when the plan is applied. */
export const isImported = ({ action }: Pick<ImportRow, 'action'>): boolean =>
  action === 'create' || action === 'link' || action === 'update';

export const ImportCounts = z.record(ImportAction, z.number());
export type ImportCounts = z.infer<typeof ImportCounts>;

/** How many tenants of each sort. */
export function reportOf(rows: readonly Pick<ImportRow, 'action'>[]): ImportCounts {
  const report: ImportCounts = { create: 0, link: 0, update: 0, unchanged: 0, conflict: 0, hold: 0, left: 0 };
  for (const { action } of rows) report[action] += 1;
  return report;
}
