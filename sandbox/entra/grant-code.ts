import type { RemoteAnswer } from '../remote.ts';
import { tokenKey } from '../tokens.ts';
import type { PartnerUser, Token } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import type { Asking } from './asking.ts';
import { goBack } from './go-back.ts';
import { randomOf } from './random-text.ts';

const codeMinutes = 10;

/** The end of a good sign-in: a code for the app, with everything that its redemption must repeat. */
export function grantCode(world: World, asking: Asking, user: PartnerUser): RemoteAnswer {
  const { fields, account } = asking;
  const text = `0.AX${randomOf(world, 80)}`;
  const now = world.clock.now();
  const code: Token = {
    id: tokenKey(text),
    kind: 'code',
    remote: 'entra',
    accountId: account.id,
    tenantId: account.tenantId,
    clientId: account.app.clientId,
    userObjectId: user.objectId,
    audience: '',
    scopes: (fields['scope'] ?? 'openid').split(/\s+/).map((scope) => scope.slice(scope.lastIndexOf('/') + 1)),
    mfa: user.mfa,
    issuedAt: world.now(),
    expiresAt: now.add({ minutes: codeMinutes }).toString(),
    family: tokenKey(text),
    redirectUri: fields['redirect_uri'] ?? '',
    ...(fields['code_challenge'] === undefined ? {} : { codeChallenge: fields['code_challenge'] }),
    ...(fields['nonce'] === undefined ? {} : { nonce: fields['nonce'] }),
  };
  world.apply({
    kind: 'token.codeGranted',
    actor: { kind: 'user', name: user.userPrincipalName },
    cause: 'authorize',
    about: { accountId: account.id },
    changes: [put('tokens', code)],
  });
  return goBack(fields, { code: text, session_state: world.newId() });
}
