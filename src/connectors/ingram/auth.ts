import type { Clock } from '../../lib/clock.ts';
import type { ConnectionSecrets } from '../../model/connection.ts';
import type { HttpClient } from '../../platform/http/call.ts';
import { type GivenToken, heldToken, neededSecret, type SignIn } from '../held-token.ts';
import { explainTokenRefusal } from './explain.ts';
import { WireRealmToken, WireToken } from './schema.ts';

export type SignInOptions = {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly connectionId: string;
  /** `https://api.cloud.im/marketplace/us`, without a slash behind it. */
  readonly baseUrl: string;
  readonly userName: string;
  /** Newer CloudBlue sites sign in at their realm: its token address, and the client registered there. */
  readonly realm: { readonly tokenUrl: string; readonly clientId: string } | undefined;
  readonly secrets: ConnectionSecrets;
};

/** Tokens live 25 minutes (seen) and are renewed at four fifths of that (distributors reference 4.1). */
const renewAfter = 0.8;

export function createSignIn(options: SignInOptions): SignIn {
  const token = heldToken(options.clock, async () => {
    const { token, seconds } = await (options.realm === undefined ? basicToken(options) : realmToken(options, options.realm));
    return { token, seconds: seconds * renewAfter };
  });
  return {
    headers: async (state) => {
      const key = needed(options.secrets.subscriptionKey, 'subscription key');
      return { authorization: `Bearer ${await token(state)}`, 'x-subscription-key': key };
    },
  };
}

const tokenCall = ({ http: _http, connectionId }: SignInOptions, url: string) => ({
  remote: 'ingram' as const,
  connectionId,
  family: 'token',
  url,
  write: false,
  sensitive: true,
  explain: explainTokenRefusal,
});

async function basicToken(options: SignInOptions): Promise<GivenToken> {
  const { http, baseUrl, userName, secrets } = options;
  const pair = Buffer.from(`${userName}:${needed(secrets.password, 'password')}`).toString('base64');
  const answer = await http.post({
    ...tokenCall(options, `${baseUrl}/token`),
    headers: { authorization: `Basic ${pair}`, 'x-subscription-key': needed(secrets.subscriptionKey, 'subscription key') },
    body: { marketplace: marketplaceOf(baseUrl) },
    reply: WireToken,
  });
  return { token: answer.token, seconds: answer.expiresInSeconds };
}

async function realmToken(options: SignInOptions, { tokenUrl, clientId }: { tokenUrl: string; clientId: string }): Promise<GivenToken> {
  const { http, userName, secrets } = options;
  const answer = await http.post({
    ...tokenCall(options, tokenUrl),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'password',
      username: userName,
      password: needed(secrets.password, 'password'),
      client_id: clientId,
      client_secret: needed(secrets.clientSecret, 'client secret'),
      scope: 'openid',
    }).toString(),
    reply: WireRealmToken,
  });
  return { token: answer.access_token, seconds: answer.expires_in };
}

/** The last part of the address names the marketplace: `us`, `eu`. */
const marketplaceOf = (baseUrl: string): string => baseUrl.split('/').at(-1) ?? '';

const needed = (secret: string | undefined, name: string): string =>
  neededSecret(secret, name, { remote: 'ingram', product: 'Ingram Micro' });
