import { json, type RemoteAnswer } from '../remote.ts';
import type { Route } from '../routing.ts';
import { type Call, callRoute } from './call.ts';
import { type Refusal, refuseWith } from './errors.ts';
import { link } from './paging.ts';
import { type ProfileKind, profileAnswer } from './profiles/answers.ts';
import { putProfile } from './profiles/write.ts';
import { resellerOf, resellersOf } from './resellers.ts';

const person = { audience: 'user', right: 'administer' } as const;
const app = { audience: 'app', right: 'administer' } as const;

const get =
  (kind: ProfileKind) =>
  ({ world, account }: Call): RemoteAnswer =>
    json(200, profileAnswer(world, account, kind));

const network = (mpnId: string, partnerName: string) => ({
  mpnId,
  partnerName,
  profileType: 'MpnProfile',
  links: { self: link('/profiles/mpn') },
  attributes: { objectType: 'MpnProfile' },
});

/** Somebody's MPN profile; the partner's own when no id is asked. */
function mpn({ request, world, account }: Call): RemoteAnswer | Refusal {
  const asked = request.query.get('mpnId') ?? request.query.get('mpnid') ?? account.mpnId;
  const found = world.tables.partnerAccounts
    .all()
    .flatMap((one) => [resellerOf(world, one.mpnId), ...resellersOf(world, one.id)])
    .find((one) => one.mpnId === asked);
  // 404 with 3000, unlike the general table: this service's own answer for an id that nobody has.
  return found === undefined ? refuseWith(404, 3000, 'Partner MPN id was not found.') : json(200, network(found.mpnId, found.name));
}

export const profileRoutes: readonly Route[] = [
  callRoute('GET', '/v1/profiles/organization', person, get('organization')),
  callRoute('PUT', '/v1/profiles/organization', person, putProfile('organization')),
  callRoute('GET', '/v1/profiles/billing', person, get('billing')),
  callRoute('PUT', '/v1/profiles/billing', person, putProfile('billing')),
  callRoute('GET', '/v1/profiles/legalbusiness', app, get('legalbusiness')),
  callRoute('PUT', '/v1/profiles/legalbusiness', person, putProfile('legalbusiness')),
  callRoute('GET', '/v1/profiles/support', person, get('support')),
  callRoute('PUT', '/v1/profiles/support', person, putProfile('support')),
  callRoute('PUT', '/v1/profiles/supportprofile', person, putProfile('support')),
  callRoute('GET', '/v1/profiles/mpn', person, mpn),
];
