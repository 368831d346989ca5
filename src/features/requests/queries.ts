import type { RequestState } from '../../model/change-request.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { type ChangeRequest, selectRequests, toRequest } from './store.ts';

type RequestFilter = {
  readonly states?: readonly RequestState[] | undefined;
  readonly customerId?: string | undefined;
};

const most = 500;

/** Requests that the caller sees, the newest first: all of them for us, its own for a reseller. */
export const listRequests = (context: Context, { states, customerId }: RequestFilter = {}): Promise<ChangeRequest[]> =>
  inScope(context.db, context.scope, async (tx) => {
    const rows = await selectRequests(tx)
      .$if(states !== undefined, (query) => query.where('request.state', 'in', states ?? []))
      .$if(customerId !== undefined, (query) => query.where('request.customer_id', '=', customerId ?? ''))
      .orderBy('request.asked_at', 'desc')
      .orderBy('request.request_id', 'desc')
      .limit(most)
      .execute();
    return rows.map(toRequest);
  });
