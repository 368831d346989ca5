import { isRecord } from '../../../src/lib/is-record.ts';
import { type Body, textOf } from '../../sent-body.ts';
import type { SeatPlan } from '../../world/distributors2/catalogue.ts';
import type { BillingCycle, IngramItem, IngramOrder, IngramOrderLine, IngramSubscription, Term } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { allPlans, numbersOf } from '../catalogue.ts';
import { findAccount } from '../customers.ts';
import { itemsOf } from '../subscriptions.ts';
import { cycleOf, objectsOf, quantityOf, termOf } from '../wire.ts';
import { becomesOf } from './become.ts';

/** An order as it is asked for, before it has a number. */
export type Draft = Omit<IngramOrder, 'id' | 'orderNumber' | 'status' | 'createdAt' | 'nextAt'>;
export type Reasons = { readonly reasons: readonly string[] };

const types = ['sales', 'change', 'renewal', 'cancellation', 'migration'] as const;
const isType = (text: string): text is IngramOrder['type'] => types.some((one) => one === text);

/** What is sent is shown again, but for what the marketplace decides itself. */
const own = [
  'id',
  'orderNumber',
  'creationDate',
  'provisioningDate',
  'status',
  'statusCode',
  'total',
  'details',
  'products',
  'creditCheck',
];

export function draftOf(world: World, body: Body | undefined): Draft | Reasons {
  if (body === undefined) return { reasons: ['The body is not JSON'] };
  const type = textOf(body['type']);
  if (!isType(type)) return { reasons: [`type is one of ${types.join(', ')}`] };
  const customerId = textOf(body['customerId']);
  const customer = findAccount({ world }, 'customer', customerId);
  if (customer === undefined) return { reasons: ['customerId is required and must be one of your customers'] };
  if (customer.status !== 'active') return { reasons: [`The customer is ${customer.status}`] };
  const rest = type === 'sales' || type === 'migration' ? salesOf(world, body) : laterOf(world, body, type, customerId);
  if ('reasons' in rest) return rest;
  const poNumber = textOf(body['poNumber']);
  return {
    ...rest,
    type,
    customerId,
    ...(poNumber === '' ? {} : { poNumber }),
    creditCheck: body['creditCheck'] !== false,
    autorenewal: body['autorenewal'] !== false,
    sent: JSON.stringify(Object.fromEntries(Object.entries(body).filter(([name]) => !own.includes(name)))),
  };
}

type Contents = Pick<IngramOrder, 'term' | 'billingCycle' | 'planId' | 'lines' | 'subscriptionId'>;

/** Something new: every line names a product by its id, or by part number and periods. */
function salesOf(world: World, body: Body): Contents | Reasons {
  const products = objectsOf(body['products']);
  if (products.length === 0) return { reasons: ['products is required'] };
  const reasons: string[] = [];
  const found: { readonly plan: SeatPlan; readonly line: IngramOrderLine }[] = [];
  for (const [index, sent] of products.entries()) {
    const plan = planFor(world, sent, body);
    const quantity = quantityOf(sent['quantity']);
    if (plan === undefined) reasons.push(`products[${String(index)}]: no product fits the mpn or id and the periods`);
    else if (quantity === undefined || quantity < plan.sku.minimumQuantity || quantity > plan.sku.maximumQuantity)
      reasons.push(
        `products[${String(index)}].quantity is from ${String(plan.sku.minimumQuantity)} to ${String(plan.sku.maximumQuantity)}`,
      );
    else if (found.some((one) => one.line.productId === numbersOf(plan).productId))
      reasons.push(`products[${String(index)}] is there twice`);
    else found.push({ plan, line: lineOf(plan, quantity, sent) });
  }
  const [main] = found;
  if (main === undefined || reasons.length > 0) return { reasons };
  const { term, billingCycle } = main.plan.availability;
  const isOne = found.every(({ plan }) => plan.availability.term === term && plan.availability.billingCycle === billingCycle);
  if (!isOne) return { reasons: ['All products of an order have the same periods'] };
  return { term, billingCycle, planId: numbersOf(main.plan).planId, lines: found.map(({ line }) => line) };
}

export function planFor(world: World, sent: Body, order: Body): SeatPlan | undefined {
  const [id, mpn] = [textOf(sent['id']), textOf(sent['mpn']).toUpperCase()];
  const plans = allPlans(world).filter((plan) => (id === '' ? plan.sku.id === mpn : numbersOf(plan).productId === id));
  const term = termOf(sent['subscriptionPeriod']) ?? termOf(order['subscriptionPeriod']);
  const cycle = cycleOf(sent['billingPeriod']);
  const isAsked = (
    { availability }: SeatPlan,
    asked: { readonly term: Term | undefined; readonly cycle: BillingCycle | undefined },
  ): boolean =>
    (asked.term === undefined || availability.term === asked.term) &&
    (asked.cycle === undefined || availability.billingCycle === asked.cycle);
  if (id !== '' || term !== undefined || cycle !== undefined) return plans.find((plan) => isAsked(plan, { term, cycle }));
  // Without periods: a year, billed by month.
  return plans.find((plan) => isAsked(plan, { term: 'P1Y', cycle: 'monthly' })) ?? plans[0];
}

