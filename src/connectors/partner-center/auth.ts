import type { Clock } from '../../lib/clock.ts';
import { Fault } from '../../lib/errors.ts';
import { readGuid } from '../../lib/wire.ts';
import type { CloudHosts } from '../../model/cloud.ts';
import type { ConnectionSecrets } from '../../model/connection.ts';
import type { HttpClient } from '../../platform/http/call.ts';
import { checkToken } from './access-token.ts';
import { WireToken } from './schema.ts';
import { explainTokenRefusal } from './token-refusal.ts';

/** Sign-in of one partner account: one refresh token, one access token for each API (secure application model). */
export interface SignIn {
  /**
   * The `Authorization` header for an API. `refused`: the last one was turned down, so it is not given again. `tenantId`: inside this
   * customer's tenant, with the rights that the customer delegated (partner-center-api reference 1.3); the partner's own unless given.
   */
  headers(audience: string, state: { readonly refused: boolean }, tenantId?: string): Promise<Readonly<Record<string, string>>>;
  /** Takes over secrets as they were read now: a refresh token that this sign-in has not seen is a new consent. */
  adopt(secrets: ConnectionSecrets, keepSecrets: KeepSecrets): void;
}

/** `replaces`: the refresh token that the new one was given for. */
type KeepSecrets = (changed: ConnectionSecrets, replaces?: string) => Promise<void>;

/** Lets one process at a time redeem a connection's refresh token, and hands in the newest secrets; a database lock in production (F40). */
export type Exclusively = <T>(connectionId: string, work: (newest: ConnectionSecrets | undefined) => Promise<T>) => Promise<T>;

export type SignInOptions = {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly exclusively: Exclusively;
  readonly connectionId: string;
  readonly hosts: CloudHosts;
  readonly tenantId: string;
  readonly clientId: string;
  readonly secrets: ConnectionSecrets;
  readonly keepSecrets: KeepSecrets;
};

type Held = { readonly token: string; readonly renewAt: Temporal.Instant };
type For = { readonly audience: string; readonly tenantId: string };

/** Tokens for customers' tenants that are held: each is needed for a few calls in a row. */
const mostHeld = 32;

/** Tokens are renewed this long before their end, so that none ends on its way (Partner Center's SDK: 30 s). */
const renewEarlySeconds = 60;

export function createSignIn(options: SignInOptions): SignIn {
  const { clock, connectionId, exclusively } = options;
  const held = new Map<string, Held>();
  let { secrets, keepSecrets } = options;
  const seen = new Set([secrets.refreshToken]);
  // Redemptions stand in one line, whatever API they are for: each may rotate the one refresh token.
  let line: Promise<unknown> = Promise.resolve();

  const keyOf = ({ audience, tenantId }: For): string => `${tenantId} ${audience}`;
  const fresh = (wanted: For): string | undefined => {
    const found = held.get(keyOf(wanted));
    return found !== undefined && Temporal.Instant.compare(clock.now(), found.renewAt) < 0 ? found.token : undefined;
  };

  const hold = (wanted: For, token: Held): void => {
    const oldest = [...held.keys()].find((key) => !key.startsWith(`${options.tenantId} `));
    if (held.size >= mostHeld && oldest !== undefined) held.delete(oldest);
    held.set(keyOf(wanted), token);
  };

  const redeem = (wanted: For): Promise<string> =>
    exclusively(connectionId, async (newest) => {
      secrets = { ...secrets, ...newest };
      const { token, rotated } = await requestToken(options, wanted, secrets);
      if (rotated !== undefined && rotated !== secrets.refreshToken) {
        const replaces = secrets.refreshToken;
        secrets = { ...secrets, refreshToken: rotated };
        seen.add(rotated);
        // Stored before anything uses what came with it: a crash here must not cost the connection (F40).
        await keepSecrets(secrets, replaces);
      }
      hold(wanted, token);
      return token.token;
    });

  function inLine(wanted: For): Promise<string> {
    const turn = line.then(() => fresh(wanted) ?? redeem(wanted));
    line = turn.catch(() => undefined);
    return turn;
  }

  return {
    headers: async (audience, { refused }, tenantId = options.tenantId) => {
      const wanted = { audience, tenantId };
      if (refused) held.delete(keyOf(wanted));
      return { authorization: `Bearer ${fresh(wanted) ?? (await inLine(wanted))}` };
    },
    adopt: (given, keep) => {
      keepSecrets = keep;
      if (seen.has(given.refreshToken)) return;
      seen.add(given.refreshToken);
      secrets = { ...secrets, ...given };
      held.clear();
    },
  };
}

const consentMissing = (): Fault =>
  new Fault('consent_missing', 'needs_operator', 'Nobody has signed in for this Partner Center account yet', {
    remote: 'entra',
    hint: 'Open the connection and use its consent link.',
  });

async function requestToken(
  options: SignInOptions,
  { audience, tenantId }: For,
  secrets: ConnectionSecrets,
): Promise<{ token: Held; rotated: string | undefined }> {
  const { http, clock, hosts } = options;
  if (secrets.refreshToken === undefined) throw consentMissing();
  const askedAt = clock.now();
  const answer = await http.post({
    remote: 'entra',
    connectionId: options.connectionId,
    family: 'token',
    url: `https://${hosts.login}/${tenantSegment(tenantId)}/oauth2/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: options.clientId,
      ...(secrets.clientSecret === undefined ? {} : { client_secret: secrets.clientSecret }),
      refresh_token: secrets.refreshToken,
      resource: audience,
      scope: 'openid',
    }).toString(),
    reply: WireToken,
    // Nothing at Microsoft changes by asking twice, so a broken answer may be repeated.
    write: false,
    sensitive: true,
    explain: explainTokenRefusal,
  });
  checkToken(answer.access_token, { tenantId, audience });
  // `expires_in`, never `expires_on`: our clock and Microsoft's may differ (F36).
  const renewAt = askedAt.add({ seconds: Math.max(answer.expires_in - renewEarlySeconds, 1) });
  return { token: { token: answer.access_token, renewAt }, rotated: answer.refresh_token };
}

function tenantSegment(tenantId: string): string {
  const id = readGuid(tenantId);
  if (id === undefined) throw new Fault('wrong_tenant', 'needs_operator', 'The tenant id to sign in to is not a GUID', { remote: 'entra' });
  return id;
}
