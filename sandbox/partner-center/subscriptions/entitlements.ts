import { Seeded } from '../../../src/lib/seeded.ts';
import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { Order, OrderLine } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { type Call, callRoute } from '../call.ts';
import { findCustomer } from '../customers/find.ts';
import { termEnd } from '../dates.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { collection, link } from '../paging.ts';
import { subscriptionsOf } from './find.ts';
import { kindOf } from './kinds.ts';

const person = { audience: 'user', right: 'view' } as const;
const artifact = '/v1/customers/{customerId}/artifacts/{kind}/groups/{groupId}/lineitems/{lineItemId}/resource/{resourceId}';

/** Something owned: a subscription of software, or what an order brought without one. */
type Goods = {
  readonly id: string;
  readonly customerId: string;
  readonly orderId: string;
  readonly lineItemId: string;
  readonly productId: string;
  readonly skuId: string;
  readonly quantity: number;
  readonly startAt: string;
  /** Last second; perpetual licences have none. */
  readonly endAt: string;
};

type Owned = { readonly row: Goods; readonly type: 'software' | 'reservedinstance' };

const typeOf = (kind: string): Owned['type'] | undefined => {
  if (kind === 'reservation') return 'reservedinstance';
  return kind === 'software' || kind === 'perpetual' ? 'software' : undefined;
};

/** What a customer owns beside licences: software and reservations. */
function ownedBy(call: Call): Owned[] | Refusal {
  const known = findCustomer(call.world, call.account, call.params['customerId'] ?? '');
  if (isRefusal(known)) return known;
  const { world } = call;
  const bySubscription = subscriptionsOf(world, known).flatMap((row): Owned[] => {
    const type = row.status === 'deleted' ? undefined : typeOf(kindOf(world, row));
    return type === undefined
      ? []
      : [{ row: { ...row, lineItemId: '0', startAt: row.effectiveStartAt, endAt: row.commitmentEndAt }, type }];
  });
  const byOrder = world.tables.orders
    .by('relationship', known.relationship.id)
    .filter(({ status }) => status === 'completed')
    .flatMap((order) => order.lines.flatMap((line) => ownedByLine(world, order, line) ?? []));
  return [...bySubscription, ...byOrder];
}

const never = '9999-12-31T23:59:59Z';

/** Reservations and perpetual licences live in their order alone. */
function ownedByLine(world: World, order: Order, line: OrderLine): Owned | undefined {
  const sku = world.tables.skus.get(line.offerId.split(':').slice(0, 2).join(':').toUpperCase());
  const type = line.subscriptionId === undefined ? typeOf(sku?.kind ?? '') : undefined;
  if (sku === undefined || type === undefined) return undefined;
  const { termDuration = '' } = line;
  const row = {
    id: new Seeded(`owned/${order.id}/${String(line.lineItemNumber)}`).uuid(),
    customerId: order.customerId,
    orderId: order.id,
    lineItemId: String(line.lineItemNumber),
    productId: sku.productId,
    skuId: sku.skuId,
    quantity: line.quantity,
    startAt: order.createdAt,
    endAt: termDuration === '' ? never : termEnd(order.createdAt, termDuration),
  };
  return { row, type };
}

function list(call: Call): RemoteAnswer | Refusal {
  const owned = ownedBy(call);
  if (isRefusal(owned)) return owned;
  const { query } = call.request;
  const type = (query.get('entitlementType') ?? '').toLowerCase();
  const showsExpiry = (query.get('showExpiry') ?? '').toLowerCase() === 'true';
  const wanted = owned.filter((one) => type === '' || one.type === type || type.endsWith(one.type));
  return json(200, collection(wanted.map((one) => ({ ...answer(one), ...(showsExpiry ? { expiryDate: expiryOf(one.row) } : {}) }))));
}

const expiryOf = ({ endAt }: Goods): string => endAt.replace('Z', '');

function answer({ row, type }: Owned) {
  return {
    includedEntitlements: partsOf(row, type),
    referenceOrder: { id: row.orderId, lineItemId: row.lineItemId },
    productId: row.productId,
    quantity: row.quantity,
    entitledArtifacts: type === 'reservedinstance' ? [artifactOf(row)] : [],
    skuId: row.skuId,
    entitlementType: type,
    ...(type === 'reservedinstance' ? { dynamicAttributes: { reservationType: 'virtualmachines' } } : {}),
  };
}

/** Licences of software come with rights to its parts, which nobody sells alone: their ids are the sandbox's. */
function partsOf(row: Goods, type: Owned['type']) {
  if (type !== 'software') return [];
  const random = new Seeded(`parts/${row.productId}`);
  return ['0001', '0002'].map((skuId) => ({
    includedEntitlements: [],
    referenceOrder: { id: row.orderId, lineItemId: row.lineItemId },
    productId: `DG7GMGF0${random.uuid().slice(0, 4).toUpperCase()}`,
    quantity: row.quantity,
    entitledArtifacts: [],
    skuId,
    entitlementType: type,
  }));
}

const resourceOf = ({ id }: Goods): string => new Seeded(`resource/${id}`).uuid();

function artifactOf(row: Goods) {
  const resourceId = resourceOf(row);
  const group = row.orderId.replaceAll('-', '');
  return {
    link: link(`/customers/${row.customerId}/artifacts/reservedinstance/groups/${group}/lineitems/${row.id}/resource/${resourceId}`),
    resourceId,
    artifactType: 'reservedinstance',
  };
}

function reservation(call: Call): RemoteAnswer | Refusal {
  const owned = ownedBy(call);
  if (isRefusal(owned)) return owned;
  const kind = (call.params['kind'] ?? '').toLowerCase();
  const wanted = (call.params['resourceId'] ?? '').toLowerCase();
  const found = owned.find(({ row, type }) => type === 'reservedinstance' && resourceOf(row) === wanted);
  if (found === undefined || !kind.endsWith('reservedinstance')) return refuse(1000);
  const { row } = found;
  return json(200, {
    type: 'virtual_machine_reserved_instance',
    virtualMachineReservations: [
      {
        reservationId: new Seeded(`reservation/${row.id}`).uuid(),
        scopeType: 'Shared',
        quantity: row.quantity,
        expiryDateTime: `${row.endAt.slice(0, 10)}T00:00:00`,
        effectiveDateTime: row.startAt,
        provisioningState: 'Created',
      },
    ],
  });
}

export const entitlementRoutes: readonly Route[] = [
  callRoute('GET', '/v1/customers/{customerId}/entitlements', person, list),
  callRoute('GET', artifact, person, reservation),
];
