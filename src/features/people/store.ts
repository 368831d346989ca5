import { sql } from 'kysely';
import { Role } from '../../model/person.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { plannedOnce } from '../../platform/db/named-statements.ts';

export type PersonRow = {
  readonly person_id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly password_hash: string | null;
  readonly state: string;
  readonly locked_until: Temporal.Instant | null;
  readonly failed_tries: number;
  readonly created_at: Temporal.Instant;
  /** The organisation of the person; null: our own. */
  readonly reseller_id: string | null;
};

const withRole = <Row extends { role: string }>(row: Row): Omit<Row, 'role'> & { role: Role } => ({ ...row, role: Role.parse(row.role) });

const personColumns = [
  'person_id',
  'email',
  'name',
  'role',
  'password_hash',
  'state',
  'locked_until',
  'failed_tries',
  'created_at',
  'reseller_id',
] as const;

export async function findPersonByEmail(tx: Tx, email: string): Promise<PersonRow | undefined> {
  const row = await tx.selectFrom('person').select(personColumns).where(sql`lower(email)`, '=', email.toLowerCase()).executeTakeFirst();
  return row && withRole(row);
}

export async function findPerson(tx: Tx, personId: string): Promise<PersonRow | undefined> {
  const row = await tx.selectFrom('person').select(personColumns).where('person_id', '=', personId).executeTakeFirst();
  return row && withRole(row);
}

