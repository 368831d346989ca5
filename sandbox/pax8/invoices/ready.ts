import type { DueDay } from '../../world/due.ts';
import { instantAt } from '../../world/estate/times.ts';
import type { NewEvent } from '../../world/world.ts';
import { approvedAtMs, readyInvoice } from './invoices.ts';
import { plusMonths } from './ledger.ts';

/** Each month between the 4th and the 5th the invoices become readable: an event for each account, for whoever is told of it. */
export const invoicesReady: DueDay = {
  name: 'pax8.invoices',
  next: (afterMs, world) => {
    let month = instantAt(afterMs).slice(0, 7);
    while (approvedAtMs(world, month) <= afterMs) month = plusMonths(`${month}-01`, 1).slice(0, 7);
    return approvedAtMs(world, month);
  },
  happen: (world, atMs) => {
    const month = instantAt(atMs).slice(0, 7);
    return world.tables.distributorAccounts.all().flatMap((account): readonly NewEvent[] => {
      const invoiceId = readyInvoice(world, account, month);
      if (invoiceId === undefined) return [];
      const about = { distributorAccountId: account.id, invoiceId };
      return [{ kind: 'distributor.invoiceReady', actor: { kind: 'system', name: 'Pax8' }, cause: 'billing', about, changes: [] }];
    });
  },
};
