import { Seeded } from '../../src/lib/seeded.ts';
import { json, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import type { World } from '../world/world.ts';

// Two error forms (reference 3.2). A: `code` is the HTTP status. B, of orders: HTTP 400 with `code: 3` and the reasons in `errors`.

const requestId = (random: Seeded): string => random.uuid().replaceAll('-', '').slice(0, 20);

type Reason = { readonly referenceEntity: string; readonly code: string; readonly detail: string };

export const refuse = (world: World, status: number, error: string, message: string, reason?: Reason): RemoteAnswer =>
  json(status, {
    error,
    message,
    code: status,
    details: [{ '@type': 'type.googleapis.com/google.rpc.RequestInfo', requestId: requestId(world.random()), ...reason }],
  });

/** No such address, or not with that verb. */
export const unrouted = (request: RemoteRequest, status: 404 | 405): RemoteAnswer =>
  json(status, {
    error: status === 404 ? 'NOT_FOUND' : 'UNIMPLEMENTED',
    message: status === 404 ? 'Not Found' : 'Method Not Allowed',
    code: status,
    details: [{ '@type': 'type.googleapis.com/google.rpc.RequestInfo', requestId: requestId(new Seeded(request.path)) }],
  });

export const invalid = (world: World, message: string): RemoteAnswer => refuse(world, 400, 'INVALID_REQUEST', message);
export const badArgument = (world: World, message: string): RemoteAnswer => refuse(world, 400, 'INVALID_ARGUMENT', message);
export const notFound = (world: World, resource: string): RemoteAnswer =>
  refuse(world, 404, 'NOT_FOUND', `resource '${resource}' not found`);
export const subscriptionNotFound = (world: World, id: string): RemoteAnswer =>
  refuse(world, 404, 'NOT_FOUND', `Subscription ${id} not found`);
export const forbidden = (world: World): RemoteAnswer =>
  refuse(world, 403, 'PERMISSION_DENIED', 'User does not have access to this resource.');
export const failedPrecondition = (world: World, message: string, reason?: Reason): RemoteAnswer =>
  refuse(world, 412, 'FAILED_PRECONDITION', message, reason);
/** The document names no answer for a missing token: assumed in the same form. */
export const unauthenticated = (world: World): RemoteAnswer =>
  refuse(world, 401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.');

export type OrderFault = { readonly code: string; readonly detail: string };

export const orderRefused = (world: World, errors: readonly OrderFault[]): RemoteAnswer =>
  json(400, {
    error: 'BAD_REQUEST: Invalid provisioning data',
    message: 'BAD_REQUEST: Invalid provisioning data',
    code: 3,
    details: [{ '@type': 'type.googleapis.com/v3orberrors.ErrorBody', requestId: requestId(world.random()), errors }],
  });

/** The published code has a trailing blank; readers must trim. */
export const missingMember = (name: string, where = 'order.orderItem'): OrderFault => ({
  code: 'COMM-VL-001 ',
  detail: `The '${name}' attribute must be present in the '${where}' object.`,
});
export const badValue = (name: string, allowed: string): OrderFault => ({
  code: 'COMM-VL-002',
  detail: `The value of the '${name}' attribute is not allowed. ${allowed}`,
});
export const missingResource: OrderFault = {
  code: 'COMM-VL-003',
  detail: "The 'resourceId' attribute must be present in the 'order.orderItem' object when 'action' is 'UPDATE'.",
};
export const missingDomain: OrderFault = {
  code: 'COMM-VL-004',
  detail:
    "The 'domainName' attribute must be present in the 'Order.orderItem.attributes' array when the provider is 'AZURE' and the action is 'CREATE'.",
};
