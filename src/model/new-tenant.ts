import { z } from 'zod';
import type { BillTo } from './bill-to.ts';
import type { Cloud } from './cloud.ts';

/** The first domain of a tenant is one of Microsoft's own: this ending behind a name that nobody has (partner-center-api reference 3). */
export const firstDomainEnding: Readonly<Record<Cloud, string>> = {
  global: 'onmicrosoft.com',
  usGovernment: 'onmicrosoft.us',
  china: 'partner.onmschina.cn',
  germany: 'onmicrosoft.de',
};

/** What people write before the ending: one label of a domain. Microsoft's own limit of length is unpublished. */
export const TenantName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, { message: 'is a name like contoso: letters, digits and hyphens' });

/** A tenant to be made at Microsoft: its first domain, and who is billed. */
export type NewTenant = {
  readonly domain: string;
  readonly billTo: BillTo;
  /** Registration number of the company, where its country asks for one; ''. */
  readonly registrationNumber: string;
};

/** The administrator that Microsoft made with it. Told once; nobody keeps it. */
export type FirstAdministrator = { readonly userName: string; readonly password: string };

/** How Microsoft judges an address: its own word, and what it would write instead. */
export type AddressVerdict = {
  readonly status: string;
  readonly isGood: boolean;
  readonly message: string;
  readonly suggestions: readonly string[];
};

export const TenantMakingState = z.enum(['submitting', 'made', 'rejected', 'unknown', 'notMade']);
export type TenantMakingState = z.infer<typeof TenantMakingState>;

/** What may follow each state. Unknown: the answer was lost and Microsoft is asked whether the domain is there. */
export const tenantMakingNext = {
  submitting: ['made', 'rejected', 'unknown', 'notMade'],
  unknown: ['made', 'notMade'],
  made: [],
  rejected: [],
  notMade: [],
} as const satisfies Record<TenantMakingState, readonly TenantMakingState[]>;
