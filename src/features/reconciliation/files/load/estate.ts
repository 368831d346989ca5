import { put } from '../../../../lib/put.ts';
import { goesOnByTheMonth } from '../../rules/term-end.ts';
import { isoDay, parseDay } from '../days.ts';
import { parseMicro } from '../exact.ts';
import type { Customer, Offering, Subscription } from '../model.ts';
import type { ProblemList } from '../problem.ts';
import type { Row } from '../read/row.ts';
import { remembered } from '../remembered.ts';
import { needMicro, readTable } from './tables.ts';
import { billingOf, fullSku, termOf } from './words.ts';

export type Estate = {
  /** By subscription id (lower case); one id may be listed under two partner accounts. */
  readonly byId: ReadonlyMap<string, readonly Subscription[]>;
  readonly byCustomer: ReadonlyMap<string, readonly Subscription[]>;
  readonly isComplete: boolean;
};

const gone = new Set(['deleted', 'expired', 'cancelled', 'canceled', 'disabled']);
const columns = [
  'partnerId',
  'customerId!',
  'subscriptionId!',
  'offerId',
  'offerName',
  'quantity!',
  'status!',
  'termDuration',
  'billingCycle',
  'billingType',
  'isTrial',
  'effectiveStartDate',
  'commitmentEndDate',
  'creationDate',
  'pricingCurrency',
  'autoRenewEnabled',
];

/** Product and SKU of an offer id, `product:sku:availability`; an older one is a GUID. */
const offerOf = remembered((offerId) => {
  const [productId = '', skuId = ''] = offerId.split(':');
  return { productId, skuId: fullSku(skuId), isLicence: offerId.includes(':') };
});

const offeringOf = (row: Row, isLicence: boolean): Offering => {
  if (row.text('billingType') === 'usage') return 'azure';
  return isLicence ? 'licence' : 'legacy';
};

const isGone = remembered((status) => gone.has(status.toLowerCase()));

function toSubscription(row: Row, quantity: number): Subscription {
  const { productId, skuId, isLicence } = offerOf(row.text('offerId'));
  const offering = offeringOf(row, isLicence);
  return {
    id: row.text('id', 'subscriptionId').toLowerCase(),
    customerId: row.text('customerId').toLowerCase(),
    // In a Subscription resource partnerId is the reseller's number; the tenant stands in partnerTenantId.
    partnerId: (row.text('partnerTenantId') || (row.text('id') === '' ? row.text('partnerId') : '')).toLowerCase(),
    offering,
    productId,
    skuId,
    name: row.text('offerName', 'friendlyName'),
    quantity,
    isGone: isGone(row.text('status')),
    isTrial: row.text('isTrial').toLowerCase() === 'true',
    term: termOf(row.text('termDuration')),
    billing: billingOf(row.text('billingCycle')),
    startsOn: parseDay(row.text('effectiveStartDate')) ?? 0,
    endsOn: parseDay(row.text('commitmentEndDate')) ?? Number.MAX_SAFE_INTEGER,
    createdOn: parseDay(row.text('creationDate')),
    currency: row.text('pricingCurrency'),
    ...(offering === 'licence' && isUndecided(row) && { goesOnByTheMonth: true }),
    ...(offering === 'licence' && nextSeatsOf(row)),
  };
}

/** Of a licence, as the Subscription resource says it (partner-center-api.md 8.2, 8.4). */
function isUndecided(row: Row): boolean {
  if (row.text('autoRenewEnabled').toLowerCase() !== 'false') return false;
  const isPaid =
    row.text('status').toLowerCase() === 'active' && row.text('isTrial').toLowerCase() !== 'true' && row.text('quantity') !== '0';
  const next = row.text('scheduledNextTermInstructions.product.productId', 'scheduledNextTermInstructions.quantity');
  const end = parseDay(row.text('commitmentEndDate'));
  return (
    isPaid &&
    goesOnByTheMonth({
      autoRenew: false,
      hasPlan: next !== '',
      asked: askedAtTermEnd(row),
      endsOn: end === undefined ? undefined : isoDay(end),
    })
  );
}

/** Trials have a next term without anybody having asked for it (partner-center-api.md 8.2). */
function nextSeatsOf(row: Row): { readonly nextSeats: number } | undefined {
  const text = row.text('scheduledNextTermInstructions.quantity');
  if (text === '' || row.text('isTrial').toLowerCase() === 'true') return undefined;
  const nextSeats = parseMicro(text);
  return nextSeats === undefined ? undefined : { nextSeats };
}

/** Each action that is scheduled has its kind of time and what it does. */
function askedAtTermEnd(row: Row): string | undefined {
  for (let index = 0; index < 8; index += 1) {
    const action = `scheduledActions.${String(index)}`;
    const when = row.text(`${action}.scheduleType`);
    if (when === '') return undefined;
    if (when.toLowerCase() === 'termend') return row.text(`${action}.actionType`).toLowerCase();
  }
  return undefined;
}

/** Subscription resources of `/v1/customers/{id}/subscriptions`, one a line, or their CSV. */
export async function loadEstate(files: readonly string[], problems: ProblemList): Promise<Estate> {
  const byId = new Map<string, Subscription[]>();
  const byCustomer = new Map<string, Subscription[]>();
  let isComplete = true;
  for (const file of files) {
    const whole = await readTable(file, problems, columns, (row) => {
      const quantity = needMicro(row, file, problems, 'quantity');
      if (quantity === undefined) {
        isComplete = false;
        return;
      }
      const subscription = toSubscription(row, quantity);
      const listed = byId.get(subscription.id)?.some((other) => other.partnerId === subscription.partnerId) === true;
      // The same record twice (a page repeated while it was read) is one subscription.
      if (listed) return;
      put(byId, subscription.id, subscription);
      put(byCustomer, subscription.customerId, subscription);
    });
    isComplete &&= whole;
  }
  return { byId, byCustomer, isComplete };
}

/** Customer resources of `/v1/customers`. */
export async function loadCustomers(
  files: readonly string[],
  problems: ProblemList,
): Promise<{ customers: Map<string, Customer>; isComplete: boolean }> {
  const customers = new Map<string, Customer>();
  let isComplete = true;
  for (const file of files) {
    const whole = await readTable(file, problems, ['id!', 'name', 'country'], (row) => {
      const id = row.text('companyProfile.tenantId', 'id').toLowerCase();
      if (id === '') return;
      const name = row.text('companyProfile.companyName', 'name');
      if (row.text('relationshipToPartner').toLowerCase() === 'none') return;
      customers.set(id, { id, name, country: row.text('billingProfile.defaultAddress.country', 'country').toUpperCase() });
    });
    isComplete &&= whole;
  }
  return { customers, isComplete };
}
