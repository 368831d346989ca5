import { sql } from 'kysely';
import { z } from 'zod';
import { BillTo, CountryRules } from '../../../model/bill-to.ts';
import { BillToProblem } from '../../../model/bill-to-rules.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { type LeadingChoice, profilesInOrder, readChoice } from './leading.ts';
import { type Recipient, recipientsOf } from './recipients.ts';

export type AccountProfile = {
  readonly connectionId: string;
  readonly connectionName: string;
  /** Whether it sells to the customer today. */
  readonly sells: boolean;
  readonly isChosen: boolean;
  readonly billTo: BillTo;
  readonly registrationNumber: string;
  readonly domains: readonly string[];
  readonly problems: readonly BillToProblem[];
  /** What Microsoft asks of addresses in its country; undefined while nobody asked or there is no such country. */
  readonly rules: CountryRules | undefined;
  readonly readAt: Temporal.Instant;
};

export type CustomerContacts = {
  /** As each partner account has it; the first speaks for the customer. */
  readonly accounts: readonly AccountProfile[];
  /** Our own, whom Microsoft does not know. Empty: bills go to the primary contact (S101). */
  readonly recipients: readonly Recipient[];
  /** Which account somebody chose to speak for the customer; it does as long as it sells to it. */
  readonly choice: LeadingChoice | undefined;
};

/** Contacts of a customer; undefined when there is no such customer. The primary contact is the person of the leading account's billing profile (S100). */
export const findContacts = (context: Context, customerId: string): Promise<CustomerContacts | undefined> =>
  inScope(context.db, context.scope, async (tx) => {
    const customer = await tx.selectFrom('customer').select('customer_id').where('customer_id', '=', customerId).executeTakeFirst();
    if (customer === undefined) return undefined;
    const [recipients, choice] = [await recipientsOf(tx, customerId), await readChoice(tx, customerId)];
    return { accounts: await readAccounts(tx, customerId), recipients, choice };
  });

const Problems = z.array(BillToProblem);

type ProfileRow = {
  connection_id: string;
  connection_name: string;
  sells: boolean;
  is_chosen: boolean;
  bill_to: unknown;
  registration_number: string;
  domains: string[];
  problems: unknown;
  seen_at: Temporal.Instant;
};

/** Billing profiles, the leading account's first. */
export async function readAccounts(tx: Tx, customerId: string): Promise<AccountProfile[]> {
  const { rows } = await sql<ProfileRow>`select * from ${profilesInOrder(sql`${customerId}::uuid`)} as ranked order by place`.execute(tx);
  const rules = new Map(
    (await tx.selectFrom('country_rule').select(['country', 'rules']).execute()).map((row) => [row.country, row.rules]),
  );
  return rows.map((row) => {
    const billTo = BillTo.parse(row.bill_to);
    return {
      connectionId: row.connection_id,
      connectionName: row.connection_name,
      sells: row.sells,
      isChosen: row.is_chosen,
      billTo,
      registrationNumber: row.registration_number,
      domains: row.domains,
      problems: Problems.parse(row.problems),
      rules: CountryRules.optional().parse(rules.get(billTo.country) ?? undefined),
      readAt: row.seen_at,
    };
  });
}

export type NotOrderable = {
  readonly customerId: string;
  readonly customerName: string;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly problems: readonly BillToProblem[];
  readonly since: Temporal.Instant;
  readonly readAt: Temporal.Instant;
};

const most = 1_000;

/** Customers for whom nothing can be ordered, with what is missing (S93). A row goes by itself as soon as a reading finds it whole (S96). */
export const listNotOrderable = (context: Context): Promise<NotOrderable[]> =>
  inScope(context.db, context.scope, async (tx) => {
    const rows = await tx
      .selectFrom('customer_profile as profile')
      .innerJoin('customer', 'customer.customer_id', 'profile.customer_id')
      .innerJoin('connection', 'connection.connection_id', 'profile.connection_id')
      .select(['profile.customer_id', 'customer.name', 'profile.connection_id', 'connection.name as connection_name'])
      .select(['profile.problems', 'profile.changed_at', 'profile.seen_at'])
      .where('profile.is_orderable', '=', false)
      .where('customer.retired_at', 'is', null)
      .orderBy('customer.name')
      .limit(most)
      .execute();
    return rows.map((row) => ({
      customerId: row.customer_id,
      customerName: row.name,
      connectionId: row.connection_id,
      connectionName: row.connection_name,
      problems: Problems.parse(row.problems),
      since: row.changed_at,
      readAt: row.seen_at,
    }));
  });

export type ProfileChange = {
  readonly at: Temporal.Instant;
  readonly connectionName: string;
  readonly cause: string;
  readonly changes: Readonly<Record<string, { readonly before: string; readonly after: string }>>;
};

const Changes = z.record(z.string(), z.object({ before: z.string(), after: z.string() }));

/** What the billing profile was before, newest first. */
export const listProfileChanges = (context: Context, customerId: string): Promise<ProfileChange[]> =>
  inScope(context.db, context.scope, async (tx) => {
    const rows = await tx
      .selectFrom('customer_profile_change as change')
      .innerJoin('connection', 'connection.connection_id', 'change.connection_id')
      .select(['change.at', 'change.cause', 'change.changes', 'connection.name'])
      .where('change.customer_id', '=', customerId)
      .orderBy('change.at', 'desc')
      .limit(200)
      .execute();
    return rows.map((row) => ({ at: row.at, connectionName: row.name, cause: row.cause, changes: Changes.parse(row.changes) }));
  });
