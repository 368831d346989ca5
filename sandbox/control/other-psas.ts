import { gradientKeys } from '../gradient/keys.ts';
import { autotaskInstance, haloInstance } from '../world/estate/other-psas.ts';
import type { World } from '../world/world.ts';

/** How to sign in to the PSA systems whose books are laid at first use; members as in the list of all PSA systems, '' where a system has none. */
export function otherPsas(world: World, at: (https: string) => string): readonly Readonly<Record<string, string | null>>[] {
  const autotask = autotaskInstance(world.options.seed);
  const halo = haloInstance(world.options.seed);
  const gradient = gradientKeys(world);
  const nothing = {
    companyId: null,
    publicKey: null,
    privateKey: null,
    clientId: null,
    userName: null,
    secret: null,
    integrationCode: null,
  };
  return [
    {
      ...nothing,
      kind: 'autotask',
      name: autotask.name,
      baseUrl: `${at(`https://${autotask.zoneHost}`)}/ATServicesRest/V1.0`,
      userName: autotask.userName,
      secret: autotask.secret,
      integrationCode: autotask.integrationCode,
    },
    {
      ...nothing,
      kind: 'halopsa',
      name: halo.name,
      baseUrl: `${at(`https://${halo.host}`)}/api`,
      companyId: halo.tenant,
      clientId: halo.clientId,
      secret: halo.clientSecret,
    },
    {
      // No PSA system itself, but its vendor API stands between; the secret is the whole `Gradient-Token` header.
      ...nothing,
      kind: 'gradient',
      name: 'Gradient',
      baseUrl: `${at('https://app.usegradient.com')}/api/vendor-api`,
      publicKey: gradient.partnerKey,
      privateKey: gradient.vendorKey,
      secret: gradient.token,
    },
  ];
}
