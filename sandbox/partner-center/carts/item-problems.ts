import { prerequisitesOf } from '../../world/prices/extra-catalogue.ts';
import { problemsOf, promotionOf } from '../../world/prices/promotions.ts';
import type { CartLine, CartLineError, Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { cycleOf, type Item, idsOf, termOf } from '../catalogue/find.ts';
import { segmentsOf } from '../catalogue/views.ts';
import { isRestrictedIn } from '../inventory/stock.ts';
import { misfitOf, readDay } from '../subscriptions/custom-ends.ts';
import { customEndText, problem } from './line-errors.ts';
import type { Buyer } from './meaning.ts';

type Question = {
  readonly world: World;
  readonly buyer: Buyer;
  readonly item: Item;
  readonly line: CartLine;
  readonly all: readonly CartLine[];
  /** What the customer has from this partner. */
  readonly owned: readonly Subscription[];
};

type Rule = (question: Question) => CartLineError | undefined;

const isLiving = ({ status }: Subscription): boolean => status === 'active' || status === 'suspended';

const segment: Rule = ({ world, buyer, item }) =>
  segmentsOf(world, buyer.customer.id).has(item.sale.segment)
    ? undefined
    : problem(10006, { description: 'Customer tenant does not have required tags for the offer.' });

const quantity: Rule = ({ item: { sku }, line }) => {
  if (line.quantity >= sku.minimumQuantity && line.quantity <= sku.maximumQuantity) return undefined;
  return line.quantity < 1 ? problem(10010) : problem(10015, { availableQuantity: sku.maximumQuantity });
};

const plan: Rule = ({ item: { sku, sale }, line }) => {
  if (line.billingCycle !== cycleOf(sku, sale)) return problem(10010, { description: 'The billing cycle is not valid for this item.' });
  return (line.termDuration ?? '') === termOf(sku, sale)
    ? undefined
    : problem(10010, { description: 'The term duration is not valid for this item.' });
};

const participants: Rule = ({ line }) =>
  line.participants?.some(({ value }) => !/^\d{1,10}$/.test(value)) === true ? problem(10004) : undefined;

const attestation: Rule = ({ item: { sku }, line }) =>
  sku.attestation === true && line.attestationAccepted !== true ? problem(10012) : undefined;

const skuOf = (line: CartLine): string => {
  const ids = idsOf(line.catalogItemId);
  return ids === undefined ? '' : `${ids.productId}:${ids.skuId}`.toUpperCase();
};

const baseProduct: Rule = ({ item: { sku }, all, owned }) => {
  const bases = prerequisitesOf(sku.id);
  if (bases.length === 0) return undefined;
  const has = owned.some((row) => isLiving(row) && bases.includes(`${row.productId}:${row.skuId}`));
  return has || all.some((line) => bases.includes(skuOf(line))) ? undefined : problem(400041);
};

/** One Azure plan and one trial of a kind for each customer. */
const onlyOne: Rule = ({ item: { sku }, owned }) => {
  if (sku.kind !== 'azurePlan' && sku.kind !== 'trial') return undefined;
  const has = owned.some((row) => `${row.productId}:${row.skuId}` === sku.id && (sku.kind === 'trial' || isLiving(row)));
  return has ? problem(10002, { availableQuantity: 0, purchasedQuantity: 1 }) : undefined;
};

const reservation: Rule = ({ world, item: { sku }, line, owned }) => {
  if (sku.kind !== 'reservation') return undefined;
  const { scope = 'shared', subscriptionId, armRegionName } = line.provisioningContext ?? {};
  if (scope !== 'shared' && scope !== 'single') return problem(10010, { description: `The selected scope '${scope}' is not supported.` });
  if (subscriptionId === undefined) return problem(10007);
  const isKnown = owned.some((row) => row.id === subscriptionId.toLowerCase() && isLiving(row));
  if (!isKnown && owned.some((row) => row.id === subscriptionId.toLowerCase())) return problem(10008);
  // The old Azure offer is registered first; an Azure plan needs no such step.
  const old = owned.find((row) => row.id === subscriptionId.toLowerCase() && row.legacy !== undefined);
  if (old !== undefined && world.tables.registrations.get(old.id) === undefined) return problem(10011);
  return isRestrictedIn(sku, armRegionName) ? problem(10003) : undefined;
};

/** A first term may end with another subscription or with a calendar month, never with a trial. */
const customEnd: Rule = ({ world, buyer, item: { sku, product, sale }, line }) => {
  if (line.customTermEndDate === undefined) return undefined;
  const wrong = problem(10010, { description: customEndText });
  const day = readDay(line.customTermEndDate);
  if (day === undefined || product.productType !== 'OnlineServicesNCE' || sku.kind === 'trial') return wrong;
  const beginning = {
    accountId: buyer.accountId,
    customerId: buyer.customer.id,
    start: Temporal.PlainDate.from(world.today()),
    term: sale.term,
  };
  return misfitOf(world, beginning, day) === undefined ? undefined : wrong;
};

const promotion: Rule = ({ world, buyer, item: { sku, sale }, line }) => {
  if (line.promotionId === undefined) return undefined;
  const named = promotionOf(world, line.promotionId);
  const wish = {
    accountId: buyer.accountId,
    customerId: buyer.customer.id,
    skuKey: sku.id,
    term: termOf(sku, sale),
    billingCycle: cycleOf(sku, sale),
    quantity: line.quantity,
    at: world.now(),
  };
  const problems: readonly { readonly description: string }[] =
    named === undefined ? [{ description: 'The promotion is not valid.' }] : problemsOf(world, named, wish);
  const [first] = problems;
  return first === undefined ? undefined : problem(10010, { description: first.description });
};

/** Small numbers in an integration sandbox (page "Test and debug"). */
const testLimits: Rule = ({ world, buyer, line, owned }) => {
  if (!world.switch('orders').testAccounts.includes(buyer.accountId)) return undefined;
  if (line.quantity > 25) return problem(10009, { availableQuantity: 25 });
  return owned.filter(isLiving).length >= 5 ? problem(10009, { availableQuantity: 0, purchasedQuantity: 5 }) : undefined;
};

const rules: readonly Rule[] = [
  segment,
  plan,
  quantity,
  testLimits,
  participants,
  attestation,
  baseProduct,
  onlyOne,
  reservation,
  customEnd,
  promotion,
];

/** The first thing that is wrong with a line about a catalogue item. */
export function itemProblem(world: World, buyer: Buyer, item: Item, line: CartLine, all: readonly CartLine[]): CartLineError | undefined {
  const owned = world.tables.subscriptions.by('relationship', `${buyer.accountId}:${buyer.customer.id}`);
  for (const rule of rules) {
    const wrong = rule({ world, buyer, item, line, all, owned });
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}
