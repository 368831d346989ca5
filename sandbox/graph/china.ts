import type { RemoteRequest } from '../remote.ts';
import type { World } from '../world/world.ts';

/** Whether 21Vianet's cloud does not know the call (its pages differ, so a switch says which are there). */
export function isUnknownInChina(request: RemoteRequest, world: World): boolean {
  if (!request.host.endsWith('.chinacloudapi.cn')) return false;
  const path = request.path.toLowerCase();
  if (!path.startsWith('/v1.0/tenantrelationships')) return false;
  const { china } = world.switch('gdap');
  if (china === 'asDocumented') return request.method === 'DELETE' && path.includes('/accessassignments/');
  return china === 'none';
}
