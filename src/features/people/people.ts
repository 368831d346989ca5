import { publicId } from '../../model/ids.ts';
import { type PersonOf, personOf } from '../../model/organisation.ts';
import { permissionsOf, type Role } from '../../model/person.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import type { OfOrganisation } from './caller.ts';
import { everywhere } from './everywhere.ts';
import { makeLink } from './open-link.ts';
import {
  endLogins,
  findPerson,
  giveToCustomer,
  insertPerson,
  isCustomer,
  listPersonRows,
  lockAdministrators,
  type PersonRow,
  signInWayOf,
  updatePerson,
} from './store.ts';

export type PersonRecord = {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly state: 'active' | 'disabled';
  readonly createdAt: Temporal.Instant;
  readonly lastSeenAt: Temporal.Instant | null;
  /** The reseller that the person belongs to; null: our own. */
  readonly organisation: OfOrganisation | null;
  /** The customer whose own person it is; null: of none. */
  readonly customer: { readonly customerId: string; readonly name: string } | null;
};

/** Nobody gives or manages a role stronger than his own rights (RB2). */
export const mayManage = (context: Context, role: Role): boolean =>
  permissionsOf[role].every((each) => context.actor.permissions.includes(each));

/** Whose people the caller sees and manages: all of them, or those of the organisation in whose name he acts. */
export const isSeen = ({ scope }: Context, resellerId: string | null): boolean => scope.reseller === '*' || scope.reseller === resellerId;

export const listPeople = (context: Context): Promise<readonly PersonRecord[]> =>
  inScope(context.db, everywhere, async (tx) => (await listPersonRows(tx)).filter((row) => isSeen(context, row.reseller_id)).map(toRecord));

export type AddPersonOutcome =
  | { readonly status: 'added'; readonly person: PersonRecord; readonly linkToken: string }
  | { readonly status: 'refused'; readonly because: 'duplicate' | 'forbidden' | 'unfit' | 'no_organisation' | 'no_customer' };

type NewPerson = {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly organisationId?: string | undefined;
  readonly customerId?: string | undefined;
};

export async function addPerson(context: Context, given: NewPerson): Promise<AddPersonOutcome> {
  if (!mayManage(context, given.role)) return { status: 'refused', because: 'forbidden' };
  const own = context.scope.reseller === '*' ? undefined : context.scope.reseller;
  const resellerId = given.organisationId ?? own;
  const wrong = await whyNotAdd(context, given, resellerId);
  if (wrong !== undefined) return { status: 'refused', because: wrong };
  const personId = context.ids();
  const person = await inScope(context.db, everywhere, async (tx) => {
    if (!(await insertPerson(tx, { personId, resellerId, ...given }, context.clock.now()))) return undefined;
    if (given.customerId !== undefined) await giveToCustomer(tx, personId, given.customerId);
    await record(tx, context, { action: 'person.added', object: publicId('person', personId), after: given });
    return getRecord(tx, personId);
  });
  if (person === undefined) return { status: 'refused', because: 'duplicate' };
  return { status: 'added', person, linkToken: await makeLink(context, personId) };
}

async function whyNotAdd(
  context: Context,
  { role, customerId }: NewPerson,
  resellerId: string | undefined,
): Promise<'unfit' | 'no_organisation' | 'no_customer' | undefined> {
  if (personOf(role) !== placeOf(resellerId, customerId)) return 'unfit';
  if (resellerId !== undefined && (!isSeen(context, resellerId) || !(await isOrganisation(context, resellerId)))) return 'no_organisation';
  if (customerId === undefined) return undefined;
  return (await inScope(context.db, everywhere, (tx) => isCustomer(tx, customerId))) ? undefined : 'no_customer';
}

/** Nobody is of a reseller and of a customer: that fits no role. */
function placeOf(resellerId: string | undefined, customerId: string | undefined): PersonOf | undefined {
  if (resellerId !== undefined) return customerId === undefined ? 'reseller' : undefined;
  return customerId === undefined ? 'us' : 'customer';
}

export type ChangePersonOutcome =
  | { readonly status: 'changed'; readonly person: PersonRecord }
  | { readonly status: 'refused'; readonly because: 'not_found' | 'last_administrator' | 'forbidden' | 'unfit' };

/** Changes role or state; ends the person's logins, so that the next request has the new rights. */
export function changePerson(
  context: Context,
  personId: string,
  change: { readonly role?: Role | undefined; readonly state?: 'active' | 'disabled' | undefined },
): Promise<ChangePersonOutcome> {
  return inScope(context.db, everywhere, async (tx): Promise<ChangePersonOutcome> => {
    const administrators = await lockAdministrators(tx);
    const person = await findPerson(tx, personId);
    if (person === undefined || !isSeen(context, person.reseller_id)) return { status: 'refused', because: 'not_found' };
    const not = whyNotChange(context, person, change.role);
    if (not !== undefined) return { status: 'refused', because: not };
    const isLast = administrators.length === 1 && administrators.includes(personId);
    if (isLast && !staysAdministrator({ role: change.role ?? person.role, state: change.state ?? person.state }))
      return { status: 'refused', because: 'last_administrator' };
    await updatePerson(
      tx,
      personId,
      { ...(change.role && { role: change.role }), ...(change.state && { state: change.state }) },
      context.clock.now(),
    );
    await endLogins(tx, personId);
    await record(tx, context, {
      action: 'person.changed',
      object: publicId('person', personId),
      before: { role: person.role, state: person.state },
      after: change,
    });
    return { status: 'changed', person: await getRecord(tx, personId) };
  });
}

function whyNotChange(context: Context, person: PersonRow, role: Role | undefined): 'unfit' | 'forbidden' | undefined {
  if (role !== undefined && personOf(role) !== personOf(person.role)) return 'unfit';
  return mayManage(context, person.role) && (role === undefined || mayManage(context, role)) ? undefined : 'forbidden';
}

const staysAdministrator = (person: { role?: Role | undefined; state?: string | undefined }): boolean =>
  (person.role === 'owner' || person.role === 'platformAdmin') && person.state === 'active';

async function getRecord(tx: Tx, personId: string): Promise<PersonRecord> {
  const row = (await listPersonRows(tx)).find((each) => each.person_id === personId);
  if (row === undefined) throw new Error('A person that was just written is not there');
  return toRecord(row);
}

const toRecord = (row: Awaited<ReturnType<typeof listPersonRows>>[number]): PersonRecord => ({
  personId: row.person_id,
  name: row.name,
  email: row.email,
  role: row.role,
  state: row.state === 'disabled' ? 'disabled' : 'active',
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
  organisation: row.reseller_id === null ? null : { organisationId: row.reseller_id, name: row.reseller_name ?? '' },
  customer: row.customer_id === null ? null : { customerId: row.customer_id, name: row.customer_name ?? '' },
});

const isOrganisation = (context: Context, organisationId: string): Promise<boolean> =>
  inScope(context.db, everywhere, async (tx) => (await signInWayOf(tx, organisationId)) !== 'closed');
