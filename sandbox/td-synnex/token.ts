import { json, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import { findToken, tokenKey } from '../tokens.ts';
import { ionAccount, ionPortalToken, portalSpan, portalTokenLifeMs } from '../world/distributors2/accounts.ts';
import { openIon } from '../world/distributors2/open.ts';
import { instantAt } from '../world/estate/times.ts';
import type { Token } from '../world/types.ts';
import { put, type World } from '../world/world.ts';

const accessSeconds = 7200;
const remote = 'ion';

/** What a spent, expired or unknown token gets: a person must make a new one in the portal. */
const cannotValidate = (): RemoteAnswer => json(400, { error: 'cannot validate token: redis: nil' });

/** `POST /oauth/token`: every exchange spends the refresh token that was sent and gives out another one for 32 days. */
export function exchange(request: RemoteRequest, world: World): RemoteAnswer {
  const form = new URLSearchParams(request.body);
  const sent = form.get('refresh_token') ?? '';
  if (form.get('grant_type') !== 'refresh_token' || sent === '') return cannotValidate();
  const before = refreshRow(world, sent);
  if (before === undefined) return cannotValidate();
  openIon(world);
  const random = world.random();
  const text = (): string => [random.uuid(), random.uuid()].join('').replaceAll('-', '');
  const [access, refresh] = [text(), text()];
  const nowMs = world.clock.nowMs();
  const fresh = { ...before, issuedAt: instantAt(nowMs) };
  // One event: the old token is spent in the same moment in which the new one exists.
  world.apply({
    kind: 'token.issued',
    actor: { kind: 'api', name: 'ion' },
    cause: 'ion.token',
    about: { accountId: before.accountId, kind: 'refresh' },
    changes: [
      put('tokens', { ...before, usedAt: instantAt(nowMs), revokedAt: instantAt(nowMs) }),
      put('tokens', { ...fresh, id: tokenKey(refresh), expiresAt: instantAt(nowMs + portalTokenLifeMs) }),
      put('tokens', { ...fresh, id: tokenKey(access), kind: 'access', expiresAt: instantAt(nowMs + accessSeconds * 1000) }),
    ],
  });
  return json(200, { access_token: access, expires_in: accessSeconds, refresh_token: refresh, token_type: 'Bearer' });
}

/** The row behind a refresh token that may be exchanged: one given out before, or one that was made in the portal. */
function refreshRow(world: World, text: string): Token | undefined {
  if (world.tables.tokens.get(tokenKey(text)) !== undefined) return findToken(world, text, remote, 'refresh');
  const now = portalSpan(world);
  for (const span of [now.span, now.span - 1]) {
    const spent = spentOf(world, span);
    for (let index = 0; index <= spent; index += 1) {
      if (ionPortalToken(world.options, span, index) === text)
        return portalRow(world, text, now.madeMs + (span - now.span) * (portalTokenLifeMs / 2));
    }
  }
  return undefined;
}

function portalRow(world: World, text: string, madeMs: number): Token {
  const id = tokenKey(text);
  return {
    id,
    kind: 'refresh',
    remote,
    accountId: ionAccount(world.options).id,
    tenantId: '',
    clientId: '',
    audience: '',
    scopes: [],
    mfa: false,
    issuedAt: instantAt(madeMs),
    expiresAt: instantAt(madeMs + portalTokenLifeMs),
    family: id,
  };
}

function spentOf(world: World, span: number): number {
  let spent = 0;
  while (world.tables.tokens.get(tokenKey(ionPortalToken(world.options, span, spent))) !== undefined) spent += 1;
  return spent;
}

/** What the portal's page would show an admin now: a token that nobody has used. */
export function presentPortalToken(world: World): string {
  const { span } = portalSpan(world);
  return ionPortalToken(world.options, span, spentOf(world, span));
}

/** `POST /oauth/validateAccess`: how many seconds are left. */
export function validateAccess(request: RemoteRequest, world: World): RemoteAnswer {
  const access = findToken(world, new URLSearchParams(request.body).get('access_token') ?? undefined, remote);
  if (access === undefined) return cannotValidate();
  const nowMs = world.clock.nowMs();
  const left = (at: string): number => Math.max(0, Math.floor((Date.parse(at) - nowMs) / 1000));
  const refresh = world.tables.tokens.by('family', access.family ?? '').find((row) => row.kind === 'refresh' && row.usedAt === undefined);
  return json(200, { access_expires_in: left(access.expiresAt), refresh_expires_in: refresh === undefined ? 0 : left(refresh.expiresAt) });
}
