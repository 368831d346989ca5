import { isRecord } from '../../../src/lib/is-record.ts';
import { type Body, listOf, textOf } from '../../sent-body.ts';
import { prerequisitesOf } from '../../world/prices/extra-catalogue.ts';
import type { IonAddOn, IonOrderItem } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { badValue, missingMember, type OrderFault } from '../errors.ts';
import { planByText, productIdOf, skuIdOf } from '../provider.ts';

// What goes with a line of an order. `addOnId` is the add-on in the catalogue; `id` is the caller's own for CREATE and the vendor's
// subscription for UPDATE (unverified).

const required = ['id', 'addOnId', 'planId', 'action', 'quantity'] as const;
const where = 'order.orderItem.addOns';

/** Whether a plan of the base with that SKU at Ion takes an add-on. */
export const takes = (addOnKey: string, baseSkuId: string): boolean => prerequisitesOf(addOnKey).some((key) => skuIdOf(key) === baseSkuId);

/** Why the add-ons of a line are not taken. */
export const addOnFaults = (world: World, item: Body): readonly OrderFault[] =>
  listOf(item['addOns'])
    .filter(isRecord)
    .flatMap((one) => faultsOf(world, item, one));

function faultsOf(world: World, item: Body, one: Body): readonly OrderFault[] {
  const missing = required.filter((name) => textOf(one[name]) === '').map((name) => missingMember(name, where));
  if (missing.length > 0) return missing;
  const action = textOf(one['action']);
  if (action !== 'CREATE' && action !== 'UPDATE') return [badValue('addOns.action', 'Allowed values: CREATE, UPDATE.')];
  if (!/^[1-9]\d{0,5}$/.test(textOf(one['quantity']))) return [badValue('addOns.quantity', 'It must be 1 at least.')];
  const sku = planByText(world, textOf(one['planId']))?.sku;
  if (sku === undefined || skuIdOf(sku.id) !== textOf(one['addOnId']))
    return [badValue('addOns.planId', 'The plan does not belong to the add-on.')];
  if (!takes(sku.id, textOf(item['skuId']))) return [badValue('addOns.addOnId', 'It is no add-on of the SKU.')];
  return action === 'UPDATE' ? unknownTarget(world, textOf(one['id'])) : [];
}

const unknownTarget = (world: World, id: string): readonly OrderFault[] =>
  world.tables.ionSubscriptions.by('vendorSubscriptionId', id.toLowerCase()).length > 0
    ? []
    : [badValue('addOns.id', 'There is no such subscription of this customer.')];

export const addOnsOf = (item: Body): readonly IonAddOn[] =>
  listOf(item['addOns'])
    .filter(isRecord)
    .map((one) => ({
      id: textOf(one['id']),
      addOnId: textOf(one['addOnId']),
      planId: textOf(one['planId']),
      action: textOf(one['action']) === 'CREATE' ? 'CREATE' : 'UPDATE',
      quantity: Number(one['quantity']),
    }));

/** The add-ons of a line as lines of their own, to be carried out after it. */
export const addOnLines = (world: World, item: IonOrderItem): readonly IonOrderItem[] =>
  (item.addOns ?? []).map(({ id, addOnId: skuId, planId, action, quantity }) => {
    const { resourceId: _base, addOns: _own, ...rest } = item;
    const productId = productIdOf(planByText(world, planId)?.sku.productId ?? '');
    return {
      ...rest,
      ...(action === 'UPDATE' ? { resourceId: id } : {}),
      action,
      productId,
      skuId,
      planId,
      quantity,
      attributes: baseOnly(item),
    };
  });

/** Of the attributes only the tenant's domain counts for an add-on. */
const baseOnly = ({ attributes }: IonOrderItem): IonOrderItem['attributes'] =>
  attributes.filter(({ name }) => name.toLowerCase() === 'domainname');
