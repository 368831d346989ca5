import { json, type RemoteAnswer } from '../../remote.ts';
import { instantAt } from '../../world/estate/times.ts';
import type { Order } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { flagOf, has, readBody, textOf } from '../body.ts';
import { actorOf, byWhom, type Call } from '../call.ts';
import { type Refusal, refuseWith } from '../errors.ts';
import { collection, link } from '../paging.ts';
import { orderUri } from './answers.ts';

/** A part of a multipart body. */
type Part = { readonly name: string; readonly fileName: string | undefined; readonly text: string; readonly size: number };

function partsOf(contentType: string, body: string): readonly Part[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return [];
  return body.split(`--${boundary}`).flatMap((chunk) => {
    const at = chunk.indexOf('\r\n\r\n');
    const head = chunk.slice(0, Math.max(0, at));
    const name = /\bname="?([^";\r\n]+)"?/i.exec(head)?.[1];
    if (at < 0 || name === undefined) return [];
    const text = chunk.slice(at + 4).replace(/\r\n$/, '');
    return [{ name: name.toLowerCase(), fileName: /filename="?([^";\r\n]+)"?/i.exec(head)?.[1], text, size: text.length }];
  });
}

/** POST of the purchase order's documents: the order waits no longer. */
export function uploadPurchaseOrder(call: Call, order: Order): RemoteAnswer | Refusal {
  if (order.status !== 'pending_po_upload') return refuseWith(400, 4018, 'Unable to process this order');
  const parts = partsOf(call.request.headers['content-type'] ?? '', call.request.body);
  const wrong = wrongIn(parts);
  if (wrong !== undefined) return wrong;
  const { world } = call;
  const files = parts.filter(({ fileName }) => fileName !== undefined);
  const after: Order = {
    ...order,
    status: 'po_upload_complete',
    provisionAt: instantAt(world.clock.nowMs() + Math.max(1, world.switch('orders').provisioningMinutes) * 60_000),
    attachments: files.map(({ name, fileName = '', size }) => ({ id: world.newId(), kind: name, fileName, size })),
    version: order.version + 1,
  };
  world.apply({
    kind: 'order.purchaseOrderUploaded',
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: order.customerId, orderId: order.id, operationType: 'update_order' },
    changes: [put('orders', after)],
  });
  return json(201, attachmentsAnswer(after));
}

function wrongIn(parts: readonly Part[]): Refusal | undefined {
  const metadata = readBody(parts.find(({ name }) => name === 'metadata')?.text ?? '');
  if (metadata === undefined || !has(metadata, 'customerPrice') || textOf(metadata, 'currency') === undefined)
    return refuseWith(400, 900254, 'Invalid metadata. (If the customer price, currency is missing).');
  if (!parts.some(({ name, fileName }) => name === 'pofiles' && fileName !== undefined))
    return refuseWith(400, 900252, 'Purchase order document is required.');
  const isTender = flagOf(metadata, 'isPartOfTender') === true;
  const hasTender = textOf(metadata, 'tenderLink') !== undefined || parts.some(({ name }) => name === 'tenderfiles');
  return isTender && !hasTender
    ? refuseWith(400, 900253, 'When part of tender, either tender link or tender document is required.')
    : undefined;
}

/** Members are the sandbox's own: no sample shows them. */
export const attachmentsAnswer = (order: Order) =>
  collection(
    (order.attachments ?? []).map(({ id, kind, fileName, size }) => ({ id, type: kind, fileName, fileSize: size })),
    { self: link(`${orderUri(order)}/attachments`) },
  );
