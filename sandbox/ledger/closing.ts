import type { DueDay } from '../world/due.ts';
import type { Period } from '../world/types.ts';
import { type NewEvent, put, type World } from '../world/world.ts';
import { currenciesOf, invoiceIdOf, issueMsOf } from './invoices.ts';
import { periodAfter, periodAt, spanOf } from './periods.ts';
import { isBilledByMicrosoft } from './wanted.ts';

/**
 * Invoices become ready on the 6th to 8th. One event `invoice.ready` for each account and currency; it keeps with which rules the month
 * was closed, so that turning a switch later changes no closed invoice.
 */
export const invoiceDays: DueDay = { name: 'invoices', next: nextIssue, happen: close };

const billed = (world: World): string[] =>
  [...world.tables.partnerAccounts.entries()].map(([id]) => id).filter((id) => isBilledByMicrosoft(world, id));

function nextIssue(afterMs: number, world: World): number {
  const period = periodAt(afterMs);
  const instants = billed(world).flatMap((id) => [periodAfter(period, -1), period].map((one) => issueMsOf(world, id, one)));
  return instants.filter((ms) => ms > afterMs).reduce((first, ms) => Math.min(first, ms), Number.POSITIVE_INFINITY);
}

function close(world: World, atMs: number): NewEvent[] {
  const period = periodAfter(periodAt(atMs), -1);
  return billed(world)
    .filter((id) => issueMsOf(world, id, period) === atMs)
    .flatMap((id) => closeAccount(world, id, period, atMs));
}

function closeAccount(world: World, accountId: string, period: Period, atMs: number): NewEvent[] {
  const rules = world.switch('billing');
  const issuedAt = new Date(atMs).toISOString();
  const currencies = currenciesOf(world, { accountId, period, untilMs: spanOf(period).toMs, rules });
  const open = currencies.filter((currency) => world.tables.closedMonths.get(`${accountId}:${period}:${currency}`) === undefined);
  return open.map((currency) => {
    const invoiceId = invoiceIdOf(world, accountId, period, currency);
    const row = {
      id: `${accountId}:${period}:${currency}`,
      accountId,
      period,
      currency,
      invoiceId,
      issuedAt,
      rules: JSON.stringify(rules),
    };
    return {
      kind: 'invoice.ready',
      actor: { kind: 'system', name: 'Microsoft' },
      cause: 'time',
      about: { accountId, invoiceId, resourceUri: `https://api.partnercenter.microsoft.com/v1/invoices/${invoiceId}` },
      changes: [put('closedMonths', row)],
    };
  });
}
