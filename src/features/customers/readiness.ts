import type { AccessState } from '../../model/access.ts';
import type { Readiness } from '../../model/customer.ts';
import type { MappingState } from '../../model/mapping.ts';

/** Whether we may compare and change things for a customer, and if not, the first reason: left out deliberately, an error, no delegated access. */
export function readinessOf({ access, psaMapping }: { readonly access: AccessState; readonly psaMapping: MappingState }): Readiness {
  if (psaMapping === 'ignored') return 'excluded';
  if (access === 'error') return 'blocked';
  return access === 'active' ? 'ready' : 'needsGdap';
}
