import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/lib/exact-json.ts';
import type { DistributorAccount, DistributorOrder, DistributorPrice, DistributorProduct } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { microsoftKeys } from '../answers/provisioning.ts';
import { listOf, textOf, wholeOf } from '../bodies.ts';
import { readDay } from '../dates.ts';
import { findCompany, findProduct, findSubscription } from '../visible.ts';

export type OrderLine = {
  readonly line: Omit<DistributorOrder['lines'][number], 'id' | 'subscriptionId'>;
  readonly product: DistributorProduct;
  readonly price: DistributorPrice;
};

/** The lines of a wanted order, or every reason against it. `commitmentTermID` is taken too: the vendor's own example spells it so. */
export function checkOrder(world: World, account: DistributorAccount, body: JsonObject): readonly OrderLine[] | readonly string[] {
  const company = findCompany(world, account, textOf(body['companyId']));
  const items = listOf(body['lineItems']);
  const reasons: string[] = [];
  if (company === undefined) reasons.push('companyId must name a company of this partner');
  else if (company.status !== 'Active') reasons.push('The company is not active: it needs a primary Admin, Billing and Technical contact');
  if (items.length === 0) reasons.push('lineItems is required');
  const lines: OrderLine[] = [];
  for (const [index, item] of items.entries()) {
    const line = checkLine(world, account, isJsonObject(item) ? item : {}, index + 1);
    if ('line' in line) lines.push(line);
    else reasons.push(...line.map((reason) => `lineItems[${index}]: ${reason}`));
  }
  return reasons.length > 0 ? reasons : lines;
}

export const isLines = (value: readonly OrderLine[] | readonly string[]): value is readonly OrderLine[] => typeof value[0] === 'object';

function checkLine(world: World, account: DistributorAccount, item: JsonObject, number: number): OrderLine | readonly string[] {
  const product = findProduct(world, account, textOf(item['productId']));
  const quantity = wholeOf(item['quantity']) ?? 0;
  if (product === undefined) return ['productId must name a product'];
  if (quantity < 1) return ['quantity must be a whole number from 1'];
  const commitmentTermId = textOf(item['commitmentTermId'] ?? item['commitmentTermID']);
  const price = chosenPrice(product, textOf(item['billingTerm']), commitmentTermId);
  if (typeof price === 'string') return [price];
  const provisioningDetails = listOf(item['provisioningDetails']).map(detail);
  const wrong = product.vendorName === 'Microsoft' ? provisioningDetails.flatMap(wrongValues) : [];
  if (wrong.length > 0) return wrong;
  const lineItemNumber = wholeOf(item['lineItemNumber']) ?? number;
  const commitment = commitmentTermId === '' ? {} : { commitmentTermId };
  const beside = besides(world, account, item);
  if (typeof beside === 'string') return [beside];
  const line = {
    ...beside,
    lineItemNumber,
    productId: product.id,
    ...commitment,
    billingTerm: price.billingTerm,
    quantity,
    provisioningDetails,
  };
  return { line, product, price };
}

type Beside = Pick<OrderLine['line'], 'parentSubscriptionId' | 'parentLineItemNumber' | 'provisionStartDate'>;

/** Parents and the wanted start, which few orders name. */
function besides(world: World, account: DistributorAccount, item: JsonObject): Beside | string {
  const parentSubscriptionId = textOf(item['parentSubscriptionId']);
  const parentLineItemNumber = wholeOf(item['parentLineItemNumber']);
  const provisionStartDate = textOf(item['provisionStartDate']);
  if (parentSubscriptionId !== '' && findSubscription(world, account, parentSubscriptionId) === undefined)
    return 'parentSubscriptionId must name a subscription';
  if (provisionStartDate !== '' && readDay(provisionStartDate) === undefined) return 'provisionStartDate must be a date';
  return {
    ...(parentSubscriptionId === '' ? {} : { parentSubscriptionId }),
    ...(parentLineItemNumber === undefined ? {} : { parentLineItemNumber }),
    ...(provisionStartDate === '' ? {} : { provisionStartDate }),
  };
}

function chosenPrice(product: DistributorProduct, billingTerm: string, commitmentTermId: string): DistributorPrice | string {
  if (product.requiresCommitment && commitmentTermId === '') return 'commitmentTermId is required for this product';
  const price = product.prices.find(
    (one) => one.billingTerm === billingTerm && (commitmentTermId === '' || one.commitmentTermId === commitmentTermId),
  );
  return price ?? 'billingTerm and commitmentTermId do not fit a price of this product';
}

type Given = { readonly key: string; readonly values: readonly string[] };

const detail = (value: JsonValue): Given =>
  isJsonObject(value) ? { key: textOf(value['key']), values: listOf(value['values']).map((one) => textOf(one)) } : { key: '', values: [] };

/** A choice must be one of the product's sentences, letter for letter. Keys that the product does not ask for do no harm. */
const wrongValues = ({ key, values }: Given): readonly string[] => {
  const choices = microsoftKeys.find((one) => one.key === key)?.possibleValues;
  return choices === undefined || values.every((value) => choices.includes(value)) ? [] : [`${key} must be one of its possible values`];
};
