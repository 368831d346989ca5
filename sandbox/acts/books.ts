import { parseDecimal } from '../../src/lib/decimal.ts';
import { remembering } from '../connectwise/additions/write.ts';
import { findCustomer } from '../control/find.ts';
import { gradientKeys } from '../gradient/keys.ts';
import { findInvoice } from '../pax8/invoices/invoices.ts';
import { stateOf } from '../pax8/subscriptions/state.ts';
import { usagePlan } from '../pax8/usage/plan.ts';
import type { DistributorSubscription, PsaAddition } from '../world/types.ts';
import { put, removeRow, type World } from '../world/world.ts';
import { type Act, type Acted, textIn, wholeIn } from './act.ts';

const human = { kind: 'user', name: 'jdoe' } as const;

function keepLine(world: World, before: PsaAddition, changes: Partial<PsaAddition>): Acted {
  const written: PsaAddition = { ...before, ...changes, updatedAt: world.now(), updatedBy: human.name };
  const known = world.tables.psaAdditions.get(before.id);
  const done = remembering(known, written);
  const about = { instanceId: before.instanceId, agreementId: String(before.agreementId), additionId: String(before.id) };
  world.apply({ kind: 'psa.additionEdited', actor: human, cause: 'screen', about, changes: [put('psaAdditions', done)] });
  return { done };
}

const line = (world: World, input: Readonly<Record<string, unknown>>): PsaAddition | undefined =>
  world.tables.psaAdditions.get(textIn(input, 'additionId') ?? '');

/** {additionId, quantity?, unitPrice?, unitCost?, cancelledDate?}: somebody edits a line on the PSA's screen. */
const editLine: Act = (world, input) => {
  const before = line(world, input);
  if (before === undefined) return { refused: 'unknown additionId' };
  const changes: Record<string, string> = {};
  for (const name of ['quantity', 'unitPrice', 'unitCost'] as const) {
    const value = textIn(input, name);
    if (value === undefined) continue;
    if (parseDecimal(value) === undefined) return { refused: `${name} is no number` };
    changes[name] = value;
  }
  const cancelledDate = textIn(input, 'cancelledDate');
  if (cancelledDate !== undefined) changes['cancelledDate'] = cancelledDate;
  return keepLine(world, before, changes);
};

/** {additionId}: somebody deletes a line. */
const deleteLine: Act = (world, input) => {
  const before = line(world, input);
  if (before === undefined) return { refused: 'unknown additionId' };
  const about = { instanceId: before.instanceId, agreementId: String(before.agreementId), additionId: String(before.id) };
  const changes = [removeRow('psaAdditions', before.id), put('psaRemovedAdditions', { ...before, removedAt: world.now() })];
  world.apply({ kind: 'psa.additionDeleted', actor: human, cause: 'screen', about, changes });
  return { done: before };
};

/** {additionId}: somebody enters the same line once more. */
const copyLine: Act = (world, input) => {
  const before = line(world, input);
  if (before === undefined) return { refused: 'unknown additionId' };
  return keepLine(world, { ...before, id: world.nextNumber('psaAdditions') }, { enteredAt: world.now(), enteredBy: human.name });
};

/** {subscriptionId, quantity?, partnerCost?}: the distributor's own mistake. */
const distributorEdit: Act = (world, input) => {
  const id = (textIn(input, 'subscriptionId') ?? '').toLowerCase();
  const row: DistributorSubscription | undefined =
    world.tables.distributorSubscriptions.get(id) ?? world.tables.distributorSubscriptions.by('vendorSubscriptionId', id)[0];
  if (row === undefined) return { refused: 'unknown subscriptionId' };
  const partnerCost = textIn(input, 'partnerCost') ?? row.partnerCost;
  if (parseDecimal(partnerCost) === undefined) return { refused: 'partnerCost is no number' };
  const done: DistributorSubscription = {
    ...row,
    history: [...row.history, stateOf(row)],
    quantity: wholeIn(input, 'quantity') ?? row.quantity,
    partnerCost,
    updatedAt: world.now(),
  };
  const about = { accountId: row.accountId, companyId: row.companyId, subscriptionId: row.id };
  world.apply({
    kind: 'distributor.edited',
    actor: { kind: 'user', name: 'Pax8 support' },
    cause: 'screen',
    about,
    changes: [put('distributorSubscriptions', done)],
  });
  return { done };
};

/** {product: id, or productId:skuId at Microsoft, billingTerm, commitmentTerm, partnerBuyRate}: the distributor's list moves; what was bought keeps its cost. */
const distributorPrice: Act = (world, input) => {
  const wanted = textIn(input, 'product') ?? '';
  const { distributorProducts } = world.tables;
  const product = distributorProducts.get(wanted) ?? distributorProducts.by('skuKey', wanted)[0];
  if (product === undefined) return { refused: 'unknown product' };
  const partnerBuyRate = textIn(input, 'partnerBuyRate');
  if (partnerBuyRate === undefined || parseDecimal(partnerBuyRate) === undefined) return { refused: 'partnerBuyRate is no number' };
  const isMeant = ({ billingTerm, commitmentTerm }: (typeof product.prices)[number]): boolean =>
    billingTerm === textIn(input, 'billingTerm') && commitmentTerm === textIn(input, 'commitmentTerm');
  if (!product.prices.some(isMeant)) return { refused: 'the product has no such price' };
  const done = { ...product, prices: product.prices.map((price) => (isMeant(price) ? { ...price, partnerBuyRate } : price)) };
  world.apply({
    kind: 'distributor.priceMoved',
    actor: { kind: 'user', name: 'Pax8 pricing' },
    cause: 'screen',
    about: { distributorAccountId: product.accountId, productId: product.id },
    changes: [put('distributorProducts', done)],
  });
  return { done };
};

