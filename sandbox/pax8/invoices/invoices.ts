import { Decimal, sumDecimals } from '../../../src/lib/decimal.ts';
import { Seeded } from '../../../src/lib/seeded.ts';
import { Rendered } from '../../rendered.ts';
import type { DistributorAccount, DistributorCreditedInvoice } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { remembered } from '../memory.ts';
import { arrearsOf } from '../usage/usage.ts';
import { subscriptionsOf } from '../visible.ts';
import { type Charge, chargesOf, plusMonths } from './ledger.ts';

/** An approved invoice. It never changes; a wrong one is credited and another takes its place. */
export type Invoice = {
  readonly id: string;
  /** `2026-11` */
  readonly month: string;
  readonly account: DistributorAccount;
  readonly total: Decimal;
  readonly creditedAt?: string;
  /** The one that this was issued for instead. */
  readonly instead?: DistributorCreditedInvoice;
};

const monthsKept = 12;

/** The instant at which the invoices of a month can be read: made on the 4th, approved before the 5th begins. */
export function approvedAtMs(world: World, month: string): number {
  const delay = new Seeded(`${String(world.options.seed)}/pax8/approved/${month}`).int(0, 12 * 3600 - 60);
  return Date.parse(`${month}-04T12:00:00Z`) + delay * 1000;
}

const invoiceId = (world: World, account: DistributorAccount, month: string): string =>
  new Seeded(`${String(world.options.seed)}/pax8/${account.id}/${month}`).uuid();

/** Charges follow from a row and a month alone. */
const charges = new Rendered<readonly Charge[]>(200_000);

/** What an invoice of a month charges, company by company. Arrears of usage come with the month behind. */
export function chargesIn(world: World, account: DistributorAccount, month: string, withUsage = true): readonly Charge[] {
  return remembered(world, `charges/${account.id}/${month}/${String(withUsage)}`, () =>
    subscriptionsOf(world, account)
      .flatMap((subscription) => [
        ...charges.get(subscription, month, () => chargesOf(subscription, month)),
        ...(withUsage ? arrearsOf(world, subscription, month) : []),
      ])
      .sort((a, b) => compareText(a.subscription.companyId, b.subscription.companyId)),
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The charges of one invoice: those of its month, put right where it was issued anew. */
export const chargesOn = (world: World, { account, month, instead }: Invoice): readonly Charge[] =>
  chargesIn(world, account, month).map((charge) => {
    const correction = instead?.corrections.find((one) => one.subscriptionId === charge.subscription.id);
    if (correction === undefined || charge.type !== 'subscription') return charge;
    return {
      ...charge,
      quantity: correction.quantity === undefined ? charge.quantity : new Decimal(correction.quantity),
      cost: correction.partnerCost === undefined ? charge.cost : new Decimal(correction.partnerCost),
    };
  });

/** Months whose invoices can be read now, newest first. */
function readableMonths(world: World, account: DistributorAccount): readonly string[] {
  if (!account.adminKey) return [];
  const now = world.clock.nowMs();
  const current = world.today().slice(0, 7);
  const months = Array.from({ length: monthsKept }, (_, back) => plusMonths(`${current}-01`, -back).slice(0, 7));
  return months.filter((month) => approvedAtMs(world, month) <= now);
}

/** All invoices that can be read now, newest first. */
export function invoicesOf(world: World, account: DistributorAccount): readonly Invoice[] {
  const now = world.clock.nowMs();
  return readableMonths(world, account).flatMap((month) => ofMonth(world, account, month).filter((invoice) => isReadable(invoice, now)));
}

const isReadable = ({ instead }: Issued, now: number): boolean => instead === undefined || Date.parse(instead.readableAt) <= now;

type Issued = Pick<Invoice, 'id' | 'instead'>;

/** What was issued for a month: numbers alone, without their charges. */
function issuedFor(world: World, account: DistributorAccount, month: string): readonly Issued[] {
  const credited = creditedFor(world, account, month);
  return [...credited.map((row) => ({ id: row.reissuedAs, instead: row })), { id: invoiceId(world, account, month) }];
}

const creditedFor = (world: World, account: DistributorAccount, month: string): readonly DistributorCreditedInvoice[] =>
  world.tables.distributorCreditedInvoices.by('accountId', account.id).filter((row) => row.month === month);

/** The invoice of a month, and those issued in its place. */
const ofMonth = (world: World, account: DistributorAccount, month: string): readonly Invoice[] =>
  remembered(world, `invoices/${account.id}/${month}`, () => {
    if (chargesIn(world, account, month).length === 0) return [];
    const credited = creditedFor(world, account, month);
    return issuedFor(world, account, month).map((one) => {
      const wrong = credited.find((row) => row.id === one.id);
      const bare: Invoice = {
        ...one,
        month,
        account,
        total: new Decimal(0),
        ...(wrong === undefined ? {} : { creditedAt: wrong.creditedAt }),
      };
      return { ...bare, total: sumDecimals(chargesOn(world, bare).map(({ cost, quantity }) => cost.times(quantity))) };
    });
  });

/** Only the month that has the number is worked out. */
export function findInvoice(world: World, account: DistributorAccount, id: string): Invoice | undefined {
  const now = world.clock.nowMs();
  const month = readableMonths(world, account).find((one) =>
    issuedFor(world, account, one).some((issued) => issued.id === id && isReadable(issued, now)),
  );
  return month === undefined ? undefined : ofMonth(world, account, month).find((invoice) => invoice.id === id);
}

/** The number under which the invoice of a month is told when it becomes readable; undefined when there is nothing to bill. */
export const readyInvoice = (world: World, account: DistributorAccount, month: string): string | undefined =>
  subscriptionsOf(world, account).some(
    (subscription) => chargesOf(subscription, month).length > 0 || arrearsOf(world, subscription, month).length > 0,
  )
    ? invoiceId(world, account, month)
    : undefined;
