import type { RemoteAnswer, RemoteRequest } from '../remote.ts';
import { apiResource } from '../world/estate/autotask-books.ts';
import { type AutotaskInstance, autotaskInstance } from '../world/estate/other-psas.ts';
import type { Actor, World } from '../world/world.ts';
import { failure } from './errors.ts';

/** Who calls. `base`: where addresses of this zone begin, in the form in which the call came: `.../ATServicesRest/V1.0`. */
export type Session = { readonly instance: AutotaskInstance; readonly base: string; readonly actor: Actor; readonly resource: number };

/** A call that may change something. */
export type Write = { readonly request: RemoteRequest; readonly world: World; readonly session: Session };

/** Headers ApiIntegrationCode, UserName and Secret, on the host of the database's own zone; another zone does not know the user: 401. */
export function signIn(request: RemoteRequest, world: World): Session | RemoteAnswer {
  const instance = autotaskInstance(world.options.seed);
  const { headers } = request;
  if (headers['apiintegrationcode'] === undefined) return failure(401, 'IntegrationCode is required.');
  const isKnown =
    headers['apiintegrationcode'] === instance.integrationCode &&
    headers['username']?.toLowerCase() === instance.userName.toLowerCase() &&
    headers['secret'] === instance.secret;
  if (!isKnown || request.host !== instance.zoneHost) {
    return failure(401, 'The logged in Resource does not have the adequate permissions to access this resource.');
  }
  const impersonated = headers['impersonationresourceid'];
  if (impersonated !== undefined && world.tables.autotaskRows.get(`Resources/${impersonated}`) === undefined) {
    return failure(500, 'The impersonated resource does not exist or is not active.');
  }
  return {
    instance,
    base: `${request.linkBase}/ATServicesRest/V1.0`,
    actor: { kind: 'api', name: instance.userName },
    resource: impersonated === undefined ? apiResource : Number(impersonated),
  };
}

export const isRefusal = (session: Session | RemoteAnswer): session is RemoteAnswer => 'status' in session;
