import { Seeded } from '../../../src/lib/seeded.ts';
import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { Subscription } from '../../world/types.ts';
import { type Call, callRoute } from '../call.ts';
import { findCustomer } from '../customers/find.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { collection, link } from '../paging.ts';
import { subscriptionsOf } from './find.ts';
import { kindOf } from './kinds.ts';

const person = { audience: 'user', right: 'view' } as const;
const artifact = '/v1/customers/{customerId}/artifacts/{kind}/groups/{groupId}/lineitems/{lineItemId}/resource/{resourceId}';

type Owned = { readonly row: Subscription; readonly type: 'software' | 'reservedinstance' };

/** What a customer owns beside licences: software and reservations. */
function ownedBy(call: Call): Owned[] | Refusal {
  const known = findCustomer(call.world, call.account, call.params['customerId'] ?? '');
  if (isRefusal(known)) return known;
  return subscriptionsOf(call.world, known).flatMap((row): Owned[] => {
    if (row.status === 'deleted') return [];
    const kind = kindOf(call.world, row);
    if (kind === 'reservation') return [{ row, type: 'reservedinstance' }];
    return kind === 'software' || kind === 'perpetual' ? [{ row, type: 'software' }] : [];
  });
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

const expiryOf = ({ commitmentEndAt }: Subscription): string => commitmentEndAt.replace('Z', '');

function answer({ row, type }: Owned) {
  return {
    includedEntitlements: partsOf(row, type),
    referenceOrder: { id: row.orderId, lineItemId: '0' },
    productId: row.productId,
    quantity: row.quantity,
    entitledArtifacts: type === 'reservedinstance' ? [artifactOf(row)] : [],
    skuId: row.skuId,
    entitlementType: type,
    ...(type === 'reservedinstance' ? { dynamicAttributes: { reservationType: 'virtualmachines' } } : {}),
  };
}

/** Licences of software come with rights to its parts, which nobody sells alone: their ids are the sandbox's. */
function partsOf(row: Subscription, type: Owned['type']) {
  if (type !== 'software') return [];
  const random = new Seeded(`parts/${row.productId}`);
  return ['0001', '0002'].map((skuId) => ({
    includedEntitlements: [],
    referenceOrder: { id: row.orderId, lineItemId: '0' },
    productId: `DG7GMGF0${random.uuid().slice(0, 4).toUpperCase()}`,
    quantity: row.quantity,
    entitledArtifacts: [],
    skuId,
    entitlementType: type,
  }));
}

const resourceOf = ({ id }: Subscription): string => new Seeded(`resource/${id}`).uuid();

function artifactOf(row: Subscription) {
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
        expiryDateTime: `${row.commitmentEndAt.slice(0, 10)}T00:00:00`,
        effectiveDateTime: row.effectiveStartAt,
        provisioningState: 'Created',
      },
    ],
  });
}

export const entitlementRoutes: readonly Route[] = [
  callRoute('GET', '/v1/customers/{customerId}/entitlements', person, list),
  callRoute('GET', artifact, person, reservation),
];
