import type { Cloud, Customer, PartnerAccount } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** Sign-in hosts of each cloud (partner-center-api reference 1.1; China's two hosts are both served). */
export const loginHosts: Readonly<Record<string, Cloud>> = {
  'login.microsoftonline.com': 'global',
  'login.microsoftonline.us': 'usGovernment',
  'login.chinacloudapi.cn': 'china',
  'login.partner.microsoftonline.cn': 'china',
  'login.windows.net': 'global',
  'login.microsoft.com': 'global',
  'sts.windows.net': 'global',
  'login.usgovcloudapi.net': 'usGovernment',
};

/** What tokens and discovery documents of a cloud name. Not in the reference: general knowledge. */
export type Names = {
  readonly login: string;
  /** Issuer of v1 tokens. */
  readonly sts: string;
  readonly instance: string;
  readonly aliases: readonly string[];
};

const usual: Names = {
  login: 'login.microsoftonline.com',
  sts: 'sts.windows.net',
  instance: 'microsoftonline.com',
  aliases: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
};

const names: Readonly<Record<Cloud, Names>> = {
  global: usual,
  usGovernment: {
    login: 'login.microsoftonline.us',
    sts: 'sts.windows.net',
    instance: 'microsoftonline.us',
    aliases: ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
  },
  china: {
    login: 'login.partner.microsoftonline.cn',
    sts: 'sts.chinacloudapi.cn',
    instance: 'partner.microsoftonline.cn',
    aliases: ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn'],
  },
  germany: { ...usual, login: 'login.microsoftonline.de', sts: 'sts.microsoftonline.de', instance: 'microsoftonline.de', aliases: [] },
};

export const namesOf = (cloud: Cloud): Names => names[cloud];

/** Every cloud that still answers. */
export const authorities: readonly Names[] = [names.global, names.china, names.usGovernment];

export const issuerOf = (cloud: Cloud, version: 'v1' | 'v2', tenantId: string): string =>
  version === 'v1' ? `https://${names[cloud].sts}/${tenantId}/` : `https://${names[cloud].login}/${tenantId}/v2.0`;

const graphHosts: Readonly<Record<Cloud, string>> = {
  global: 'https://graph.microsoft.com',
  usGovernment: 'https://graph.microsoft.us',
  china: 'https://microsoftgraph.chinacloudapi.cn',
  germany: 'https://graph.microsoft.de',
};

const partnerCenterHosts: Readonly<Record<Cloud, string>> = {
  global: 'https://api.partnercenter.microsoft.com',
  usGovernment: 'https://api.partnercenter.microsoft.com',
  china: 'https://partner.partnercenterapi.microsoftonline.cn',
  germany: 'https://api.partnercenter.microsoft.com',
};

export const loginHost = (cloud: Cloud): string =>
  Object.entries(loginHosts).find(([, of]) => of === cloud)?.[0] ?? 'login.microsoftonline.de';
export const partnerCenterOf = (cloud: Cloud): string => partnerCenterHosts[cloud];
export const graphOf = (cloud: Cloud): string => graphHosts[cloud];

/** The resources that a tenant of this cloud knows. `graph.windows.net` still gives tokens; Partner Center refuses them. */
export const audiencesOf = (cloud: Cloud): readonly string[] => [
  partnerCenterHosts[cloud],
  graphHosts[cloud],
  'https://api.partner.microsoft.com',
  'https://management.azure.com',
  'https://graph.windows.net',
];

/** Tenant names that stand for any tenant: the account that signs in decides. */
export const isShared = (tenant: string): boolean => /^(common|organizations|consumers)$/i.test(tenant);

/** The tenant behind the first path segment: a partner's, a customer's, or none. Tenant ids and domains both work. */
export type Tenant = { readonly id: string; readonly account?: PartnerAccount; readonly customerId?: string };

export function findTenant(world: World, cloud: Cloud, name: string): Tenant | undefined {
  const wanted = name.toLowerCase();
  const account = world.tables.partnerAccounts
    .all()
    .find((row) => row.cloud === cloud && (row.tenantId === wanted || row.domain === wanted));
  if (account !== undefined) return { id: account.tenantId, account };
  const customer = world.tables.customers.get(wanted) ?? customerByDomain(world, cloud, wanted);
  return customer?.cloud === cloud ? { id: customer.id, customerId: customer.id } : undefined;
}

export function customerByDomain(world: World, cloud: Cloud, domain: string): Customer | undefined {
  if (!domain.includes('.')) return undefined;
  for (const row of world.tables.customers.values()) {
    if (row.cloud === cloud && (row.defaultDomain === domain || row.domain === domain || row.moreDomains?.includes(domain) === true))
      return row;
  }
  return undefined;
}

/** The partner account whose app it is; apps are multi-tenant, so the tenant of the request does not matter. */
export const accountOfApp = (world: World, cloud: Cloud, clientId: string): PartnerAccount | undefined =>
  world.tables.partnerAccounts.all().find((row) => row.cloud === cloud && row.app.clientId === clientId.toLowerCase());
