import { bearerOf, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import { type Params, type Route, route } from '../routing.ts';
import { findToken } from '../tokens.ts';
import { type IonAccount, ionAccount } from '../world/distributors2/accounts.ts';
import type { IonCustomer } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { forbidden, notFound, unauthenticated } from './errors.ts';

export type Call = { readonly request: RemoteRequest; readonly world: World; readonly params: Params; readonly account: IonAccount };

/** A route of version 3 below `/api/v3`: bearer token, and the account in the path must be the token's own. */
export const guarded = (method: string, path: string, work: (call: Call) => RemoteAnswer): Route =>
  route(method, `/api/v3${path}`, (request, world, params) => {
    if (findToken(world, bearerOf(request), 'ion') === undefined) return unauthenticated(world);
    const account = ionAccount(world.options);
    const named = params['accountId'];
    if (named !== undefined && named !== account.accountId) return forbidden(world);
    return work({ request, world, params, account });
  });

/** The same for a path with a customer of the account. */
export const ofCustomer = (method: string, path: string, work: (call: Call, customer: IonCustomer) => RemoteAnswer): Route =>
  guarded(method, path, (call) => {
    const id = call.params['customerId'] ?? '';
    const customer = call.world.tables.ionCustomers.get(id);
    return customer === undefined ? notFound(call.world, `accounts/${call.account.accountId}/customers/${id}`) : work(call, customer);
  });

/** An id and the verb behind its colon: `{id}:cancel`. */
export function verbOf(text: string | undefined): { readonly id: string; readonly verb: string } {
  const [id = '', verb = ''] = (text ?? '').split(':');
  return { id, verb };
}