const parametersOf = (sent: Body): IngramOrderLine['parameters'] =>
  objectsOf(sent['parameters']).map((one) => ({ name: textOf(one['name']), value: textOf(one['value']) }));

const lineOf = (plan: SeatPlan, quantity: number, sent: Body): IngramOrderLine => ({
  productId: numbersOf(plan).productId,
  mpn: plan.sku.id,
  name: plan.sku.title,
  quantity,
  more: quantity,
  parameters: parametersOf(sent),
  sent: JSON.stringify(sent),
});

/** Something about a subscription that exists. Without products the order is about all of them. */
function laterOf(world: World, body: Body, type: IngramOrder['type'], customerId: string): Contents | Reasons {
  const subscriptionId = textOf(body['subscriptionId']);
  const holder = world.tables.ingramSubscriptions.get(subscriptionId);
  if (holder?.customerId !== customerId) return { reasons: ['subscriptionId is required and must be one of the customer'] };
  if (holder.status !== 'active' && holder.status !== 'hold') return { reasons: [`The subscription is ${holder.status}`] };
  const running = itemsOf(world, holder).filter((item) => item.endedAt === undefined);
  const products = objectsOf(body['products']);
  if (type === 'change' && products.length === 0) return { reasons: ['products is required'] };
  const lines =
    products.length === 0
      ? running.map((item) => wholeLine(item, type))
      : changedLines(world, running, { body, type, now: periodsOf(holder) });
  return 'reasons' in lines ? lines : { ...periodsOf(holder), subscriptionId, lines };
}

const periodsOf = ({ term, billingCycle, planId }: IngramSubscription) => ({ term, billingCycle, planId });

const wholeLine = (item: IngramItem, type: IngramOrder['type']): IngramOrderLine => ({
  productId: item.productId,
  mpn: item.mpn,
  name: item.name,
  quantity: item.quantity,
  more: type === 'cancellation' ? -item.quantity : item.quantity,
  parameters: [],
  sent: '{}',
});

function changedLines(world: World, items: readonly IngramItem[], asked: Omit<SentLine, 'sent'>): readonly IngramOrderLine[] | Reasons {
  const read = objectsOf(asked.body['products']).map((sent) => changedLine(world, items, { ...asked, sent }));
  const reasons = read.flatMap((one, index) => (typeof one === 'string' ? [`products[${String(index)}]${one}`] : []));
  return reasons.length > 0 ? { reasons } : read.filter((one) => typeof one !== 'string');
}

type SentLine = {
  readonly sent: Body;
  readonly body: Body;
  readonly type: IngramOrder['type'];
  readonly now: Pick<IngramSubscription, 'term' | 'billingCycle'>;
};

/** One line about a product of the subscription; a text says why it is not possible. */
function changedLine(world: World, items: readonly IngramItem[], { sent, body, type, now }: SentLine): IngramOrderLine | string {
  const id = textOf(sent['id']);
  const item = items.find((one) => (id === '' ? one.mpn === textOf(sent['mpn']).toUpperCase() : one.productId === id));
  if (item === undefined) return ' is none of the subscription';
  const whole: IngramOrderLine = { ...wholeLine(item, type), parameters: parametersOf(sent), sent: JSON.stringify(sent) };
  const asked = quantityOf(sent['quantity']);
  if (type !== 'change') return (asked ?? item.quantity) < 0 ? '.quantity is not possible' : { ...whole, quantity: asked ?? item.quantity };
  const becomes = becomesOf(world, sent, body, now);
  if (becomes === undefined) return '.newMPN or newId is not sold with these periods';
  if (becomes !== '') return { ...whole, more: 0, becomes };
  if (asked === undefined || seatsAfter(world, item, asked) < 1) return '.quantity is not possible';
  return { ...whole, quantity: asked, more: seatsAfter(world, item, asked) - item.quantity };
}

/** Whether `quantity` of a change is the new total or the difference is not documented: a switch. */
export const seatsAfter = (world: World, item: Pick<IngramItem, 'quantity'>, quantity: number): number =>
  world.switch('ingram').changeQuantity === 'total' ? quantity : item.quantity + quantity;

export const isReasons = (draft: Draft | Reasons): draft is Reasons => 'reasons' in draft;
export const sentOf = (text: string): Body => {
  const value: unknown = JSON.parse(text);
  return isRecord(value) ? value : {};
};
