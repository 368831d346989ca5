import type { RemoteAnswer } from '../remote.ts';
import { tokenKey } from '../tokens.ts';
import type { Token } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { type Asking, responseTypes } from './asking.ts';
import { goBack } from './go-back.ts';
import { idTokenFor } from './issue.ts';
import type { Person } from './people.ts';
import { randomOf } from './random-text.ts';
import type { Tenant } from './tenants.ts';

const codeMinutes = 10;

/** The end of a good sign-in: a code for the app, with everything that its redemption must repeat. */
export function grantCode(world: World, asking: Asking, user: Person, tenant: Tenant): RemoteAnswer | Promise<RemoteAnswer> {
  const { fields, account } = asking;
  const text = `0.AX${randomOf(world, 80)}`;
  const now = world.clock.now();
  const code: Token = {
    id: tokenKey(text),
    kind: 'code',
    remote: 'entra',
    accountId: user.accountId,
    tenantId: tenant.id,
    clientId: account.app.clientId,
    userObjectId: user.objectId,
    audience: '',
    scopes: asking.asked.scopes.length === 0 ? ['openid'] : asking.asked.scopes,
    mfa: user.mfa,
    issuedAt: world.now(),
    expiresAt: now.add({ minutes: codeMinutes }).toString(),
    family: tokenKey(text),
    redirectUri: fields['redirect_uri'] ?? '',
    resource: asking.asked.audience,
    ...challengeOf(fields),
    ...(fields['nonce'] === undefined ? {} : { nonce: fields['nonce'] }),
  };
  world.apply({
    kind: 'token.codeGranted',
    actor: { kind: 'user', name: user.userPrincipalName },
    cause: 'authorize',
    about: { accountId: user.accountId },
    changes: [put('tokens', code)],
  });
  const answer = { code: text, session_state: world.newId() };
  return responseTypes(fields).includes('id_token') ? withIdToken(world, asking, code.tenantId, user, answer) : goBack(fields, answer);
}

/** Without a method the challenge is the verifier itself. */
function challengeOf(fields: Asking['fields']): Pick<Token, 'codeChallenge' | 'codeChallengeMethod'> {
  const challenge = fields['code_challenge'];
  if (challenge === undefined) return {};
  return fields['code_challenge_method'] === 'S256'
    ? { codeChallenge: challenge }
    : { codeChallenge: challenge, codeChallengeMethod: 'plain' };
}

/** `code id_token`: who signed in comes with the code, by fragment or form. */
async function withIdToken(
  world: World,
  asking: Asking,
  tenantId: string,
  user: Person,
  answer: Readonly<Record<'code' | 'session_state', string>>,
): Promise<RemoteAnswer> {
  const { account, fields, version } = asking;
  const idToken = await idTokenFor(world, { version, account, tenantId, user, mfa: user.mfa, nonce: fields['nonce'], code: answer.code });
  return goBack({ response_mode: 'fragment', ...fields }, { ...answer, id_token: idToken });
}
