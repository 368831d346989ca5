import type { RemoteAnswer } from '../remote.ts';
import type { World } from '../world/world.ts';
import { tokenError } from './errors.ts';
import { issueTokens } from './issue.ts';
import type { Redeemed, TokenCall } from './token-call.ts';

/** Grant `client_credentials`: an application token, in the app's own tenant or a customer's. */
export async function issueForApp(world: World, call: TokenCall): Promise<Redeemed | RemoteAnswer> {
  if (call.tenant === undefined) return tokenError(world, call.request, 90002, 'common');
  const issued = await issueTokens(world, {
    version: call.version,
    account: call.account,
    tenantId: call.tenant.id,
    mfa: false,
    audience: call.asked.audience,
    scopes: [],
    family: '',
    wantsRefreshToken: false,
    cause: 'client_credentials',
  });
  return { issued, asked: call.asked };
}
