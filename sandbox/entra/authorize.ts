import type { RemoteAnswer, RemoteRequest } from '../remote.ts';
import type { Params } from '../routing.ts';
import type { World } from '../world/world.ts';
import { type Asking, isOneOf, refusalFields } from './asking.ts';
import { goBack } from './go-back.ts';
import { grantCode } from './grant-code.ts';
import { findPerson, isAdmin, type Person } from './people.ts';
import { readAsking } from './read-asking.ts';
import { beginSession, signedIn } from './session.ts';
import { accountPage, approvalPage, consentPage, mfaDeniedPage, mfaPage, strangerPage } from './sign-in-pages.ts';
import { consent, refusedIn } from './tenant-access.ts';
import { findTenant, type Tenant } from './tenants.ts';

type Answering = RemoteAnswer | Promise<RemoteAnswer>;

/** A call with everything known about it. `tenant`: the one of the address, or the person's own. */
type Turn = {
  readonly request: RemoteRequest;
  readonly world: World;
  readonly asking: Asking;
  readonly given: URLSearchParams;
  readonly session: Person | undefined;
};

/** GET shows the first page; POST is a click on one of the pages (`step`: account, mfa, mfaDenied, consent, deny, approval, cancel). */
export const authorize =
  (version: 'v1' | 'v2') =>
  (request: RemoteRequest, world: World, params: Params): Answering => {
    const given = request.method === 'POST' ? new URLSearchParams(request.body) : request.query;
    const asking = readAsking(world, request, version, params['tenant'] ?? '', given);
    if ('status' in asking) return asking;
    const away = leaves(given.get('step'), asking);
    if (away !== undefined) return away;
    const turn = { request, world, asking, given, session: signedIn(world, request) };
    if (isOneOf(asking.fields['prompt'], ['none'])) return silently(turn);
    const name = given.get('user') ?? hinted(turn);
    const person = name === undefined ? fromSession(turn) : findPerson(world, asking.cloud, name);
    if (person === undefined) return accountPage(world, asking, turn.session, given.get('user') ?? undefined);
    return nextStep(turn, person, tenantFor(turn, person));
  };

/** Ways out that lead to no code. */
function leaves(step: string | null, { fields }: Asking): RemoteAnswer | undefined {
  if (step === 'deny') return goBack(fields, refusalFields(65004));
  if (step === 'approval') return goBack(fields, refusalFields(90094));
  return step === 'cancel' ? goBack(fields, { ...refusalFields(65004), error_subcode: 'cancel' }) : undefined;
}

/** Whose tenant it is about: that of the address, else the person's own. */
const tenantFor = ({ world, asking }: Turn, person: Person): Tenant =>
  findTenant(world, asking.cloud, asking.tenantName) ?? findTenant(world, asking.cloud, person.tenantId) ?? { id: person.tenantId };

const mustChoose = ({ asking }: Turn): boolean => isOneOf(asking.fields['prompt'], ['select_account', 'login']);

/** The account that the app named, unless the person is to choose. */
function hinted(turn: Turn): string | undefined {
  const hint = turn.asking.fields['login_hint'] ?? '';
  if (mustChoose(turn) || hint === '') return undefined;
  return findPerson(turn.world, turn.asking.cloud, hint) === undefined ? undefined : hint;
}

/** Whoever is signed in goes on as himself where he is somebody. */
function fromSession(turn: Turn): Person | undefined {
  const { session, world, asking } = turn;
  if (session === undefined || mustChoose(turn)) return undefined;
  return refusedIn(world, asking.account, session, tenantFor(turn, session)) === 50020 ? undefined : session;
}

/** `prompt=none`: a code at once or a refusal; no page. */
function silently(turn: Turn): Answering {
  const { asking, session, world } = turn;
  const hint = asking.fields['login_hint']?.toLowerCase();
  if (session === undefined || (hint !== undefined && hint !== session.userPrincipalName.toLowerCase()))
    return goBack(asking.fields, refusalFields(50058));
  const tenant = tenantFor(turn, session);
  const refused = refusedIn(world, asking.account, session, tenant);
  if (refused === undefined) return grantCode(world, asking, session, tenant);
  return goBack(asking.fields, refusalFields(refused === 50020 ? 16000 : refused, asking.account.app.clientId));
}

function nextStep(turn: Turn, person: Person, tenant: Tenant): Answering {
  const { asking, given, world } = turn;
  const step = given.get('step');
  const refused = refusedIn(world, asking.account, person, tenant);
  if (refused === 50020) return strangerPage(asking, person);
  const hidden = { ...asking.fields, user: person.userPrincipalName };
  if (step === 'mfaDenied') return mfaDeniedPage(asking, person);
  const proven = !person.mfa || given.get('mfa') === 'approved' || isProven(turn, person);
  if (!proven) return mfaPage(hidden, person);
  const wanted = consentWanted(asking, refused !== undefined, person, tenant);
  if (wanted === 'approval') return approvalPage(asking, person);
  if (wanted === 'page' && step !== 'consent')
    return consentPage(asking, person, { ...hidden, ...(person.mfa ? { mfa: 'approved' } : {}) });
  if (refused !== undefined) consent(world, asking.account, person, 'consent page');
  return finish(turn, person, tenant);
}

/** Somebody who is signed in gave his second factor then, and is not asked again unless he is to sign in anew. */
const isProven = (turn: Turn, person: Person): boolean =>
  turn.session?.objectId === person.objectId && !isOneOf(turn.asking.fields['prompt'], ['login']);

/** Nobody consented yet, or the app insists: an administrator may in his own tenant; everybody may look at what was agreed to already. */
function consentWanted({ fields }: Asking, isMissing: boolean, person: Person, tenant: Tenant): 'none' | 'page' | 'approval' {
  const mayConsent = isAdmin(person) && person.tenantId === tenant.id;
  if (!mayConsent && (isMissing || isOneOf(fields['prompt'], ['admin_consent']))) return 'approval';
  return isMissing || isOneOf(fields['prompt'], ['consent', 'admin_consent']) ? 'page' : 'none';
}

async function finish({ request, world, asking }: Turn, person: Person, tenant: Tenant): Promise<RemoteAnswer> {
  const cookies = beginSession(world, request, person, asking.account.app.clientId);
  const answer = await grantCode(world, asking, person, tenant);
  return { ...answer, headers: { ...answer.headers, ...cookies } };
}
