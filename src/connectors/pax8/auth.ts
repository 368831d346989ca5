import type { Clock } from '../../lib/clock.ts';
import type { HttpClient } from '../../platform/http/call.ts';
import { heldToken, neededSecret, type SignIn } from '../held-token.ts';
import { explainTokenRefusal } from './explain.ts';
import { WireToken } from './schema.ts';

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

export function createSignIn({ http, clock, connectionId, baseUrl, clientId, clientSecret }: SignInOptions): SignIn {
  const token = heldToken(clock, async () => {
    const secret = neededSecret(clientSecret, 'client secret', { remote: 'pax8', product: 'Pax8' });
    const answer = await http.post({
      remote: 'pax8',
      connectionId,
      family: 'token',
      url: `${baseUrl}/v1/token`,
      body: tokenBody(clientId, secret),
      reply: WireToken,
      write: false,
      sensitive: true,
      explain: explainTokenRefusal,
    });
    return { token: answer.access_token, seconds: answer.expires_in - renewEarlySeconds };
  });
  return { headers: async (state) => ({ authorization: `Bearer ${await token(state)}` }) };
}
