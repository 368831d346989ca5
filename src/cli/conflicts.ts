import type { Command } from 'commander';
import { listConflicts } from '../contract/conflicts.ts';
import type { Noun } from './noun.ts';
import { type ListFlags, printRows, readPages, withPaging } from './print.ts';

type Flags = ListFlags & {
  readonly customer?: string;
  readonly kind?: string;
  readonly winner?: string;
  readonly account?: string;
  readonly search?: string;
};

/** customers conflicts: what two sides changed, and whose value stands. */
export function conflictCommands(customers: Command, noun: Noun): void {
  withPaging(
    customers
      .command('conflicts')
      .description('Each time two sides changed the same thing: both values, whose stands and why; newest first')
      .option('--customer <id>', 'of one customer (cus_...)')
      .option(
        '--kind <words>',
        'planOvertaken, writeOvertaken, undoOvertaken, changedAfterWrite, heldHere, heldByPsa, ownerChanged; with commas',
      )
      .option('--winner <words>', 'microsoft, psa, here; with commas')
      .option('--account <id>', 'at one connection (con_...)')
      .option('-q, --search <text>', 'in the customer’s name, what it is about, the field or a value'),
  ).action(async ({ customer, kind, winner, account, search, ...flags }: Flags) => {
    const asked = { customerId: customer, kind, winner, connectionId: account, q: search };
    const filter = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
    const rows = await readPages(flags, (page) => noun.client().call(listConflicts, { query: { ...filter, ...page } }));
    printRows(noun, flags, rows, [
      { title: 'AT', value: (row) => row.at },
      { title: 'CUSTOMER', value: (row) => row.customerName },
      { title: 'ABOUT', value: (row) => row.subject },
      { title: 'FIELD', value: (row) => row.field },
      { title: 'OURS', value: (row) => row.ours },
      { title: 'THEIRS', value: (row) => row.theirs },
      { title: 'STANDS', value: (row) => row.winner },
      { title: 'KIND', value: (row) => row.kind },
      { title: 'RULE', value: (row) => row.rule },
      { title: 'SYSTEM', value: (row) => row.system ?? '' },
      { title: 'PLAN', value: (row) => row.planId ?? '' },
    ]);
  });
}
