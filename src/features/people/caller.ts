import { personOf } from '../../model/organisation.ts';
import { type Permission, permissionsOf, type Role } from '../../model/person.ts';
import type { Actor, Context } from '../context.ts';
import { findKey, findLogin, touchKey, touchLogin } from './store.ts';
import { hashToken } from './token.ts';

/** An organisation by which rows are seen, and its name for people. */
export type OfOrganisation = { readonly organisationId: string; readonly name: string };

/** Who calls. Rights are read from the database at each request: a change works at once, also for issued keys (RB5). */
export type Caller = {
  readonly actor: Actor;
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly permissions: readonly Permission[];
  readonly login: { readonly hash: string; readonly csrf: string; readonly provedAt: Temporal.Instant } | undefined;
  readonly hasPassword: boolean;
  /** The reseller that the person belongs to; undefined: our own people. */
  readonly organisation: OfOrganisation | undefined;
  /** The customer whose own person it is, who sees that one and changes nothing. */
  readonly customerId: string | undefined;
};

// One statement each, outside a transaction: these tables have no scope, and every request pays for this look.
type Deps = Pick<Context, 'db' | 'clock'>;

/** Idle 30 minutes end a login; owners and those who see money 15 would be asked of (SEC-13), the shorter one binds them. */
const idleMinutes: Readonly<Record<Role, number>> = {
  owner: 30,
  platformAdmin: 15,
  operator: 30,
  accountManager: 30,
  finance: 15,
  auditor: 30,
  readOnly: 30,
  resellerAdmin: 15,
  resellerUser: 30,
  customerUser: 30,
};

/** The person behind a login cookie; undefined when it is unknown, idle too long, over, or the person is disabled. */
export async function findCallerByLogin(deps: Deps, token: string, origin: string | undefined): Promise<Caller | undefined> {
  const now = deps.clock.now();
  const found = await findLogin(deps.db, hashToken(token));
  if (found?.state !== 'active' || isOfClosed(found) || isOfNobody(found)) return undefined;
  const idleSince = found.used_at.add({ minutes: idleMinutes[found.role] });
  if (Temporal.Instant.compare(found.ends_at, now) <= 0 || Temporal.Instant.compare(idleSince, now) <= 0) return undefined;
  if (Temporal.Instant.compare(found.used_at.add({ seconds: 30 }), now) <= 0) await touchLogin(deps.db, found.login_hash, now);
  const permissions = permissionsOf[found.role];
  return {
    actor: { kind: 'person', personId: found.person_id, name: found.name, permissions, origin },
    personId: found.person_id,
    name: found.name,
    email: found.email,
    role: found.role,
    permissions,
    login: { hash: found.login_hash, csrf: found.csrf, provedAt: found.proved_at },
    hasPassword: found.password_hash !== null,
    organisation: organisationOf(found),
    customerId: found.customer_id ?? undefined,
  };
}

/** The person behind an API key, with no more than the key's scopes. */
export async function findCallerByKey(deps: Deps, key: string, origin: string | undefined): Promise<Caller | undefined> {
  const now = deps.clock.now();
  const found = await findKey(deps.db, hashToken(key));
  if (found?.state !== 'active' || isOfClosed(found) || isOfNobody(found)) return undefined;
  if (found.revoked_at !== null || Temporal.Instant.compare(found.ends_at, now) <= 0) return undefined;
  if (found.used_at === null || Temporal.Instant.compare(found.used_at.add({ minutes: 1 }), now) <= 0)
    await touchKey(deps.db, found.key_id, now);
  const permissions = permissionsOf[found.role].filter((each) => (found.scopes as readonly string[]).includes(each));
  return {
    actor: { kind: 'apiKey', personId: found.person_id, name: `${found.name} (key ${found.key_name})`, permissions, origin },
    personId: found.person_id,
    name: found.name,
    email: found.email,
    role: found.role,
    permissions,
    login: undefined,
    hasPassword: found.password_hash !== null,
    organisation: organisationOf(found),
    customerId: found.customer_id ?? undefined,
  };
}

type Belongs = { readonly reseller_id: string | null; readonly reseller_name: string | null; readonly reseller_state: string | null };

/** People of a closed organisation are nobody, from their next request on (RB5). */
const isOfClosed = ({ reseller_id, reseller_state }: Belongs): boolean => reseller_id !== null && reseller_state !== 'active';

type Placed = { readonly role: Role; readonly reseller_id: string | null; readonly customer_id: string | null };

/** A role that is for people of a reseller or a customer without one would see everything: whose he is nobody knows is nobody. */
const isOfNobody = ({ role, reseller_id, customer_id }: Placed): boolean => {
  const of = personOf(role);
  return (of === 'customer') !== (customer_id !== null) || (of === 'reseller') !== (reseller_id !== null);
};

const organisationOf = ({ reseller_id, reseller_name }: Belongs): OfOrganisation | undefined =>
  reseller_id === null ? undefined : { organisationId: reseller_id, name: reseller_name ?? '' };
