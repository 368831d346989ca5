import type { Context } from '../../src/features/context.ts';
import { addOrganisation } from '../../src/features/organisations/index.ts';
import { addApiKey, addPerson, findCallerByLogin, openLink } from '../../src/features/people/index.ts';
import { must } from '../../src/lib/must.ts';
import { Permission, type Role, resellerRoles } from '../../src/model/person.ts';

/** Everything may be arranged: the makers act as somebody with all rights. */
const asMaker = (context: Context): Context => ({
  ...context,
  actor: { kind: 'system', personId: undefined, name: 'The test', permissions: Permission.options, origin: undefined },
});

/** What a browser of a signed-in person holds. */
export type SignedIn = { readonly personId: string; readonly cookie: string; readonly csrf: string };

let made = 0;

/** A reseller below us, whose people have roles of their own. */
export async function anOrganisation(context: Context): Promise<string> {
  made += 1;
  const outcome = await addOrganisation(asMaker(context), { name: `Reseller ${made}`, mpn: '', email: '', signIn: 'password' });
  if (outcome.status !== 'kept') throw new Error(outcome.status);
  return outcome.organisation.organisationId;
}

/** A person of a role who just opened his one-time link: his proof is fresh. */
export async function aPersonOf(context: Context, role: Role): Promise<SignedIn> {
  made += 1;
  const organisationId = resellerRoles.some((each) => each === role) ? await anOrganisation(context) : undefined;
  const outcome = await addPerson(asMaker(context), {
    name: `${role} ${made}`,
    email: `${role}.${made}@contoso.com`,
    role,
    organisationId,
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
