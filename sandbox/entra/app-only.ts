import type { RemoteAnswer } from '../remote.ts';
import type { World } from '../world/world.ts';
import { tokenError } from './errors.ts';
import { issueTokens } from './issue.ts';
import { hasConsented } from './tenant-access.ts';
import type { Redeemed, TokenCall } from './token-call.ts';

/** Grant `client_credentials`: an application token, in the app's own tenant or a customer's that consented to the app. */
export async function issueForApp(world: World, call: TokenCall): Promise<Redeemed | RemoteAnswer> {
  const { request, account, tenant, asked } = call;
  if (tenant === undefined) return tokenError(world, request, 50059);
  if (asked.audience === '') return tokenError(world, request, 900144, call.version === 'v1' ? 'resource' : 'scope');
  if (call.version === 'v2' && !asked.scopes.includes('.default')) return tokenError(world, request, 1002012, call.form.get('scope') ?? '');
  if (tenant.customerId !== undefined && !hasConsented(world, account, tenant))
    return tokenError(world, request, 7000229, `${account.app.clientId}' is missing service principal in the tenant '${tenant.id}`);
  const issued = await issueTokens(world, {
    version: call.version,
    account,
    accountId: tenant.account?.id ?? account.id,
    tenantId: tenant.id,
    mfa: false,
    audience: asked.audience,
    scopes: [],
    family: '',
    wantsRefreshToken: false,
    cause: 'client_credentials',
  });
  return { issued, asked };
}
