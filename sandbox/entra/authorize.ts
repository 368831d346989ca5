import type { RemoteAnswer, RemoteRequest } from '../remote.ts';
import type { Params } from '../routing.ts';
import type { PartnerAccount, PartnerUser } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { type Asking, isOneOf, refusalFields } from './asking.ts';
import { errorText } from './errors.ts';
import { goBack } from './go-back.ts';
import { grantCode } from './grant-code.ts';
import { errorPage } from './pages.ts';
import { readAsking } from './read-asking.ts';
import { accountPage, approvalPage, consentPage, mfaPage } from './sign-in-pages.ts';
import { findTenant, findUser } from './tenants.ts';

/** GET shows the first page; POST is a click on one of the pages (`step`: account, mfa, consent, deny, approval, cancel). */
export const authorize =
  (version: 'v1' | 'v2') =>
  (request: RemoteRequest, world: World, params: Params): RemoteAnswer | Promise<RemoteAnswer> => {
    const given = request.method === 'POST' ? new URLSearchParams(request.body) : request.query;
    const asking = readAsking(world, request, version, params['tenant'] ?? '', given);
    if ('status' in asking) return asking;
    const away = leaves(given.get('step'), asking);
    if (away !== undefined) return away;
    const name = given.get('user') ?? hinted(world, asking);
    const chosen = name === undefined ? undefined : findUser(world, asking.cloud, name);
    if (chosen === undefined) return accountPage(world, asking, name);
    return nextStep(world, asking, chosen, given);
  };

/** Ways out that lead to no code. */
function leaves(step: string | null, { fields }: Asking): RemoteAnswer | undefined {
  if (step === 'deny') return goBack(fields, refusalFields(65004));
  if (step === 'approval') return goBack(fields, refusalFields(90094));
  if (step === 'cancel')
    return goBack(fields, {
      error: 'access_denied',
      error_subcode: 'cancel',
      error_description: 'AADSTS65004: The user closed the sign-in.',
    });
  // Nobody is ever signed in already: this world keeps no sessions.
  return fields['prompt'] === 'none' ? goBack(fields, refusalFields(50058)) : undefined;
}

/** The account that the app named, unless the person is to choose. */
function hinted(world: World, { cloud, fields }: Asking): string | undefined {
  const hint = fields['login_hint'] ?? '';
  const mustChoose = isOneOf(fields['prompt'], ['select_account', 'login']);
  return !mustChoose && hint !== '' && findUser(world, cloud, hint) !== undefined ? hint : undefined;
}

type Chosen = { readonly account: PartnerAccount; readonly user: PartnerUser };

function nextStep(world: World, asking: Asking, chosen: Chosen, given: URLSearchParams): RemoteAnswer | Promise<RemoteAnswer> {
  const { user } = chosen;
  const stranger = refusedPerson(world, asking, chosen);
  if (stranger !== undefined) return stranger;
  const hidden = { ...asking.fields, user: user.userPrincipalName };
  if (user.mfa && given.get('mfa') !== 'approved') return mfaPage(hidden, user);
  const { consented } = asking.account.app;
  const isAdmin = user.roles.includes('GlobalAdmin');
  // Nobody consented yet: only an administrator may.
  if (!consented && !isAdmin) return approvalPage(asking, user);
  const insists = isOneOf(asking.fields['prompt'], ['consent', 'admin_consent']);
  if ((!consented || insists) && given.get('step') !== 'consent')
    return consentPage(asking, user, { ...hidden, ...(user.mfa ? { mfa: 'approved' } : {}) });
  if (!consented) consent(world, asking.account, user);
  return grantCode(world, asking, user);
}

function refusedPerson(world: World, asking: Asking, { account, user }: Chosen): RemoteAnswer | undefined {
  const tenant = findTenant(world, asking.cloud, asking.tenantName);
  if (tenant?.account !== undefined && tenant.account.id !== account.id) return errorPage(errorText(50020, user.userPrincipalName));
  // A partner's app serves its own partner here; another partner's people have not consented to it.
  return account.id === asking.account.id ? undefined : errorPage(errorText(700016, asking.account.app.clientId));
}

function consent(world: World, account: PartnerAccount, user: PartnerUser): void {
  world.apply({
    kind: 'app.consented',
    actor: { kind: 'user', name: user.userPrincipalName },
    cause: 'consent page',
    about: { accountId: account.id },
    changes: [put('partnerAccounts', { ...account, app: { ...account.app, consented: true } })],
  });
}
