import { invoicesOf, plainId } from '../../ledger/invoices.ts';
import { legacyInvoicesOf } from '../../ledger/legacy.ts';
import type { World } from '../../world/world.ts';
import type { AnyInvoice } from './header.ts';

/** Everything that the list of invoices shows, notes included, oldest first. */
export const allInvoices = (world: World, accountId: string): AnyInvoice[] =>
  [
    ...legacyInvoicesOf(world, accountId).map((invoice): AnyInvoice => ({ kind: 'Recurring', ...invoice })),
    ...invoicesOf(world, accountId).map((invoice): AnyInvoice => ({ kind: 'OneTime', ...invoice })),
  ].toSorted((left, right) => (left.issuedAt < right.issuedAt ? -1 : 1));

export const findAny = (world: World, accountId: string, id: string): AnyInvoice | undefined =>
  allInvoices(world, accountId).find((invoice) => invoice.id === plainId(id));

/** Notes that amend an invoice stand below it. */
export const notesOf = (invoices: readonly AnyInvoice[], id: string): AnyInvoice[] =>
  invoices.filter((invoice) => invoice.kind === 'OneTime' && invoice.amendsOf === id);

export const isNote = (invoice: AnyInvoice): boolean => invoice.kind === 'OneTime' && invoice.amendsOf !== undefined;
