import type { RemoteAnswer, RemoteRequest } from '../remote.ts';
import type { Params } from '../routing.ts';
import type { PartnerAccount, PartnerUser } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import type { Asking } from './asking.ts';
import { errorName, errorText } from './errors.ts';
import { goBack } from './go-back.ts';
import { grantCode } from './grant-code.ts';
import { errorPage, escapeHtml, form, page } from './pages.ts';
import { readAsked } from './scopes.ts';
import { accountOfApp, findTenant, findUser, isShared, loginHosts, partnerCenterOf } from './tenants.ts';

/** GET shows the first page; POST is a click on one of the pages (`step`: account, mfa, consent, deny, cancel). */
export const authorize =
  (version: 'v1' | 'v2') =>
  (request: RemoteRequest, world: World, params: Params): RemoteAnswer => {
    const given = request.method === 'POST' ? new URLSearchParams(request.body) : request.query;
    const asking = readAsking(world, request, version, params['tenant'] ?? '', given);
    if ('status' in asking) return asking;
    if (given.get('step') === 'deny') return goBack(asking.fields, refusalFields(65004));
    if (given.get('step') === 'cancel')
      return goBack(asking.fields, {
        error: 'access_denied',
        error_subcode: 'cancel',
        error_description: 'AADSTS65004: The user closed the sign-in.',
      });
    if (asking.fields['prompt'] === 'none') return goBack(asking.fields, refusalFields(16000));
    const name = given.get('user');
    const chosen = name === null ? undefined : findUser(world, asking.cloud, name);
    if (chosen === undefined) return accountPage(world, asking, name);
    return nextStep(world, asking, chosen, given);
  };

/** Refusals before anybody may be sent back stay on a page: the redirect address is not trusted yet. */
function readAsking(
  world: World,
  request: RemoteRequest,
  version: 'v1' | 'v2',
  tenantName: string,
  given: URLSearchParams,
): Asking | RemoteAnswer {
  const cloud = loginHosts[request.host] ?? 'global';
  const clientId = given.get('client_id') ?? '';
  if (clientId === '') return errorPage(errorText(900144, 'client_id'));
  const account = accountOfApp(world, cloud, clientId);
  if (account === undefined) return errorPage(errorText(700016, clientId));
  if (findTenant(world, cloud, tenantName) === undefined && !isShared(tenantName)) return errorPage(errorText(90002, tenantName));
  const fields: Record<string, string> = Object.fromEntries([...given].filter(([name]) => !['step', 'user', 'mfa'].includes(name)));
  const redirect = fields['redirect_uri'] ?? account.app.redirectUris[0] ?? '';
  if (!mayReturnTo(account, redirect)) return errorPage(errorText(50011, redirect));
  const asking = { version, cloud, tenantName, account, fields: { ...fields, redirect_uri: redirect } };
  return refusedBack(asking) ?? asking;
}

/** An app without registered addresses (the trial's) may be sent to any https address and to this machine. */
const mayReturnTo = ({ app }: PartnerAccount, redirect: string): boolean =>
  app.redirectUris.length === 0
    ? /^(https:|http:\/\/(localhost|127\.0\.0\.1|\[::1\]))/.test(redirect)
    : app.redirectUris.includes(redirect);

/** Refusals that the app itself hears. */
function refusedBack({ cloud, version, fields }: Asking): RemoteAnswer | undefined {
  if (!(fields['response_type'] ?? '').split(' ').includes('code')) return goBack(fields, refusalFields(900144, 'response_type'));
  const asked = readAsked(cloud, version, fields['resource'] ?? partnerCenterOf(cloud), fields['scope'] ?? '');
  return asked.known ? undefined : goBack(fields, refusalFields(500011, asked.audience));
}

const refusalFields = (code: number, named = ''): Readonly<Record<string, string>> => ({
  error: errorName(code),
  error_description: errorText(code, named),
});

