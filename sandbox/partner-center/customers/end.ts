import { empty, json, type RemoteAnswer } from '../../remote.ts';
import type { CustomerRelationship, Order } from '../../world/types.ts';
import { type Change, put, removeRow, type World } from '../../world/world.ts';
import { flagOf, has, readBody, wordOf } from '../body.ts';
import { actorOf, byWhom, type Call } from '../call.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from '../errors.ts';
import { type Kind, kindOf } from '../subscriptions/kinds.ts';
import type { KnownCustomer } from './find.ts';
import { trail } from './trail.ts';

/** Why a reseller relationship cannot end now; the documentation names Azure reservations, portals refuse while anything is active. */
export function whyNotRemoved(world: World, { relationship }: KnownCustomer): Refusal | undefined {
  if (!world.switch('customers').activeSubscriptionsBlockRemoval) return undefined;
  const active = world.tables.subscriptions.by('relationship', relationship.id).some((row) => row.status === 'active');
  return active
    ? refuseWith(400, 800002, "The reseller relationship can't be removed while the customer has active subscriptions or reservations.")
    : undefined;
}

/** The relationship as it is once it has ended. */
export const ended = (world: World, relationship: CustomerRelationship): CustomerRelationship => ({
  ...relationship,
  relationshipToPartner: 'none',
  allowDelegatedAccess: false,
  removedAt: world.now(),
});

/** PATCH of a customer: `relationshipToPartner: none` ends the relationship, `allowDelegatedAccess: false` the old delegated rights. */
export function patchCustomer(call: Call, known: KnownCustomer): RemoteAnswer | Refusal {
  const body = readBody(call.request.body);
  if (body === undefined) return refuse(800002);
  const endsAll = wordOf(body, 'relationshipToPartner').toLowerCase() === 'none';
  const endsRights = flagOf(body, 'allowDelegatedAccess') === false;
  const wrong = has(body, 'relationshipToPartner') && !endsAll;
  if (wrong || (!endsAll && !endsRights)) return refuse(3000);
  const refused = endsAll ? whyNotRemoved(call.world, known) : undefined;
  if (isRefusal(refused)) return refused;
  const { world } = call;
  const row = endsAll ? ended(world, known.relationship) : { ...known.relationship, allowDelegatedAccess: false };
  world.apply({
    kind: endsAll ? 'customer.removeRelationship' : 'customer.removeDelegatedAccess',
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: row.customerId },
    changes: [put('relationships', row)],
  });
  return json(200, {
    id: null,
    commerceId: null,
    companyProfile: null,
    billingProfile: null,
    relationshipToPartner: endsAll ? 'none' : null,
    allowDelegatedAccess: endsRights ? false : null,
    userCredentials: null,
    customDomains: null,
    associatedPartnerId: null,
    attributes: { objectType: 'Customer' },
  });
}

/** DELETE of a tenant, as in an integration sandbox: everything of it goes. */
export function deleteCustomer(call: Call, { customer }: KnownCustomer): RemoteAnswer | Refusal {
  const { world } = call;
  const { deletable } = world.switch('customers');
  if (deletable === 'none' || (deletable === 'created' && customer.madeByApi !== true)) {
    return refuseWith(400, 900127, "This operation isn't supported in this environment");
  }
  if (hasGoods(world, customer.id)) return refuseWith(417, 800036, 'Pre-condition failed');
  world.apply({
    kind: 'customer.deleted',
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: customer.id },
    changes: [
      ...everythingOf(world, customer.id),
      trail(call, {
        customer,
        resourceId: customer.id,
        resourceType: 'customer',
        operationType: 'delete_customer',
        old: { id: customer.id },
      }),
    ],
  });
  return empty(204);
}

/** Reservations and software are to be cancelled before; the page names no code, this is the table's for what comes first. */
const hasGoods = (world: World, customerId: string): boolean =>
  world.tables.subscriptions.by('customerId', customerId).some((row) => row.status !== 'deleted' && goods.has(kindOf(world, row))) ||
  [...world.tables.orders.values()].some(
    (order) => order.customerId === customerId && order.status === 'completed' && isOfGoods(world, order),
  );

/** Reservations and perpetual licences have no subscription: their order tells. */
const isOfGoods = (world: World, { lines }: Order): boolean =>
  lines.some(({ offerId, subscriptionId }) => {
    const kind = world.tables.skus.get(offerId.split(':').slice(0, 2).join(':').toUpperCase())?.kind ?? 'seats';
    return subscriptionId === undefined && (kind === 'reservation' || kind === 'perpetual');
  });

const goods: ReadonlySet<Kind> = new Set(['software', 'perpetual', 'reservation']);

function everythingOf(world: World, customerId: string): Change[] {
  const { tables } = world;
  const gone = (
    ['subscriptions', 'gdap', 'customerUsers', 'qualifications', 'applicationConsents', 'agreements', 'relationships'] as const
  ).flatMap((table) => tables[table].by('customerId', customerId).map((row) => removeRow(table, row.id)));
  const bought = (['orders', 'carts', 'transfers', 'migrations', 'migrationSchedules'] as const).flatMap((table) =>
    [...tables[table].values()].filter((row) => row.customerId === customerId).map((row) => removeRow(table, row.id)),
  );
  return [...gone, ...bought, removeRow('accountStatuses', customerId), removeRow('customers', customerId)];
}
