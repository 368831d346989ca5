import { loginHost } from './entra/tenants.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from './main.ts';

/** What tests do all the time with a running sandbox. */
export type TestSandbox = {
  readonly sandbox: Sandbox;
  readonly url: string;
  /** JSON of a control path: `get('clock')`. */
  get(path: string): Promise<{ readonly status: number; readonly body: unknown }>;
  /** Sends JSON to a control path. */
  send(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: unknown }>;
  /** POST of a form to the token endpoint of a partner account: status and body. */
  token(
    account: string,
    fields: Readonly<Record<string, string>>,
    version?: 'v1' | 'v2',
  ): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;
  /** An access token of the integration user, for an audience. */
  bearer(account: string, audience: string): Promise<string>;
};

export const startInstant = '2026-11-21T10:00:00Z';

export async function aSandbox(options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  const sandbox = await startSandbox({ port: 0, seed: 7, scale: 12, startsAt: startInstant, ...options });
  const { url } = sandbox;
  const send = async (method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> => {
    const answer = await fetch(`${url}/_control/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await answer.text();
    return { status: answer.status, body: answer.headers.get('content-type')?.includes('json') === true ? JSON.parse(text) : text };
  };
  const token: TestSandbox['token'] = async (id, fields, version = 'v1') => {
    const account = sandbox.world.tables.partnerAccounts.get(id);
    if (account === undefined) throw new Error(`No account ${id}`);
    const endpoint = version === 'v1' ? 'token' : 'v2.0/token';
    const answer = await fetch(`${url}/${loginHost(account.cloud).replace('https://', '')}/${account.tenantId}/oauth2/${endpoint}`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: account.app.clientId, client_secret: account.app.clientSecret, ...fields }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  return {
    sandbox,
    url,
    get: (path) => send('GET', path),
    send,
    token,
    bearer: async (id, audience) => {
      const found = await send('GET', 'credentials');
      const { partnerAccounts } = found.body as {
        readonly partnerAccounts: readonly { readonly id: string; readonly refreshToken: string }[];
      };
      const refreshToken = partnerAccounts.find((account) => account.id === id)?.refreshToken ?? '';
      const { body } = await token(id, { grant_type: 'refresh_token', resource: audience, refresh_token: refreshToken });
      return String(body['access_token']);
    },
  };
}

export const partnerCenterAudience = 'https://api.partnercenter.microsoft.com';
