import type { Clock } from '../../lib/clock.ts';
import { Fault } from '../../lib/errors.ts';
import type { ConnectionSecrets } from '../../model/connection.ts';
import type { HttpClient } from '../../platform/http/call.ts';
import { explainTokenRefusal } from './explain.ts';
import { WireRealmToken, WireToken } from './schema.ts';

export interface SignIn {
  headers(state: { readonly refused: boolean }): Promise<Readonly<Record<string, string>>>;
}

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

type Given = { readonly token: string; readonly seconds: number };

/** Tokens live 25 minutes (seen) and are renewed at four fifths of that (distributors reference 4.1). */
const renewAfter = 0.8;

/** One token at a time: whoever comes while it is fetched waits for the same one. */
export function createSignIn(options: SignInOptions): SignIn {
  const { clock } = options;
  let held: { readonly token: string; readonly renewAt: Temporal.Instant } | undefined;
  let coming: Promise<string> | undefined;

  async function fetchToken(): Promise<string> {
    const askedAt = clock.now();
    const { token, seconds } = options.realm === undefined ? await basicToken(options) : await realmToken(options, options.realm);
    held = { token, renewAt: askedAt.add({ seconds: Math.max(Math.floor(seconds * renewAfter), 1) }) };
    return token;
  }

  return {
    headers: async ({ refused }) => {
      const key = needed(options.secrets.subscriptionKey, 'subscription key');
      if (refused) held = undefined;
      const isFresh = held !== undefined && Temporal.Instant.compare(clock.now(), held.renewAt) < 0;
      if (!isFresh) coming ??= fetchToken().finally(() => (coming = undefined));
      const token = isFresh ? held?.token : await coming;
      return { authorization: `Bearer ${token ?? ''}`, 'x-subscription-key': key };
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

async function basicToken(options: SignInOptions): Promise<Given> {
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

async function realmToken(options: SignInOptions, { tokenUrl, clientId }: { tokenUrl: string; clientId: string }): Promise<Given> {
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

function needed(secret: string | undefined, name: string): string {
  if (secret !== undefined) return secret;
  throw new Fault('secret_missing', 'needs_operator', `The connection to Ingram Micro has no ${name}`, {
    remote: 'ingram',
    hint: `Enter the ${name} on the Connections screen.`,
  });
}
