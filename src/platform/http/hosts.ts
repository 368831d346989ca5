import type { RemoteName } from './limits.ts';

/** A host that we may call, and what it is. */
export type HostRule = {
  readonly remote: RemoteName;
  readonly host: RegExp;
  /** False where a bearer token must never go: storage addresses carry their own right in the query (SEC-43). */
  readonly takesTokens: boolean;
};

const exact = (remote: RemoteName, ...names: readonly string[]): HostRule[] =>
  names.map((name) => ({ remote, host: new RegExp(`^${name.replaceAll('.', '\\.')}$`), takesTokens: true }));
const shaped = (remote: RemoteName, host: RegExp, takesTokens = true): HostRule => ({ remote, host, takesTokens });

/** Every host of every remote, per cloud. Sources: the vendors' pages on base addresses, read in 2026; China's sign-in host differs between pages, so both. */
export const publicHosts: readonly HostRule[] = [
  ...exact('entra', 'login.microsoftonline.com', 'login.microsoftonline.us', 'login.chinacloudapi.cn', 'login.partner.microsoftonline.cn'),
  ...exact('partner-center', 'api.partnercenter.microsoft.com', 'partner.partnercenterapi.microsoftonline.cn'),
  ...exact('prices', 'api.partner.microsoft.com'),
  ...exact('graph', 'graph.microsoft.com', 'graph.microsoft.us', 'microsoftgraph.chinacloudapi.cn', 'management.azure.com'),
  shaped('blob', /^[a-z0-9]{3,24}\.blob\.core\.(windows\.net|usgovcloudapi\.net|chinacloudapi\.cn)$/, false),
  ...exact('pax8', 'api.pax8.com', 'login.pax8.com', 'token-manager.pax8.com'),
  ...exact('td-synnex', 'ion.tdsynnex.com'),
  ...exact('ingram', 'api.cloud.im', 'api-lab.cloud.im'),
  shaped('connectwise', /^(api-(na|eu|au|aus|za)|na|eu|au|aus|za)\.myconnectwise\.net$/),
  ...exact('connectwise', 'api-staging.connectwisedev.com'),
  shaped('autotask', /^webservices\d{0,3}\.autotask\.net$/),
  shaped('halopsa', /^[a-z0-9-]{1,63}\.halopsa\.com$/),
];

/** A rule for a host that an administrator entered: a self-hosted PSA system, another marketplace site. */
export const ownHost = (remote: RemoteName, host: string): HostRule =>
  shaped(remote, new RegExp(`^${host.toLowerCase().replaceAll('.', '\\.')}$`));
