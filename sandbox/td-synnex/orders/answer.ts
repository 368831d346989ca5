import { Decimal } from '../../../src/lib/decimal.ts';
import { exact } from '../../json.ts';
import type { IonOrder, IonOrderItem } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { microsoft, planByIds, planTitle } from '../provider.ts';
import type { Call } from '../session.ts';
import { addOnLines } from './add-ons.ts';

export const orderName = ({ account }: Pick<Call, 'account'>, order: IonOrder): string =>
  `accounts/${account.accountId}/customers/${order.customerId}/orders/${order.id}`;

/** An order with its items. Times stand in it although the schema does not name them: the sample has them. */
export function orderAnswer(call: Pick<Call, 'world' | 'account'>, order: IonOrder): Readonly<Record<string, unknown>> {
  const { account, world } = call;
  const errors = order.items.flatMap((item) => item.errors);
  return {
    name: orderName(call, order),
    accountId: account.accountId,
    customerId: order.customerId,
    orderId: order.id,
    referenceId: order.referenceId,
    displayName: order.displayName,
    userId: account.userId,
    userName: account.userName,
    userEmail: account.userEmail,
    status: order.status,
    currencyCode: account.currency,
    total: exact(totalOf(world, order)),
    ...(order.cartId === undefined ? {} : { cartId: order.cartId }),
    ...(errors.length === 0 ? {} : { errors: errors.map((error) => ({ ...error, sourceName: microsoft.provider })) }),
    orderItems: order.items.map((item) => itemAnswer(call, order, item)),
    createTime: order.createdAt,
    updateTime: order.updatedAt,
    scheduledAt: order.updatedAt,
  };
}

const priceOf = (world: World, { productId, skuId, planId }: IonOrderItem): Decimal =>
  new Decimal(planByIds(world, productId, skuId, planId)?.availability.distributorPrice ?? 0);

const totalOf = (world: World, order: IonOrder): string =>
  order.items
    .flatMap((item) => [item, ...addOnLines(world, item)])
    .reduce((sum, item) => sum.plus(priceOf(world, item).times(item.quantity)), new Decimal(0))
    .toFixed(2);

const purchaseOrders = ({ endCustomerPO, resellerPO }: IonOrderItem) => ({
  ...(endCustomerPO === undefined ? {} : { endCustomerPO }),
  ...(resellerPO === undefined ? {} : { resellerPO }),
});

function itemAnswer(call: Pick<Call, 'world' | 'account'>, order: IonOrder, item: IonOrderItem) {
  const plan = planByIds(call.world, item.productId, item.skuId, item.planId);
  return {
    name: `${orderName(call, order)}/orderItems/${item.id}`,
    referenceId: item.referenceId,
    action: item.action,
    ...(item.resourceId === undefined ? {} : { resourceId: item.resourceId }),
    productId: item.productId,
    skuId: item.skuId,
    planId: item.planId,
    quantity: item.quantity,
    providerName: microsoft.provider,
    price: exact(priceOf(call.world, item).toFixed(2)),
    ...purchaseOrders(item),
    addOns: item.addOns ?? [],
    attributes: item.attributes,
    catalogAttributes: [],
    ...(item.cartItemId === undefined ? {} : { cartItemId: item.cartItemId }),
    status: item.status,
    errors: item.errors,
    additionalInformation: '',
    createTime: order.createdAt,
    updateTime: order.updatedAt,
    isEligibleForPromo: 'NOT_VERIFIED',
    productName: call.world.tables.products.get(plan?.sku.productId ?? '')?.title ?? item.productId,
    skuName: plan?.sku.title ?? item.skuId,
    planName: plan === undefined ? item.planId : planTitle(plan),
    productOwnerCountryCode: 'US',
  };
}
