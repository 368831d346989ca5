import { RegistrationState } from '../../model/registration.ts';
import type { Tx } from '../../platform/db/connect.ts';

export type Registration = {
  readonly registrationId: string;
  readonly company: string;
  readonly domain: string;
  readonly contact: string;
  readonly email: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  readonly note: string;
  readonly state: RegistrationState;
  /** What the TXT record of the domain has to hold. */
  readonly challenge: string;
  readonly checkedAt: Temporal.Instant | null;
  /** Since when it is known that whoever registered holds the domain; null: it is not. */
  readonly provedAt: Temporal.Instant | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Temporal.Instant | null;
  /** Why it was refused; ''. */
  readonly reason: string;
  readonly customerId: string | null;
  readonly expectedId: string | null;
  readonly createdAt: Temporal.Instant;
};

export const selectRegistrations = (tx: Tx) => tx.selectFrom('registration').selectAll();
type Row = Awaited<ReturnType<ReturnType<typeof selectRegistrations>['executeTakeFirstOrThrow']>>;

export const toRegistration = (row: Row): Registration => ({
  registrationId: row.registration_id,
  company: row.company,
  domain: row.domain,
  contact: row.contact,
  email: row.email,
  country: row.country,
  note: row.note,
  state: RegistrationState.parse(row.state),
  challenge: row.challenge,
  checkedAt: row.checked_at,
  provedAt: row.proved_at,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  reason: row.reason,
  customerId: row.customer_id,
  expectedId: row.expected_id,
  createdAt: row.created_at,
});

export async function readRegistration(
  tx: Tx,
  by: { readonly id: string } | { readonly tokenHash: string },
): Promise<Registration | undefined> {
  const row = await selectRegistrations(tx)
    .where((where) => ('id' in by ? where('registration_id', '=', by.id) : where('token_hash', '=', by.tokenHash)))
    .executeTakeFirst();
  return row && toRegistration(row);
}
