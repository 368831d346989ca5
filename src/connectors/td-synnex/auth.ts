import type { Clock } from '../../lib/clock.ts';
import { Fault } from '../../lib/errors.ts';
import type { ConnectionSecrets } from '../../model/connection.ts';
import type { HttpClient } from '../../platform/http/call.ts';
import { explainTokenRefusal } from './explain.ts';
import { WireLife, WireToken } from './schema.ts';

/** Lets one process at a time spend a connection's refresh token, and hands in the newest secrets; a database lock in production. */
type Exclusively = <T>(connectionId: string, work: (newest: ConnectionSecrets | undefined) => Promise<T>) => Promise<T>;
type KeepSecrets = (changed: ConnectionSecrets) => Promise<void>;

export type SignInOptions = {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly exclusively: Exclusively;
  readonly connectionId: string;
  readonly baseUrl: string;
  readonly secrets: ConnectionSecrets;
  readonly keepSecrets: KeepSecrets;
};

export interface SignIn {
  headers(state: { readonly refused: boolean }): Promise<Readonly<Record<string, string>>>;
  /** Seconds that the refresh token still lives; undefined when the vendor does not say. */
  refreshSeconds(): Promise<number | undefined>;
  /** Takes over secrets as they were read now: a refresh token that was not seen here was entered by a person. */
  adopt(secrets: ConnectionSecrets, keepSecrets: KeepSecrets): void;
}

/** Access tokens live two hours; ones in hand are renewed this early. */
const renewEarlySeconds = 120;

/**
 * Sign-in of StreamOne Ion. Each exchange spends the refresh token and gives out another for 32 days (distributors reference 3.1): the new one
 * is stored before the access token is used, one exchange runs at a time over all processes, and whoever waited uses what is stored by then.
 */
export function createSignIn(options: SignInOptions): SignIn {
  const { http, clock, connectionId, exclusively, baseUrl } = options;
  let { secrets, keepSecrets } = options;
  const seen = new Set([secrets.refreshToken]);
  let held: { readonly token: string; readonly renewAt: Temporal.Instant } | undefined;
  let line: Promise<unknown> = Promise.resolve();

  const post = (path: string, form: Readonly<Record<string, string>>) => ({
    remote: 'td-synnex' as const,
    connectionId,
    family: 'token',
    url: `${baseUrl}${path}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams(form).toString(),
    sensitive: true,
    explain: explainTokenRefusal,
  });

  const exchange = (): Promise<string> =>
    exclusively(connectionId, async (newest) => {
      secrets = { ...secrets, ...newest };
      const { refreshToken } = secrets;
      if (refreshToken === undefined) throw tokenMissing();
      const askedAt = clock.now();
      // A write: a token is spent by being sent, so a broken answer must not be repeated blindly.
      const answer = await http.post({
        ...post('/oauth/token', { grant_type: 'refresh_token', refresh_token: refreshToken }),
        reply: WireToken,
      });
      secrets = { ...secrets, refreshToken: answer.refresh_token };
      seen.add(answer.refresh_token);
      await keepSecrets(secrets);
      held = { token: answer.access_token, renewAt: askedAt.add({ seconds: Math.max(answer.expires_in - renewEarlySeconds, 1) }) };
      return answer.access_token;
    });

  const fresh = (): string | undefined =>
    held !== undefined && Temporal.Instant.compare(clock.now(), held.renewAt) < 0 ? held.token : undefined;

  function token(): Promise<string> {
    const turn = line.then(() => fresh() ?? exchange());
    line = turn.catch(() => undefined);
    return turn;
  }

  return {
    headers: async ({ refused }) => {
      if (refused) held = undefined;
      return { authorization: `Bearer ${fresh() ?? (await token())}` };
    },
    refreshSeconds: async () => {
      const access_token = fresh() ?? (await token());
      const life = await http.post({ ...post('/oauth/validateAccess', { access_token }), write: false, reply: WireLife });
      return life.refresh_expires_in;
    },
    adopt: (given, keep) => {
      keepSecrets = keep;
      if (seen.has(given.refreshToken)) return;
      seen.add(given.refreshToken);
      secrets = { ...secrets, ...given };
      held = undefined;
    },
  };
}

const tokenMissing = (): Fault =>
  new Fault('secret_missing', 'needs_operator', 'The connection to TD SYNNEX has no refresh token', {
    remote: 'td-synnex',
    hint: 'Let an administrator make one in the StreamOne Ion portal and put it into the connection.',
  });
