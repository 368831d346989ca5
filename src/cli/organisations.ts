import type { Command } from 'commander';
import type { z } from 'zod';
import { assignCustomers, listOrganisations, listOwnCustomers, type Organisation } from '../contract/organisations.ts';
import { customersNoun, type Noun } from './noun.ts';
import { type ListFlags, printRecord, printRows, withOutput } from './print.ts';

type Row = z.output<typeof Organisation>;

/** organisations list; customers assign, own. Adding and changing one needs a fresh proof of who is there, which a key cannot give. */
export function organisationCommands(program: Command, noun: Noun): void {
  const organisations = program.command('organisations').description('Resellers below us');
  withOutput(organisations.command('list')).action(async (flags: ListFlags) => {
    const { data } = await noun.client().call(listOrganisations);
    printRows<Row>(noun, flags, data, [
      { title: 'ID', value: (row) => row.id },
      { title: 'NAME', value: (row) => row.name },
      { title: 'MPN', value: (row) => row.mpn || '-' },
      { title: 'SIGN-IN', value: (row) => row.signIn },
      { title: 'STATE', value: (row) => row.state },
      { title: 'CUSTOMERS', value: (row) => String(row.customers), right: true },
      { title: 'PEOPLE', value: (row) => String(row.people), right: true },
    ]);
  });
  const customers = customersNoun(program);
  withOutput(customers.command('assign <id...>').description('Give customers to a reseller, whose people then see them'))
    .requiredOption('--to <organisation>', 'res_...; "none" for our own')
    .action(async (customerIds: string[], flags: ListFlags & { to: string }) => {
      const body = { organisationId: flags.to === 'none' ? null : flags.to, customerIds };
      const { moved } = await noun.client().call(assignCustomers, { body });
      printRecord(noun, flags, { moved }, [['moved', String(moved)]]);
    });
  withOutput(customers.command('own').description('Customers for whom I may ask for changes')).action(async (flags: ListFlags) => {
    const { data } = await noun.client().call(listOwnCustomers);
    printRows(noun, flags, data, [
      { title: 'ID', value: (row) => row.id },
      { title: 'NAME', value: (row) => row.name },
      { title: 'DOMAIN', value: (row) => row.domain },
      { title: 'SUBSCRIPTIONS', value: (row) => String(row.subscriptions.length), right: true },
    ]);
  });
}
