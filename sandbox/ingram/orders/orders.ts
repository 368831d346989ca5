import { json, type RemoteAnswer } from '../../remote.ts';
import { bodyOf, textOf } from '../../sent-body.ts';
import { instantAt } from '../../world/estate/times.ts';
import type { IngramOrder } from '../../world/types.ts';
import { put, type World } from '../../world/world.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import { type Call, fits, fitsTime, newestFirst, pageOf } from '../session.ts';
import { orderBody, orderDetail, orderRow } from './answer.ts';
import { type Draft, draftOf, isReasons } from './draft.ts';
import { orderMoves, statusCodes } from './states.ts';

/** GET /orders, /resellers/{id}/orders: newest first. */
export function listOrders(call: Call, resellerId?: string): RemoteAnswer {
  const { world } = call;
  const rows = world.tables.ingramOrders
    .all()
    .filter(
      (row) =>
        (resellerId === undefined || world.tables.ingramCustomers.get(row.customerId)?.resellerId === resellerId) &&
        fits(call, 'customerId', row.customerId) &&
        fits(call, 'subscriptionId', row.subscriptionId) &&
        fits(call, 'orderNumber', row.orderNumber) &&
        fits(call, 'status', row.status) &&
        fits(call, 'statusCode', statusCodes[row.status]) &&
        fitsTime(call, 'creationTime', row.createdAt),
    );
  return pageOf(call, newestFirst(rows), (row) => orderRow(world, row));
}

/** GET /orders/{id} */
export function getOrder({ world, params }: Call): RemoteAnswer {
  const row = world.tables.ingramOrders.get(params['id'] ?? '');
  return row === undefined ? notFound('The order') : json(200, orderDetail(world, row));
}

/** POST /orders/estimate: what an order would cost; nothing happens. */
export function estimateOrder({ world, request }: Call): RemoteAnswer {
  const draft = draftOf(world, bodyOf(request));
  return isReasons(draft) ? badRequest('Validation failed', draft.reasons) : json(200, orderBody(world, draft));
}

/** POST /orders: taken as submitted; what comes of it is seen later. */
export function createOrder(call: Call): RemoteAnswer {
  const draft = draftOf(call.world, bodyOf(call.request));
  if (isReasons(draft)) return badRequest('Validation failed', draft.reasons);
  const order = submitted(call.world, draft);
  keepOrder(call, order, 'distributor.orderPlaced');
  return json(200, orderDetail(call.world, order));
}

function submitted(world: World, draft: Draft): IngramOrder {
  const number = world.tables.ingramOrders.size + 1;
  return {
    ...draft,
    id: String(1_050_000 + number),
    orderNumber: `${numberPrefix[draft.type]}${String(number).padStart(6, '0')}`,
    status: 'submitted',
    createdAt: `${world.now().slice(0, 19)}Z`,
    nextAt: instantAt(world.clock.nowMs() + Math.max(1, world.switch('ingram').orderStepSeconds) * 1000),
  };
}

const numberPrefix: Readonly<Record<IngramOrder['type'], string>> = {
  sales: 'SO',
  change: 'CH',
  renewal: 'RO',
  cancellation: 'CO',
  migration: 'MO',
};

/** PATCH /orders/{id} {creditCheck, statusCode}: an order that is only submitted can be cancelled by its code. */
export function updateOrder(call: Call): RemoteAnswer {
  const { world, params, request } = call;
  const before = world.tables.ingramOrders.get(params['id'] ?? '');
  if (before === undefined) return notFound('The order');
  const body = bodyOf(request);
  if (body === undefined) return badRequest('The body is not JSON');
  const code = textOf(body['statusCode']);
  const creditCheck = typeof body['creditCheck'] === 'boolean' ? body['creditCheck'] : before.creditCheck;
  if (code !== '' && code !== statusCodes.cancelled && code !== statusCodes[before.status])
    return badRequest(`statusCode ${code} can not be set`);
  if (code !== statusCodes.cancelled) {
    keepOrder(call, { ...before, creditCheck }, 'distributor.orderChanged');
    return json(200, orderDetail(world, { ...before, creditCheck }));
  }
  if (!orderMoves[before.status].includes('cancelled')) return conflict(`An order that is ${before.status} can not be cancelled`);
  const { nextAt: _never, ...rest } = before;
  const row: IngramOrder = { ...rest, creditCheck, status: 'cancelled' };
  keepOrder(call, row, 'distributor.orderCanceled');
  return json(200, orderDetail(world, row));
}

function keepOrder({ world, account }: Call, row: IngramOrder, kind: string): void {
  world.apply({
    kind,
    actor: { kind: 'api', name: account.userName },
    cause: 'ingram',
    about: { distributor: 'ingram', companyId: row.customerId, orderId: row.id },
    changes: [put('ingramOrders', row)],
  });
}
