import type {
  AuditRecord,
  CustomerRelationship,
  DistributorSubscription,
  GdapRelationship,
  PsaAddition,
  PsaCatalogItem,
} from '../types.ts';
import type { Accounts } from './accounts.ts';
import type { Catalogue } from './catalogue.ts';
import type { CustomerPlan } from './customers.ts';
import type { Ids } from './ids.ts';
import type { Sale } from './subscriptions.ts';

/** The three sets of books while the estate is being made. Clean first; then planting changes single rows. */
export type Books = {
  readonly seed: number;
  readonly startsMs: number;
  readonly accounts: Accounts;
  readonly catalogue: Catalogue;
  readonly ids: Ids;
  readonly customers: readonly CustomerPlan[];
  /** By subscription id. */
  readonly sales: Map<string, Sale>;
  /** By subscription id. */
  readonly lines: Map<string, PsaAddition>;
  /** Lines that stand for no subscription of their own (duplicates). */
  readonly extraLines: PsaAddition[];
  /** By part number. */
  readonly services: ReadonlyMap<string, PsaCatalogItem>;
  /** By subscription id. */
  readonly bought: Map<string, DistributorSubscription>;
  readonly relationships: CustomerRelationship[];
  /** By customer id. */
  readonly access: Map<string, GdapRelationship>;
  readonly audit: AuditRecord[];
  nextLineId: number;
};
