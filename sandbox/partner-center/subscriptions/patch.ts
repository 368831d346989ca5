import { json, type RemoteAnswer } from '../../remote.ts';
import type { Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { etagIn, type Fields, readBody, wordOf } from '../body.ts';
import { actorOf, byWhom, type Call } from '../call.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { accept, hasPending } from './accepted.ts';
import { subscriptionAnswer, subscriptionUri } from './answers.ts';
import { carryOut } from './carry-out.ts';
import { changed } from './change.ts';
import { no } from './codes.ts';
import { findSubscription } from './find.ts';
import type { By } from './keep.ts';
import { etagOf } from './kinds.ts';
import { readAsked } from './read.ts';

export const byCall = (call: Call): By => ({ actor: actorOf(call), cause: call.requestId, about: byWhom(call) });

/** The whole resource is sent back; answered 200 with what it became, or 202 when the switch says so. */
export function patch(call: Call): RemoteAnswer | Refusal {
  const before = findSubscription(call);
  if (isRefusal(before)) return before;
  const body = readBody(call.request.body);
  if (body === undefined) return refuse(800002);
  const refused = checkSame(call.world, before, body) ?? checkEtag(call, before, body);
  if (refused !== undefined) return refused;
  if (hasPending(call.world, before.id)) return refuse(900278);
  const asked = readAsked(body);
  if (isRefusal(asked)) return asked;
  const after = changed(call.world, before, asked);
  return isRefusal(after) ? after : answered(call, before, after);
}

function answered(call: Call, before: Subscription, after: Subscription): RemoteAnswer {
  const { seconds } = call.world.switch('accepted');
  if (seconds > 0) {
    accept(call.world, before, after, byCall(call), seconds);
    return { status: 202, headers: { Location: subscriptionUri(before) } };
  }
  return json(200, subscriptionAnswer(call.world, carryOut(call.world, before, after, byCall(call))));
}

/** The sent resource must be this one, with the partner of record it has. */
function checkSame(world: World, before: Subscription, body: Fields): Refusal | undefined {
  const id = wordOf(body, 'id').toLowerCase();
  if (id !== '' && id !== before.id.toLowerCase()) return refuse(3000);
  const partner = wordOf(body, 'partnerId');
  const known = world.tables.relationships.get(`${before.accountId}:${before.customerId}`)?.resellerMpnId ?? '';
  return partner === '' || partner === known ? undefined : refuse(800098);
}

/** The old commerce wants the etag of what was read: as `If-Match`, or inside the resource. */
function checkEtag({ request }: Call, before: Subscription, body: Fields): Refusal | undefined {
  if (before.legacy === undefined) return undefined;
  const sent = request.headers['if-match']?.replace(/^(?:W\/)?"(.*)"$/, '$1') ?? etagIn(body);
  return sent === etagOf(before) ? undefined : no(2055);
}
