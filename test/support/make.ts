import type { Context } from '../../src/features/context.ts';
import { customerSyncer } from '../../src/features/customers/index.ts';
import { addOrganisation } from '../../src/features/organisations/index.ts';
import { addApiKey, addPerson, findCallerByLogin, openLink } from '../../src/features/people/index.ts';
import { must } from '../../src/lib/must.ts';
import { personOf } from '../../src/model/organisation.ts';
import { Permission, type Role } from '../../src/model/person.ts';
import type { Db } from '../../src/platform/db/connect.ts';
import { everything, inScope } from '../../src/platform/db/transaction.ts';
import { aCustomer, guid } from './records.ts';

/** Everything may be arranged: the makers act as somebody with all rights. */
const asMaker = (context: Context): Context => ({
  ...context,
  actor: { kind: 'system', personId: undefined, name: 'The test', permissions: Permission.options, origin: undefined },
});

/** What a browser of a signed-in person holds. */
export type SignedIn = { readonly personId: string; readonly cookie: string; readonly csrf: string };

/** How many were made in each database, so that `owner 1` is the first of his file whatever ran before it. */
const made = new WeakMap<Db, number>();
function next({ db }: Context): number {
  const number = (made.get(db) ?? 0) + 1;
  made.set(db, number);
  return number;
}

/** A reseller below us, whose people have roles of their own. */
export async function anOrganisation(context: Context): Promise<string> {
  const outcome = await addOrganisation(asMaker(context), { name: `Reseller ${next(context)}`, mpn: '', email: '', signIn: 'password' });
  if (outcome.status !== 'kept') throw new Error(outcome.status);
  return outcome.organisation.organisationId;
}

/** A customer as a sync would have kept it. */
async function aCustomerKept(context: Context, number: number): Promise<string> {
  const reading = { connectionId: guid(8_000), seenAt: context.clock.now(), ids: context.ids };
  const name = `Customer ${number}`;
  return inScope(context.db, everything, async (tx) => {
    await customerSyncer.keep(tx, reading, [aCustomer(8_000 + number, { name })]);
    const row = await tx.selectFrom('customer').select('customer_id').where('name', '=', name).executeTakeFirstOrThrow();
    return row.customer_id;
  });
}

/** A person of a role who just opened his one-time link: his proof is fresh. */
export async function aPersonOf(context: Context, role: Role): Promise<SignedIn> {
  const number = next(context);
  const of = personOf(role);
  const organisationId = of === 'reseller' ? await anOrganisation(context) : undefined;
  const customerId = of === 'customer' ? await aCustomerKept(context, number) : undefined;
  const outcome = await addPerson(asMaker(context), {
    name: `${role} ${number}`,
    email: `${role}.${number}@contoso.com`,
    role,
    organisationId,
    customerId,
  });
  if (outcome.status !== 'added') throw new Error(`No person: ${outcome.because}`);
  const login = must(await openLink(context, outcome.linkToken, '127.0.0.1'), 'login');
  const caller = must(await findCallerByLogin(context, login.token, undefined), 'caller');
  return { personId: caller.personId, cookie: `concord=${login.token}`, csrf: must(caller.login, 'login').csrf };
}

/** An API key of a person, with these scopes only. */
export async function aKeyOf(context: Context, personId: string, scopes: readonly Permission[], days = 30): Promise<string> {
  const outcome = await addApiKey(asMaker(context), { personId, name: 'script', scopes, days });
  if (outcome.status !== 'added') throw new Error('No key');
  return outcome.key;
}