/** {invoiceId, subscriptionId?, quantity?, partnerCost?}: the distributor credits a wrong invoice and issues another, with that line put right. */
const creditInvoice: Act = (world, input) => {
  const id = textIn(input, 'invoiceId') ?? '';
  const account = world.tables.distributorAccounts.all().find((one) => findInvoice(world, one, id) !== undefined);
  const invoice = account === undefined ? undefined : findInvoice(world, account, id);
  if (account === undefined || invoice === undefined || invoice.creditedAt !== undefined)
    return { refused: 'unknown invoiceId, or credited' };
  const subscriptionId = textIn(input, 'subscriptionId');
  const partnerCost = textIn(input, 'partnerCost');
  const quantity = wholeIn(input, 'quantity');
  if (partnerCost !== undefined && parseDecimal(partnerCost) === undefined) return { refused: 'partnerCost is no number' };
  const correction = {
    subscriptionId: subscriptionId ?? '',
    ...(quantity === undefined ? {} : { quantity }),
    ...(partnerCost === undefined ? {} : { partnerCost }),
  };
  const done = {
    id,
    accountId: account.id,
    month: invoice.month,
    creditedAt: world.now(),
    reissuedAs: world.newId(),
    readableAt: world.clock.now().add({ hours: 24 }).toString({ smallestUnit: 'millisecond' }),
    corrections: subscriptionId === undefined ? [] : [correction],
  };
  world.apply({
    kind: 'distributor.invoiceCredited',
    actor: { kind: 'user', name: 'Pax8 billing' },
    cause: 'screen',
    about: { distributorAccountId: account.id, invoiceId: id },
    changes: [put('distributorCreditedInvoices', done)],
  });
  return { done };
};

/** {company, domain?: name}: a company takes an Azure plan at the distributor, billed by use. `company`: id or name. */
const sellUsage: Act = (world, input) => {
  const wanted = textIn(input, 'company') ?? '';
  const company =
    world.tables.distributorCompanies.get(wanted) ?? world.tables.distributorCompanies.all().find((one) => one.name === wanted);
  const account = world.tables.distributorAccounts.get(company?.accountId ?? '');
  if (company === undefined || account === undefined) return { refused: 'unknown company' };
  const { product, subscription } = usagePlan(world, account, company);
  world.apply({
    kind: 'distributor.usageSold',
    actor: { kind: 'user', name: 'Pax8 sales' },
    cause: 'screen',
    about: { distributorAccountId: account.id, companyId: company.id, distributorSubscriptionId: subscription.id },
    changes: [put('distributorProducts', product), put('distributorSubscriptions', subscription)],
  });
  return { done: subscription };
};

/** {codebase}: the vendor upgrades the installation; the old codebase answers 404 from now on. */
const upgrade: Act = (world, input) => {
  const codebase = textIn(input, 'codebase');
  const instance = world.tables.psaInstances.all()[0];
  if (instance === undefined || codebase === undefined || !/^v[\w.]+$/.test(codebase)) return { refused: 'codebase is wrong: v2026_1' };
  const done = { ...instance, codebase };
  world.apply({
    kind: 'psa.upgraded',
    actor: { kind: 'system', name: 'ConnectWise' },
    cause: 'screen',
    about: { instanceId: instance.id },
    changes: [put('psaInstances', done)],
  });
  return { done };
};

/** {accountId}: somebody at Gradient says which PSA account a vendor's account is. */
const mapAccount: Act = (world, input) => {
  const account = world.tables.gradientAccounts.get(textIn(input, 'accountId') ?? '');
  if (account === undefined) return { refused: 'unknown accountId' };
  const done = { ...account, mapped: true };
  world.apply({ kind: 'gradient.mapped', actor: human, cause: 'screen', changes: [put('gradientAccounts', done)] });
  return { done };
};

/** {}: the keys by which a vendor signs in at Gradient. */
const showKeys: Act = (world) => ({ done: gradientKeys(world) });

/** {customer, name}: the customer's organisation takes another name. */
const renameCustomer: Act = (world, input) => {
  const customer = findCustomer(world, textIn(input, 'customer') ?? '');
  const name = textIn(input, 'name');
  if (customer === undefined || name === undefined) return { refused: 'unknown customer, or no name' };
  const done = { ...customer, name };
  world.apply({
    kind: 'customer.renamed',
    actor: { kind: 'user', name: 'admin@customer' },
    cause: 'screen',
    about: { customerId: customer.id },
    changes: [put('customers', done)],
  });
  return { done };
};

export const bookActs: Readonly<Record<string, Act>> = {
  'psa.editLine': editLine,
  'psa.deleteLine': deleteLine,
  'psa.copyLine': copyLine,
  'distributor.edit': distributorEdit,
  'distributor.price': distributorPrice,
  'psa.upgrade': upgrade,
  'distributor.creditInvoice': creditInvoice,
  'distributor.sellUsage': sellUsage,
  'gradient.map': mapAccount,
  'gradient.keys': showKeys,
  'customer.rename': renameCustomer,
};
