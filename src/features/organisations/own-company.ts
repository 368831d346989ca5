import { AccessState } from '../../model/access.ts';
import { namesOfRoles } from '../../model/access-roles.ts';
import { BillTo } from '../../model/bill-to.ts';
import { SubscriptionStatus } from '../../model/subscription.ts';
import { BillingFrequency, Term } from '../../model/term.ts';
import { inScope, ofCustomer } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

/** What people of a customer see of it: nothing of what anybody pays, of accounts, of mapping, or of notes (RB8). */
export type OwnCompany = {
  readonly customerId: string;
  readonly name: string;
  readonly domain: string;
  readonly subscriptions: readonly {
    readonly subscriptionId: string;
    readonly name: string;
    readonly seats: number;
    readonly status: SubscriptionStatus;
    readonly term: Term;
    readonly frequency: BillingFrequency;
    readonly endsOn: string | null;
    readonly autoRenew: boolean;
  }[];
  /** Who may act in its tenant, by which roles and until when. */
  readonly access: readonly {
    readonly name: string;
    readonly state: AccessState;
    readonly endsAt: Temporal.Instant | null;
    readonly autoExtends: boolean;
    readonly roles: readonly string[];
  }[];
  readonly contacts: readonly { readonly connectionId: string; readonly billTo: BillTo; readonly readAt: Temporal.Instant }[];
};

/** The customer whose person asks. The scope is the customer's own, whatever the caller's is; undefined when it is gone from Microsoft. */
export const findOwnCompany = (context: Context, customerId: string): Promise<OwnCompany | undefined> =>
  inScope(context.db, ofCustomer(customerId), async (tx) => {
    const customer = await tx
      .selectFrom('customer')
      .select(['name', 'domain'])
      .where('customer_id', '=', customerId)
      .where('retired_at', 'is', null)
      .executeTakeFirst();
    if (customer === undefined) return undefined;
    const subscriptions = await tx
      .selectFrom('subscription')
      .select(['subscription_id', 'offer_name', 'seats', 'status', 'term', 'frequency', 'ends_on', 'auto_renew'])
      .where('customer_id', '=', customerId)
      .where('retired_at', 'is', null)
      .where('is_usage', '=', false)
      .orderBy('offer_name')
      .orderBy('subscription_id')
      .execute();
    const access = await tx
      .selectFrom('access_relationship')
      .select(['name', 'state', 'ends_at', 'auto_extends', 'role_ids'])
      .where('customer_id', '=', customerId)
      .where('retired_at', 'is', null)
      .orderBy('name')
      .execute();
    const contacts = await tx
      .selectFrom('customer_profile')
      .select(['connection_id', 'bill_to', 'seen_at'])
      .where('customer_id', '=', customerId)
      .orderBy('connection_id')
      .execute();
    return {
      customerId,
      ...customer,
      subscriptions: subscriptions.map((row) => ({
        subscriptionId: row.subscription_id,
        name: row.offer_name,
        seats: row.seats,
        status: SubscriptionStatus.parse(row.status),
        term: Term.parse(row.term),
        frequency: BillingFrequency.parse(row.frequency),
        endsOn: row.ends_on,
        autoRenew: row.auto_renew,
      })),
      access: access.map((row) => ({
        name: row.name,
        state: AccessState.parse(row.state),
        endsAt: row.ends_at,
        autoExtends: row.auto_extends,
        roles: namesOfRoles(row.role_ids),
      })),
      contacts: contacts.map((row) => ({ connectionId: row.connection_id, billTo: BillTo.parse(row.bill_to), readAt: row.seen_at })),
    };
  });
