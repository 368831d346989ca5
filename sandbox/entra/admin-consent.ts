import type { RemoteAnswer, RemoteRequest } from '../remote.ts';
import type { Params } from '../routing.ts';
import type { PartnerAccount } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { errorText } from './errors.ts';
import { goBack } from './go-back.ts';
import { errorPage, escapeHtml, form, page } from './pages.ts';
import { consentFor } from './tenant-access.ts';
import { accountOfApp, findTenant, isShared, loginHosts, type Tenant } from './tenants.ts';

/** GET {tenant}/adminconsent?client_id=: an administrator of a tenant consents for everybody in it. POST: his click. */
export function adminConsent(request: RemoteRequest, world: World, params: Params): RemoteAnswer {
  const cloud = loginHosts[request.host] ?? 'global';
  const given = request.method === 'POST' ? new URLSearchParams(request.body) : request.query;
  const clientId = given.get('client_id') ?? '';
  const account = accountOfApp(world, cloud, clientId);
  if (account === undefined) return errorPage(errorText(700016, clientId));
  const name = params['tenant'] ?? '';
  const tenant = isShared(name) ? { id: account.tenantId, account } : findTenant(world, cloud, name);
  if (tenant === undefined) return errorPage(errorText(90002, name));
  const fields: Record<string, string> = Object.fromEntries([...given].filter(([field]) => field !== 'step'));
  const step = given.get('step');
  if (step === null) return askPage(account, fields);
  if (step === 'deny') return back(fields, { error: 'access_denied', error_description: errorText(65004), tenant: tenant.id });
  consent(world, account, tenant);
  return back(fields, { admin_consent: 'True', ...(fields['scope'] === undefined ? {} : { scope: fields['scope'] }), tenant: tenant.id });
}

type Fields = Readonly<Record<string, string>>;

const askPage = ({ app }: PartnerAccount, fields: Fields): RemoteAnswer =>
  page(
    'Permissions requested',
    `<h1>Permissions requested for your organisation</h1><p><strong>${escapeHtml(app.displayName)}</strong> asks to be used by everybody in this organisation.</p>
    ${form({ ...fields, step: 'consent' }, '<button class="main">Accept</button>')}${form({ ...fields, step: 'deny' }, '<button>Deny</button>')}`,
  );

const back = (fields: Fields, answer: Fields): RemoteAnswer =>
  fields['redirect_uri'] === undefined
    ? page('Done', `<h1>${answer['error'] === undefined ? 'Consent given' : 'Consent denied'}</h1>`)
    : goBack(fields, answer);

function consent(world: World, account: PartnerAccount, tenant: Tenant): void {
  if (tenant.customerId !== undefined) consentFor(world, account, tenant.customerId);
  else
    world.apply({
      kind: 'app.consented',
      actor: { kind: 'user', name: `admin@${tenant.id}` },
      cause: 'adminconsent',
      about: { accountId: account.id, tenantId: tenant.id },
      changes: tenant.account?.id === account.id ? [put('partnerAccounts', { ...account, app: { ...account.app, consented: true } })] : [],
    });
}
