import { sql } from 'kysely';
import { ownReseller } from '../../model/ids.ts';
import { OrganisationState, SignInWay } from '../../model/organisation.ts';
import type { Tx } from '../../platform/db/connect.ts';

/** A reseller below us, or any other organisation that has customers of ours. */
export type Organisation = {
  readonly organisationId: string;
  readonly name: string;
  /** Its partner id (MPN) at Microsoft; ''. */
  readonly mpn: string;
  readonly email: string;
  readonly signIn: SignInWay;
  readonly state: OrganisationState;
  readonly customers: number;
  readonly people: number;
};

export async function readOrganisations(tx: Tx): Promise<Organisation[]> {
  const rows = await tx
    .selectFrom('reseller')
    .select(['reseller_id', 'name', 'mpn', 'email', 'sign_in', 'state'])
    .select([
      sql<string>`(select count(*) from customer where customer.reseller_id = reseller.reseller_id and customer.retired_at is null)`.as(
        'customers',
      ),
      sql<string>`(select count(*) from person where person.reseller_id = reseller.reseller_id and person.state = 'active')`.as('people'),
    ])
    .where('reseller_id', '<>', ownReseller)
    .orderBy(sql`lower(name)`)
    .execute();
  return rows.map((row) => ({
    organisationId: row.reseller_id,
    name: row.name,
    mpn: row.mpn,
    email: row.email,
    signIn: SignInWay.parse(row.sign_in),
    state: OrganisationState.parse(row.state),
    customers: Number(row.customers),
    people: Number(row.people),
  }));
}

export const readOrganisation = async (tx: Tx, organisationId: string): Promise<Organisation | undefined> =>
  (await readOrganisations(tx)).find((each) => each.organisationId === organisationId);
