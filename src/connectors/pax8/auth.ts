import type { Clock } from '../../lib/clock.ts';
import { Fault } from '../../lib/errors.ts';
import type { HttpClient } from '../../platform/http/call.ts';
import { explainTokenRefusal } from './explain.ts';
import { WireToken } from './schema.ts';

export interface SignIn {
  headers(state: { readonly refused: boolean }): Promise<Readonly<Record<string, string>>>;
}

export type SignInOptions = {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly connectionId: string;
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
};

/** The body of `POST /v1/token`. Older keys want the audience `api://p8p.client`; this is the documented one. */
export const tokenBody = (clientId: string, clientSecret: string) => ({
  client_id: clientId,
  client_secret: clientSecret,
  audience: 'https://api.pax8.com',
  grant_type: 'client_credentials',
});

/** Tokens live a day and are renewed 5 minutes early (distributors reference 2.1). */
const renewEarlySeconds = 300;

/** One token at a time: whoever comes while it is fetched waits for the same one. */
export function createSignIn(options: SignInOptions): SignIn {
  let held: { readonly token: string; readonly renewAt: Temporal.Instant } | undefined;
  let coming: Promise<string> | undefined;

  async function fetchToken(): Promise<string> {
    const { http, clock, clientId, clientSecret } = options;
    if (clientSecret === undefined) throw secretMissing();
    const askedAt = clock.now();
    const answer = await http.post({
      remote: 'pax8',
      connectionId: options.connectionId,
      family: 'token',
      url: `${options.baseUrl}/v1/token`,
      body: tokenBody(clientId, clientSecret),
      reply: WireToken,
      write: false,
      sensitive: true,
      explain: explainTokenRefusal,
    });
    held = { token: answer.access_token, renewAt: askedAt.add({ seconds: Math.max(answer.expires_in - renewEarlySeconds, 1) }) };
    return answer.access_token;
  }

  return {
    headers: async ({ refused }) => {
      if (refused) held = undefined;
      if (held !== undefined && Temporal.Instant.compare(options.clock.now(), held.renewAt) < 0) return bearer(held.token);
      coming ??= fetchToken().finally(() => {
        coming = undefined;
      });
      return bearer(await coming);
    },
  };
}

const bearer = (token: string): Readonly<Record<string, string>> => ({ authorization: `Bearer ${token}` });

const secretMissing = (): Fault =>
  new Fault('secret_missing', 'needs_operator', 'The connection to Pax8 has no client secret', {
    remote: 'pax8',
    hint: 'Enter the client secret on the Connections screen.',
  });
