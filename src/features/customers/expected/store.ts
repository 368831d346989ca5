import { ExpectedOrigin, ExpectedState } from '../../../model/expected-customer.ts';
import { ownReseller } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';

export type ExpectedCustomer = {
  readonly expectedId: string;
  readonly connectionId: string;
  readonly cloud: string;
  readonly tenantId: string;
  readonly domain: string;
  readonly name: string;
  readonly email: string;
  readonly country: string;
  readonly note: string;
  readonly resellerMpn: string;
  readonly origin: ExpectedOrigin;
  readonly state: ExpectedState;
  readonly invitationUrl: string;
  readonly sentAt: Temporal.Instant | null;
  readonly openedAt: Temporal.Instant | null;
  readonly acceptedAt: Temporal.Instant | null;
  readonly acceptedBy: string;
  readonly expiresAt: Temporal.Instant | null;
  readonly reminders: number;
  readonly remindedAt: Temporal.Instant | null;
  readonly customerId: string | null;
  readonly joinedConnectionId: string | null;
  readonly createdBy: string;
  readonly createdAt: Temporal.Instant;
};

/** What is known when somebody begins to expect a customer. '' where it is not. */
export type NewExpected = Pick<
  ExpectedCustomer,
  | 'expectedId'
  | 'connectionId'
  | 'cloud'
  | 'tenantId'
  | 'domain'
  | 'name'
  | 'email'
  | 'country'
  | 'note'
  | 'resellerMpn'
  | 'origin'
  | 'createdBy'
> & { readonly state: 'pending' | 'waiting'; readonly at: Temporal.Instant };

/** Keeps it; undefined when the same domain or tenant is expected already: the unique keys decide. */
export async function keepExpected(tx: Tx, expected: NewExpected): Promise<string | undefined> {
  const row = await tx
    .insertInto('expected_customer')
    .values({
      expected_id: expected.expectedId,
      reseller_id: ownReseller,
      connection_id: expected.connectionId,
      cloud: expected.cloud,
      tenant_id: expected.tenantId,
      domain: expected.domain,
      name: expected.name,
      email: expected.email,
      country: expected.country,
      note: expected.note,
      reseller_mpn: expected.resellerMpn,
      origin: expected.origin,
      state: expected.state,
      invitation_url: '',
      token_hash: '',
      accepted_by: '',
      reminders: 0,
      created_by: expected.createdBy,
      created_at: expected.at,
      changed_at: expected.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('expected_id')
    .executeTakeFirst();
  return row?.expected_id;
}

export const selectExpected = (tx: Tx) => tx.selectFrom('expected_customer').selectAll();

type Row = Awaited<ReturnType<ReturnType<typeof selectExpected>['executeTakeFirstOrThrow']>>;

export const toExpected = (row: Row): ExpectedCustomer => ({
  expectedId: row.expected_id,
  connectionId: row.connection_id,
  cloud: row.cloud,
  tenantId: row.tenant_id,
  domain: row.domain,
  name: row.name,
  email: row.email,
  country: row.country,
  note: row.note,
  resellerMpn: row.reseller_mpn,
  origin: ExpectedOrigin.parse(row.origin),
  state: ExpectedState.parse(row.state),
  invitationUrl: row.invitation_url,
  sentAt: row.sent_at,
  openedAt: row.opened_at,
  acceptedAt: row.accepted_at,
  acceptedBy: row.accepted_by,
  expiresAt: row.expires_at,
  reminders: row.reminders,
  remindedAt: row.reminded_at,
  customerId: row.customer_id,
  joinedConnectionId: row.joined_connection_id,
  createdBy: row.created_by,
  createdAt: row.created_at,
});
