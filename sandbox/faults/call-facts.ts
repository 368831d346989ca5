import { bearerOf, type RemoteRequest } from '../remote.ts';
import { tokenKey } from '../tokens.ts';
import type { World } from '../world/world.ts';
import type { CallFacts } from './fault-book.ts';
import { othersAccount, othersCustomer } from './other-remotes.ts';

/** Who calls about whom, as far as the call itself says it. Found when a rule or the log asks: most calls meet no rule. */
export function callFacts(request: RemoteRequest, remote: string, world: World): CallFacts {
  let accountNames: readonly string[] | undefined;
  let customerNames: readonly string[] | undefined;
  const { host, method, path } = request;
  const asked = { path, rawQuery: request.rawQuery, headers: request.headers };
  const atMs = world.clock.nowMs();
  return {
    remote,
    host,
    method,
    path,
    get accountNames() {
      return (accountNames ??= othersAccount(remote, path, world) ?? accountOf(asked, world));
    },
    get customerNames() {
      return (customerNames ??= othersCustomer(remote, asked, world) ?? customerOf(asked, world));
    },
    get at() {
      return new Date(atMs).toISOString();
    },
  };
}

/** What a call says about itself: without its body, which nobody keeps. */
type Asked = Pick<RemoteRequest, 'path' | 'rawQuery' | 'headers'>;

function accountOf(request: Asked, world: World): string[] {
  const bearer = bearerOf(request);
  const token = bearer === undefined ? undefined : world.tables.tokens.get(tokenKey(bearer));
  const partner = token === undefined ? partnerInPath(request, world) : world.tables.partnerAccounts.get(token.accountId);
  if (partner !== undefined) return [partner.id, partner.name, partner.tenantId];
  const distributor = token === undefined ? undefined : world.tables.distributorAccounts.get(token.accountId);
  if (distributor !== undefined) return [distributor.id, distributor.name];
  const psa = basicUser(request)?.split('+')[0];
  const instance = psa === undefined ? undefined : world.tables.psaInstances.by('companyId', psa.toLowerCase())[0];
  return instance === undefined ? [] : [instance.id, instance.name, instance.companyId];
}

/** Sign-in hosts carry the tenant as the first segment. */
const partnerInPath = (request: Asked, world: World) =>
  world.tables.partnerAccounts.by('tenantId', request.path.split('/')[1]?.toLowerCase() ?? '')[0];

function basicUser(request: Asked): string | undefined {
  const found = /^Basic +(\S+)$/i.exec(request.headers['authorization'] ?? '');
  return found?.[1] === undefined ? undefined : Buffer.from(found[1], 'base64').toString('utf8').split(':')[0];
}

const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

function customerOf(request: Asked, world: World): string[] {
  for (const found of `${request.path}${request.rawQuery}`.matchAll(guid)) {
    const id = found[0].toLowerCase();
    const company = world.tables.distributorCompanies.get(id);
    const customer = world.tables.customers.get(company?.customerId ?? id);
    if (customer !== undefined) return [customer.id, customer.name];
  }
  const psaId = /\/company\/companies\/(\d+)/i.exec(request.path)?.[1];
  const company = psaId === undefined ? undefined : world.tables.psaCompanies.get(psaId);
  return company === undefined ? [] : [company.name];
}
