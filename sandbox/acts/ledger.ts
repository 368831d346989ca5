import { parseDecimal, printDecimal } from '../../src/lib/decimal.ts';
import { findAccount, findCustomer } from '../control/find.ts';
import { invoicesOf } from '../ledger/invoices.ts';
import { isBilledByMicrosoft } from '../ledger/wanted.ts';
import type { LedgerAdjustment, PartnerAccount } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { type Act, textIn } from './act.ts';

const ways: ReadonlySet<string> = new Set<LedgerAdjustment['into']>(['note', 'open', 'reissue', 'total']);
const isWay = (text: string): text is LedgerAdjustment['into'] => ways.has(text);

/**
 * {account?, customer, period: "2026-10", amount: "-12.50", subscriptionId?, currency?, reason?, into?: note | open | reissue | total}: Microsoft
 * corrects a month that is closed. `note` (usual): a credit or adjustment note that amends the invoice; `open`: a late line of the running
 * month; `reissue`: the line stands in the files of the closed month itself, which are then others than before; `total`: the invoice
 * comes to another amount, and no line says why.
 */
export const adjust: Act = (world, input) => {
  const wanted = wantedIn(world, input);
  if ('refused' in wanted) return wanted;
  const row: LedgerAdjustment = { ...wanted, id: world.newId(), madeAt: world.now() };
  world.apply({
    kind: 'ledger.adjusted',
    actor: { kind: 'system', name: 'Microsoft' },
    cause: 'control',
    about: { accountId: row.accountId, customerId: row.customerId },
    changes: [put('ledgerAdjustments', row)],
  });
  return { done: row };
};

type Input = Readonly<Record<string, unknown>>;

function wantedIn(world: World, input: Input): Omit<LedgerAdjustment, 'id' | 'madeAt'> | { readonly refused: string } {
  const customer = findCustomer(world, textIn(input, 'customer') ?? '');
  const account = customer && accountOf(world, customer.id, textIn(input, 'account'));
  if (customer === undefined || account === undefined || !isBilledByMicrosoft(world, account.id))
    return { refused: 'Microsoft bills no such account for this customer' };
  const amount = moneyIn(input);
  if (amount === undefined) return { refused: 'amount is no money, for example "-12.50"' };
  const currency = textIn(input, 'currency') ?? account.currency;
  const place = placeIn(world, account, currency, input);
  if (place === undefined)
    return { refused: 'into is note, open, reissue or total; all but open need a period with an invoice, for example "2026-10"' };
  return {
    accountId: account.id,
    customerId: customer.id,
    ...subscriptionIn(world, textIn(input, 'subscriptionId')),
    ...place,
    amount,
    currency,
    reason: textIn(input, 'reason') ?? 'Customer credit',
  };
}

function moneyIn(input: Input): string | undefined {
  const value = parseDecimal(textIn(input, 'amount') ?? '');
  return value === undefined || value.isZero() || value.decimalPlaces() > 2 ? undefined : printDecimal(value);
}

/** The month that is corrected, and where the correction stands. */
function placeIn(
  world: World,
  account: PartnerAccount,
  currency: string,
  input: Input,
): Pick<LedgerAdjustment, 'into' | 'period'> | undefined {
  const into = textIn(input, 'into') ?? 'note';
  const period = textIn(input, 'period') ?? world.now().slice(0, 7);
  if (!isWay(into) || !/^\d{4}-\d\d$/.test(period)) return undefined;
  const isClosed = invoicesOf(world, account.id).some(
    (one) => one.period === period && one.currency === currency && one.amendsOf === undefined,
  );
  return into === 'open' || isClosed ? { into, period } : undefined;
}

function accountOf(world: World, customerId: string, wanted: string | undefined): PartnerAccount | undefined {
  if (wanted !== undefined) return findAccount(world, wanted);
  const relationship = world.tables.relationships.by('customerId', customerId).find((row) => row.removedAt === undefined);
  return world.tables.partnerAccounts.get(relationship?.accountId ?? '');
}

const subscriptionIn = (world: World, id: string | undefined): { readonly subscriptionId?: string } =>
  id === undefined || world.tables.subscriptions.get(id.toLowerCase()) === undefined ? {} : { subscriptionId: id.toLowerCase() };

export const ledgerActs: Readonly<Record<string, Act>> = { 'ledger.adjust': adjust };
