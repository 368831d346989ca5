import type { RemoteAnswer, RemoteRequest } from '../remote.ts';
import type { Params } from '../routing.ts';
import type { Cloud } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { AdminAsking, Fields } from './admin-asking.ts';
import { adminAccountPage, adminAskPage, adminDonePage, notAdminPage } from './admin-pages.ts';
import { errorText } from './errors.ts';
import { goBack } from './go-back.ts';
import { errorPage } from './pages.ts';
import { findPerson, isAdmin, type Person } from './people.ts';
import { mayReturnTo } from './read-asking.ts';
import { consent } from './tenant-access.ts';
import { accountOfApp, findTenant, isShared, loginHosts } from './tenants.ts';

/** GET {tenant}[/v2.0]/adminconsent?client_id=: an administrator of a tenant signs in and consents for everybody in it. POST: his click (`step`: account, consent, deny). */
export const adminConsent =
  (version: 'v1' | 'v2') =>
  (request: RemoteRequest, world: World, params: Params): RemoteAnswer => {
    const given = request.method === 'POST' ? new URLSearchParams(request.body) : request.query;
    const asking = readAsking(world, loginHosts[request.host] ?? 'global', version, params['tenant'] ?? '', given);
    if ('status' in asking) return asking;
    const name = given.get('user') ?? undefined;
    const person = name === undefined ? undefined : findPerson(world, asking.cloud, name);
    if (person === undefined) return adminAccountPage(world, asking, name);
    return refusedPerson(asking, person) ?? decided(world, asking, person, given.get('step'));
  };

function refusedPerson(asking: AdminAsking, person: Person): RemoteAnswer | undefined {
  if (asking.tenant !== undefined && asking.tenant.id !== person.tenantId) return errorPage(errorText(50020, person.userPrincipalName));
  return isAdmin(person) ? undefined : notAdminPage(asking, person);
}

function decided(world: World, asking: AdminAsking, person: Person, step: string | null): RemoteAnswer {
  if (step === 'deny') return back(asking, denied(asking.version, person.tenantId));
  if (step !== 'consent') return adminAskPage(asking, person);
  consent(world, asking.owner, person, 'adminconsent');
  const { scope } = asking.fields;
  return back(asking, { admin_consent: 'True', tenant: person.tenantId, ...(scope === undefined ? {} : { scope }) });
}

function readAsking(
  world: World,
  cloud: Cloud,
  version: 'v1' | 'v2',
  tenantName: string,
  given: URLSearchParams,
): AdminAsking | RemoteAnswer {
  const clientId = given.get('client_id') ?? '';
  const owner = accountOfApp(world, cloud, clientId);
  if (owner === undefined) return errorPage(clientId === '' ? errorText(900144, 'client_id') : errorText(700016, clientId));
  const tenant = findTenant(world, cloud, tenantName);
  if (tenant === undefined && !isShared(tenantName)) return errorPage(errorText(90002, tenantName));
  const fields: Record<string, string> = Object.fromEntries([...given].filter(([field]) => field !== 'step' && field !== 'user'));
  const redirect = fields['redirect_uri'];
  if (redirect !== undefined && !mayReturnTo(owner, redirect)) return errorPage(errorText(50011, redirect));
  return { version, cloud, owner, tenant, fields };
}

/** v2 says it in words of its own. */
const denied = (version: 'v1' | 'v2', tenant: string): Fields =>
  version === 'v1'
    ? { error: 'access_denied', error_description: errorText(65004) }
    : { error: 'consent_required', error_description: errorText(65004), admin_consent: 'True', tenant };

const back = ({ fields }: AdminAsking, answer: Fields): RemoteAnswer =>
  fields['redirect_uri'] === undefined ? adminDonePage(answer['error'] === undefined) : goBack(fields, answer);
