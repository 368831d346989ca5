import { json, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import { autotaskInstance } from '../world/estate/other-psas.ts';
import type { World } from '../world/world.ts';
import { badInput } from './errors.ts';

/** GET zoneInformation?user=: which zone holds the user's database. A wrong or empty user: 500. Needs no sign-in and counts for no limit. */
export function zoneInformation(request: RemoteRequest, world: World): RemoteAnswer {
  const instance = autotaskInstance(world.options.seed);
  const user = [...request.query].find(([name]) => name.toLowerCase() === 'user')?.[1] ?? '';
  if (user.trim().toLowerCase() !== instance.userName.toLowerCase()) return badInput('Zone information could not be determined');
  return json(200, {
    zoneName: instance.zoneName,
    url: `${request.linkTo(instance.zoneHost)}/ATServicesRest/`,
    webUrl: `${request.linkTo(instance.webHost)}/`,
    ci: instance.ci,
  });
}
