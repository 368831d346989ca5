import type { RemoteAnswer, RemoteRequest } from '../remote.ts';
import type { PartnerAccount } from '../world/types.ts';
import type { World } from '../world/world.ts';

type Remembered = { readonly at: number; readonly answer: RemoteAnswer };

const answers = new WeakMap<World, Map<string, Remembered>>();

type Repeatable = { readonly request: RemoteRequest; readonly world: World; readonly account: PartnerAccount };

/**
 * `MS-RequestId` is the idempotency key of a write: a repeated one gets the first answer again and nothing happens.
 * Only what succeeded or was refused for a business reason is remembered. The switch `idempotency` turns it off or limits it in time.
 */
export async function once(call: Repeatable, work: () => Promise<RemoteAnswer>): Promise<RemoteAnswer> {
  const key = keyOf(call);
  if (key === undefined) return await work();
  const known = answers.get(call.world) ?? new Map<string, Remembered>();
  answers.set(call.world, known);
  const now = call.world.clock.nowMs();
  const earlier = known.get(key);
  if (earlier !== undefined && isHonoured(call.world, now - earlier.at)) return earlier.answer;

  const answer = await work();
  if (answer.status < 500) known.set(key, { at: now, answer });
  return answer;
}

function keyOf({ request, account }: Repeatable): string | undefined {
  const id = request.headers['ms-requestid'];
  if (id === undefined || request.method === 'GET' || request.method === 'HEAD') return undefined;
  return `${account.id} ${id.toLowerCase()} ${request.method} ${request.path.toLowerCase()}`;
}

function isHonoured(world: World, ageMs: number): boolean {
  const { honourRequestId, minutes } = world.switch('idempotency');
  return honourRequestId === 'yes' || (honourRequestId === 'minutes' && ageMs <= minutes * 60_000);
}