export async function insertPerson(
  tx: Tx,
  person: { personId: string; email: string; name: string; role: Role; resellerId?: string | undefined },
  now: Temporal.Instant,
): Promise<boolean> {
  const done = await tx
    .insertInto('person')
    .values({
      person_id: person.personId,
      email: person.email,
      name: person.name,
      role: person.role,
      password_hash: null,
      reseller_id: person.resellerId ?? null,
      created_at: now,
      changed_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function updatePerson(
  tx: Tx,
  personId: string,
  change: { role?: Role; state?: string; password_hash?: string; failed_tries?: number; locked_until?: Temporal.Instant | null },
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('person')
    .set({ ...change, changed_at: now })
    .where('person_id', '=', personId)
    .execute();
}

/** Active people who may administer; locked, so that two removals at once cannot take the last two (RB4). */
export async function lockAdministrators(tx: Tx): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('person')
    .select('person_id')
    .where('role', 'in', ['owner', 'platformAdmin'])
    .where('state', '=', 'active')
    .orderBy('person_id')
    .forUpdate()
    .execute();
  return rows.map((row) => row.person_id);
}

export async function listPersonRows(tx: Tx): Promise<
  readonly (PersonRow & {
    last_seen_at: Temporal.Instant | null;
    reseller_name: string | null;
    customer_id: string | null;
    customer_name: string | null;
  })[]
> {
  const rows = await tx
    .selectFrom('person')
    .select(personColumns)
    .select((eb) =>
      eb
        .selectFrom('login')
        .select((inner) => inner.fn.max('used_at').as('at'))
        .whereRef('login.person_id', '=', 'person.person_id')
        .as('last_seen_at'),
    )
    .select((eb) =>
      eb.selectFrom('reseller').select('reseller.name').whereRef('reseller.reseller_id', '=', 'person.reseller_id').as('reseller_name'),
    )
    .select((eb) =>
      eb
        .selectFrom('customer_person')
        .select('customer_person.customer_id')
        .whereRef('customer_person.person_id', '=', 'person.person_id')
        .as('customer_id'),
    )
    .select((eb) =>
      eb
        .selectFrom('customer_person')
        .innerJoin('customer', 'customer.customer_id', 'customer_person.customer_id')
        .select('customer.name')
        .whereRef('customer_person.person_id', '=', 'person.person_id')
        .as('customer_name'),
    )
    .orderBy('name')
    .execute();
  return rows.map(withRole);
}

export async function insertLink(
  tx: Tx,
  link: { tokenHash: string; personId: string; endsAt: Temporal.Instant },
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('one_time_link')
    .values({ token_hash: link.tokenHash, person_id: link.personId, ends_at: link.endsAt, used_at: null, created_at: now })
    .execute();
}

/** Links of a person that nobody opened yet open nothing any more. */
export async function endLinks(tx: Tx, personId: string, now: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('one_time_link')
    .set({ ends_at: now })
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .where('ends_at', '>', now)
    .execute();
}

/** Uses a link once; undefined when unknown, used, or over. The database decides between two who open it at once. */
export async function useLink(tx: Tx, tokenHash: string, now: Temporal.Instant): Promise<string | undefined> {
  const row = await tx
    .updateTable('one_time_link')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('ends_at', '>', now)
    .returning('person_id')
    .executeTakeFirst();
  return row?.person_id;
}

export async function insertLogin(
  tx: Tx,
  login: { loginHash: string; personId: string; csrf: string; endsAt: Temporal.Instant; origin: string | undefined },
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('login')
    .values({
      login_hash: login.loginHash,
      person_id: login.personId,
      csrf: login.csrf,
      proved_at: now,
      created_at: now,
      used_at: now,
      ends_at: login.endsAt,
      address: login.origin ?? null,
      agent: null,
    })
    .execute();
}

export async function findLogin(tx: Db, loginHash: string) {
  const row = await tx
    .selectFrom('login')
    .modifyFront(plannedOnce)
    .innerJoin('person', 'person.person_id', 'login.person_id')
    .leftJoin('reseller', 'reseller.reseller_id', 'person.reseller_id')
    .leftJoin('customer_person', 'customer_person.person_id', 'person.person_id')
    .select([
      'login_hash',
      'csrf',
      'proved_at',
      'used_at',
      'ends_at',
      'person.person_id',
      'person.name',
      'person.email',
      'person.role',
      'person.state',
      'person.password_hash',
      'person.reseller_id',
      'reseller.name as reseller_name',
      'reseller.state as reseller_state',
      'customer_person.customer_id',
    ])
    .where('login_hash', '=', loginHash)
    .executeTakeFirst();
  return row && withRole(row);
}

export async function touchLogin(tx: Db, loginHash: string, now: Temporal.Instant): Promise<void> {
  await tx.updateTable('login').set({ used_at: now }).where('login_hash', '=', loginHash).execute();
}

export async function proveLogin(tx: Tx, loginHash: string, now: Temporal.Instant): Promise<void> {
  await tx.updateTable('login').set({ proved_at: now, used_at: now }).where('login_hash', '=', loginHash).execute();
}

/** Ends logins of a person, all or all but one. */
export async function endLogins(tx: Tx, personId: string, butHash?: string): Promise<void> {
  let query = tx.deleteFrom('login').where('person_id', '=', personId);
  if (butHash !== undefined) query = query.where('login_hash', '!=', butHash);
  await query.execute();
}

export async function endLogin(tx: Tx, loginHash: string): Promise<void> {
  await tx.deleteFrom('login').where('login_hash', '=', loginHash).execute();
}

export async function findKey(tx: Db, keyHash: string) {
  const row = await tx
    .selectFrom('api_key')
    .modifyFront(plannedOnce)
    .innerJoin('person', 'person.person_id', 'api_key.person_id')
    .leftJoin('reseller', 'reseller.reseller_id', 'person.reseller_id')
    .leftJoin('customer_person', 'customer_person.person_id', 'person.person_id')
    .select([
      'key_id',
      'api_key.name as key_name',
      'scopes',
      'api_key.ends_at',
      'api_key.used_at',
      'revoked_at',
      'person.person_id',
      'person.name',
      'person.email',
      'person.role',
      'person.state',
      'person.password_hash',
      'person.reseller_id',
      'reseller.name as reseller_name',
      'reseller.state as reseller_state',
      'customer_person.customer_id',
    ])
    .where('key_hash', '=', keyHash)
    .executeTakeFirst();
  return row && withRole(row);
}

export async function touchKey(tx: Db, keyId: string, now: Temporal.Instant): Promise<void> {
  await tx.updateTable('api_key').set({ used_at: now }).where('key_id', '=', keyId).execute();
}

export async function insertKey(
  tx: Tx,
  key: {
    keyId: string;
    personId: string;
    name: string;
    prefix: string;
    keyHash: string;
    scopes: readonly string[];
    endsAt: Temporal.Instant;
  },
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('api_key')
    .values({
      key_id: key.keyId,
      person_id: key.personId,
      name: key.name,
      prefix: key.prefix,
      key_hash: key.keyHash,
      scopes: [...key.scopes],
      ends_at: key.endsAt,
      used_at: null,
      revoked_at: null,
      created_at: now,
    })
    .execute();
}

export async function listKeyRows(tx: Tx, personId: string) {
  return tx
    .selectFrom('api_key')
    .select(['key_id', 'name', 'prefix', 'scopes', 'ends_at', 'used_at', 'revoked_at', 'created_at'])
    .where('person_id', '=', personId)
    .orderBy('created_at', 'desc')
    .execute();
}

export async function revokeKey(tx: Tx, keyId: string, personId: string, now: Temporal.Instant): Promise<boolean> {
  const done = await tx
    .updateTable('api_key')
    .set({ revoked_at: now })
    .where('key_id', '=', keyId)
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

export async function noteTry(
  tx: Tx,
  one: { tryId: string; email: string; address: string; worked: boolean },
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('sign_in_try')
    .values({ try_id: one.tryId, email: one.email.toLowerCase(), address: one.address, worked: one.worked, at: now })
    .execute();
}

/** Failed tries since an instant, for one account and for one address (SEC-15). */
export async function countFailures(
  tx: Tx,
  email: string,
  address: string,
  since: Temporal.Instant,
): Promise<{ account: number; address: number }> {
  const row = await tx
    .selectFrom('sign_in_try')
    .select([
      sql<string>`count(*) filter (where email = ${email.toLowerCase()})`.as('account'),
      sql<string>`count(*) filter (where address = ${address})`.as('address'),
    ])
    .where('worked', '=', false)
    .where('at', '>', since)
    .executeTakeFirstOrThrow();
  return { account: Number(row.account), address: Number(row.address) };
}

/** How a person of an organisation may sign in; our own by password, people of a closed one not at all. */
export async function signInWayOf(tx: Tx, resellerId: string | null): Promise<'password' | 'link' | 'closed'> {
  if (resellerId === null) return 'password';
  const row = await tx.selectFrom('reseller').select(['sign_in', 'state']).where('reseller_id', '=', resellerId).executeTakeFirst();
  if (row?.state !== 'active') return 'closed';
  return row.sign_in === 'link' ? 'link' : 'password';
}

/** Makes somebody a person of a customer. */
export async function giveToCustomer(tx: Tx, personId: string, customerId: string): Promise<void> {
  await tx.insertInto('customer_person').values({ person_id: personId, customer_id: customerId }).execute();
}

/** A customer that is not gone from Microsoft. */
export async function isCustomer(tx: Tx, customerId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('customer')
    .select('customer_id')
    .where('customer_id', '=', customerId)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}
