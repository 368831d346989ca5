import { parseDecimal } from '../../src/lib/decimal.ts';
import { findCustomer } from '../control/find.ts';
import type { DistributorSubscription, PsaAddition } from '../world/types.ts';
import { put, removeRow, type World } from '../world/world.ts';
import { type Act, type Acted, textIn, wholeIn } from './act.ts';

const human = { kind: 'user', name: 'jdoe' } as const;

function keepLine(world: World, before: PsaAddition, changes: Partial<PsaAddition>): Acted {
  const done: PsaAddition = { ...before, ...changes, updatedAt: world.now(), updatedBy: human.name };
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
  world.apply({ kind: 'psa.additionDeleted', actor: human, cause: 'screen', about, changes: [removeRow('psaAdditions', before.id)] });
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
  'customer.rename': renameCustomer,
};
