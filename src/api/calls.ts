import { listCalls, listNewFields } from '../contract/calls.ts';
import { listCalls as findCalls, listNewFields as findNewFields } from '../features/connections/index.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';

export const callRoutes: readonly Mounted[] = [
  handle(listNewFields, async ({ context, params }) => {
    const found = await findNewFields(context, params.id);
    if (found === undefined) return refuse('not_found', 'There is no such connection.');
    return good({ data: found.fields.map(({ firstAt, ...field }) => ({ ...field, firstAt: firstAt.toString() })), known: found.known });
  }),
  handle(listCalls, async ({ context, params, query }) => {
    const found = await findCalls(context, params.id, query);
    if (found === undefined) return refuse('not_found', 'There is no such connection.');
    const { calls, pace, inTheLastHour } = found;
    return good({
      calls: calls.map((call) => ({ ...call, at: call.at.toString() })),
      pace: pace.map((each) => ({ ...each, heldUntil: each.heldUntil?.toString() ?? null })),
      inTheLastHour,
    });
  }),
];