function accountPage(world: World, { cloud, fields }: Asking, unknown: string | null): RemoteAnswer {
  const people = world.tables.partnerAccounts
    .all()
    .flatMap((account) => (account.cloud === cloud ? account.users.map((user) => ({ account, user })) : []));
  const hint = fields['login_hint']?.toLowerCase();
  people.sort((a, b) => Number(b.user.userPrincipalName === hint) - Number(a.user.userPrincipalName === hint));
  const buttons = people
    .map(
      ({ account, user }) =>
        `<button class="row" name="user" value="${escapeHtml(user.userPrincipalName)}"><strong>${escapeHtml(user.displayName)}</strong><br>${escapeHtml(user.userPrincipalName)} · ${escapeHtml(account.name)}</button>`,
    )
    .join('');
  const wrong = unknown === null ? '' : `<p role="alert">${escapeHtml(unknown)} is no account of this sandbox.</p>`;
  return page(
    'Pick an account',
    `<h1>Pick an account</h1>${wrong}${form({ ...fields, step: 'account' }, buttons)}${form({ ...fields, step: 'cancel' }, '<button>Cancel</button>')}`,
  );
}

type Chosen = { readonly account: PartnerAccount; readonly user: PartnerUser };

function nextStep(world: World, asking: Asking, { account, user }: Chosen, given: URLSearchParams): RemoteAnswer {
  const stranger = refusedPerson(world, asking, { account, user });
  if (stranger !== undefined) return stranger;
  const hidden = { ...asking.fields, user: user.userPrincipalName };
  if (user.mfa && given.get('mfa') !== 'approved') return mfaPage(hidden, user);
  const mustAsk = !asking.account.app.consented || (asking.fields['prompt'] ?? '').includes('consent');
  if (mustAsk && given.get('step') !== 'consent') return consentPage(asking, user, { ...hidden, ...(user.mfa ? { mfa: 'approved' } : {}) });
  return asking.account.app.consented ? grantCode(world, asking, user) : firstConsent(world, asking, user);
}

function refusedPerson(world: World, asking: Asking, { account, user }: Chosen): RemoteAnswer | undefined {
  const tenant = findTenant(world, asking.cloud, asking.tenantName);
  if (tenant?.account !== undefined && tenant.account.id !== account.id) return errorPage(errorText(50020, user.userPrincipalName));
  // A partner's app serves its own partner here; another partner's people have not consented to it.
  return account.id === asking.account.id ? undefined : errorPage(errorText(700016, asking.account.app.clientId));
}

/** Nobody consented yet: only an administrator may. */
function firstConsent(world: World, asking: Asking, user: PartnerUser): RemoteAnswer {
  if (!user.roles.includes('GlobalAdmin')) return goBack(asking.fields, refusalFields(90094));
  consent(world, asking.account, user);
  return grantCode(world, asking, user);
}

const mfaPage = (hidden: Readonly<Record<string, string>>, user: PartnerUser): RemoteAnswer =>
  page(
    'Approve sign in request',
    `<h1>Approve sign in request</h1><p>${escapeHtml(user.userPrincipalName)}</p><p>Open your Authenticator app and enter the number: <strong>42</strong></p>
    ${form({ ...hidden, step: 'mfa', mfa: 'approved' }, '<button class="main">I have approved</button>')}${form({ ...hidden, step: 'cancel' }, '<button>Cancel</button>')}`,
  );

function consentPage(asking: Asking, user: PartnerUser, hidden: Readonly<Record<string, string>>): RemoteAnswer {
  const admin = user.roles.includes('GlobalAdmin');
  const title = admin ? 'Permissions requested for your organisation' : 'Permissions requested';
  return page(
    title,
    `<h1>${title}</h1><p><strong>${escapeHtml(asking.account.app.displayName)}</strong> would like to:</p>
    <ul><li>Access Partner Center as you</li><li>Read delegated admin relationships with customers</li><li>Keep access to data you have given it access to</li></ul>
    ${form({ ...hidden, step: 'consent' }, '<button class="main">Accept</button>')}${form({ ...hidden, step: 'deny' }, '<button>Deny</button>')}`,
  );
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
