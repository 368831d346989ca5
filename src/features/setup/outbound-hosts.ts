import { cloudHosts } from '../../model/cloud.ts';
import type { ConnectionKind } from '../../model/connection.ts';
import type { SetupChoices } from '../../model/setup.ts';

/** Hosts that a system is reached at. `one`: a partner has one of them, and nobody knows which until its account is connected. */
export type OutboundSystem = { readonly system: ConnectionKind; readonly needs: 'all' | 'one'; readonly hosts: readonly string[] };

/** Microsoft's pages name the price API for the global cloud only (partner-center-api reference 1.1). */
const priceHost = 'api.partner.microsoft.com';

/** Sources: distributors reference 2.1, 3.1 and 4.1; psa reference 3.1 (sites of ConnectWise). Addresses of servers of the partner's own are asked when an account is connected. */
const publicHostsOf: Readonly<Record<Exclude<ConnectionKind, 'partnerCenter'>, Omit<OutboundSystem, 'system'>>> = {
  pax8: { needs: 'all', hosts: ['api.pax8.com'] },
  tdSynnex: { needs: 'all', hosts: ['ion.tdsynnex.com'] },
  ingram: { needs: 'all', hosts: ['api.cloud.im'] },
  // Its files are uploaded.
  distributorFile: { needs: 'all', hosts: [] },
  connectWise: {
    needs: 'one',
    hosts: ['na', 'eu', 'au', 'aus', 'za'].map((region) => `api-${region}.myconnectwise.net`),
  },
};

/** Every host that the chosen systems are reached at, each once. Pure. */
export function outboundSystems({ clouds, distributors, psas }: SetupChoices): readonly OutboundSystem[] {
  const ofClouds = clouds.flatMap((cloud) => [...Object.values(cloudHosts[cloud]), ...(cloud === 'global' ? [priceHost] : [])]);
  return [
    { system: 'partnerCenter', needs: 'all', hosts: [...new Set(ofClouds)] },
    ...[...distributors, ...psas].flatMap((kind) => (kind === 'partnerCenter' ? [] : [{ system: kind, ...publicHostsOf[kind] }])),
  ];
}
