import type { Finding } from '../../../model/difference.ts';

/** A difference of a month, and the tenant that it is about: in lower case, or what the invoice calls a customer whom nobody knows. */
export type OfTenant = { readonly tenantId: string; readonly finding: Finding };
