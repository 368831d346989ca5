import { parseDecimal, printDecimal } from '../../src/lib/decimal.ts';
import { findAccount, findCustomer } from '../control/find.ts';
import { invoicesOf } from '../ledger/invoices.ts';
import { isBilledByMicrosoft } from '../ledger/lines.ts';
import type { LedgerAdjustment, PartnerAccount } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { type Act, textIn } from './act.ts';

const ways: ReadonlySet<string> = new Set<LedgerAdjustment['into']>(['note', 'open', 'reissue']);
const isWay = (text: string): text is LedgerAdjustment['into'] => ways.has(text);

/**
 * {account?, customer, period: "2026-10", amount: "-12.50", subscriptionId?, currency?, reason?, into?: note | open | reissue}: Microsoft
 * corrects a month that is closed. `note` (usual): a credit or adjustment note that amends the invoice; `open`: a late line of the running
 * month; `reissue`: the line stands in the files of the closed month itself, which are then others than before.
 */
export const adjust: Act = (world, input) => {
  const customer = findCustomer(world, textIn(input, 'customer') ?? '');
  if (customer === undefined) return { refused: 'unknown customer' };
  const account = accountOf(world, customer.id, textIn(input, 'account'));
  if (account === undefined || !isBilledByMicrosoft(world, account.id))
    return { refused: 'Microsoft bills no such account for this customer' };
  const value = parseDecimal(textIn(input, 'amount') ?? '');
  if (value === undefined || value.isZero() || value.decimalPlaces() > 2) return { refused: 'amount is no money, for example "-12.50"' };
  const into = textIn(input, 'into') ?? 'note';
  const period = textIn(input, 'period') ?? '';
  const currency = textIn(input, 'currency') ?? account.currency;
  const isClosed = invoicesOf(world, account.id).some(
    (invoice) => invoice.period === period && invoice.currency === currency && invoice.amendsOf === undefined,
  );
  if (!isWay(into) || (into !== 'open' && !isClosed))
    return { refused: 'into is note, open or reissue; note and reissue need a period with an invoice, for example "2026-10"' };
  const row: LedgerAdjustment = {
    id: world.newId(),
    accountId: account.id,
    customerId: customer.id,
    ...subscriptionIn(world, textIn(input, 'subscriptionId')),
    period: /^\d{4}-\d\d$/.test(period) ? period : world.now().slice(0, 7),
    amount: printDecimal(value),
    currency,
    reason: textIn(input, 'reason') ?? 'Customer credit',
    into,
    madeAt: world.now(),
  };
  world.apply({
    kind: 'ledger.adjusted',
    actor: { kind: 'system', name: 'Microsoft' },
    cause: 'control',
    about: { accountId: account.id, customerId: customer.id },
    changes: [put('ledgerAdjustments', row)],
  });
  return { done: row };
};

function accountOf(world: World, customerId: string, wanted: string | undefined): PartnerAccount | undefined {
  if (wanted !== undefined) return findAccount(world, wanted);
  const relationship = world.tables.relationships.by('customerId', customerId).find((row) => row.removedAt === undefined);
  return world.tables.partnerAccounts.get(relationship?.accountId ?? '');
}

const subscriptionIn = (world: World, id: string | undefined): { readonly subscriptionId?: string } =>
  id === undefined || world.tables.subscriptions.get(id.toLowerCase()) === undefined ? {} : { subscriptionId: id.toLowerCase() };

export const ledgerActs: Readonly<Record<string, Act>> = { 'ledger.adjust': adjust };
