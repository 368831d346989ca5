import { ownReseller } from '../../model/ids.ts';
import type { Context } from '../context.ts';
import type { Caller, OfOrganisation } from './caller.ts';

/**
 * The organisation in whose name a call is made: the caller's own, or the one that one of us names (S107). 'refused' when he may not act for
 * others, or there is no such organisation that is open: whoever is of an organisation acts for it alone.
 */
export async function actingFor(
  { db }: Pick<Context, 'db'>,
  caller: Caller,
  organisationId: string | undefined,
): Promise<OfOrganisation | undefined | 'refused'> {
  if (organisationId === undefined) return caller.organisation;
  if (caller.customerId !== undefined) return 'refused';
  if (caller.organisation !== undefined) return organisationId === caller.organisation.organisationId ? caller.organisation : 'refused';
  if (!caller.permissions.includes('customers:write') || organisationId === ownReseller) return 'refused';
  const row = await db
    .selectFrom('reseller')
    .select('name')
    .where('reseller_id', '=', organisationId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return row === undefined ? 'refused' : { organisationId, name: row.name };
}
