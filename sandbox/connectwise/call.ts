import type { RemoteRequest } from '../remote.ts';
import type { Params } from '../routing.ts';
import type { World } from '../world/world.ts';
import type { Session } from './session.ts';

/** A call behind the sign-in. */
export type Call = { readonly request: RemoteRequest; readonly world: World; readonly params: Params; readonly session: Session };

/** Who wrote, for an event. */
export const by = ({ session }: Pick<Call, 'session'>) =>
  ({ actor: { kind: 'api', name: session.instance.member }, cause: 'connectwise' }) as const;
