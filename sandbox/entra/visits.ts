import { createHash } from 'node:crypto';
import { type Page, Person } from '../strangers/person.ts';
import type { TestSandbox } from '../testing.ts';
import type { PartnerAccount } from '../world/types.ts';

export const redirect = 'http://localhost:9999/back';
const verifier = 'a-verifier-that-is-long-enough-for-the-rules-of-pkce-0123456789';

type Fields = Readonly<Record<string, string>>;
type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/** What tests of the sign-in pages do: open the page as an app would, click through it, redeem the code. */
export class Visits {
  readonly #box: () => TestSandbox;

  constructor(box: () => TestSandbox) {
    this.#box = box;
  }

  account(id = 'pc-1'): PartnerAccount {
    const found = this.#box().sandbox.world.tables.partnerAccounts.get(id);
    if (found === undefined) throw new Error(`No account ${id}`);
    return found;
  }

  /** The address to which the app of pc-1 sends the browser; members that are '' are left out. */
  address(fields: Fields = {}, tenant = this.account().tenantId, endpoint = 'oauth2/v2.0/authorize'): string {
    const all = {
      client_id: this.account().app.clientId,
      response_type: 'code',
      redirect_uri: redirect,
      scope: 'https://api.partnercenter.microsoft.com/user_impersonation openid offline_access',
      state: 'abc',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...fields,
    };
    const query = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== ''));
    return `${this.#box().url}/login.microsoftonline.com/${tenant}/${endpoint}?${query.toString()}`;
  }

  /** Opens and clicks, in one browser. */
  async visit(address: string, ...words: readonly string[]): Promise<Page> {
    const person = new Person();
    return person.clicks(await person.open(address), ...words);
  }

  async redeem(code: string, fields: Fields = {}, version: 'v1' | 'v2' = 'v2'): Promise<Answer> {
    const grant = { grant_type: 'authorization_code', code, redirect_uri: redirect, code_verifier: verifier };
    const all = { ...grant, ...(version === 'v1' ? {} : { scope: 'https://api.partnercenter.microsoft.com/.default' }), ...fields };
    return this.#box().token('pc-1', all, version);
  }

  /** A form at the token endpoint of any tenant, by the app of pc-1. */
  async token(tenant: string, fields: Fields, path = 'oauth2/v2.0/token'): Promise<Answer> {
    const { clientId, clientSecret } = this.account().app;
    const answer = await fetch(`${this.#box().url}/login.microsoftonline.com/${tenant}/${path}`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...fields }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }
}

export const errorOf = (page: Page): string => {
  const found = page.location?.searchParams;
  return `${found?.get('error') ?? ''} ${/AADSTS\d+/.exec(found?.get('error_description') ?? '')?.[0] ?? ''}`;
};
export const codeOf = (page: Page): string => page.location?.searchParams.get('code') ?? '';
