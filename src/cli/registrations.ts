import type { Command } from 'commander';
import type { z } from 'zod';
import { checkRegistration, decideRegistration, listRegistrations, type Registration } from '../contract/registrations.ts';
import type { Noun } from './noun.ts';
import { type ListFlags, printRecord, printRows, withOutput } from './print.ts';

type Row = z.output<typeof Registration>;

const print = (noun: Noun, flags: ListFlags, row: Row): void => {
  printRecord(noun, flags, row, [
    ['id', row.id],
    ['state', row.state],
    ['domain proved', row.provedAt ?? 'no'],
    ...(row.customerId === null ? [] : [['customer', row.customerId] as const]),
    ...(row.expectedId === null ? [] : [['expected', row.expectedId] as const]),
  ]);
};

/** registrations list, approve, refuse, check. Switching the form on needs a fresh proof of who is there, which a key cannot give. */
export function registrationCommands(program: Command, noun: Noun): void {
  const registrations = program.command('registrations').description('Companies that registered themselves');
  withOutput(registrations.command('list'))
    .option('--state <states>', 'pending, approved, refused; separated by commas')
    .action(async (flags: ListFlags & { state?: string }) => {
      const query = flags.state === undefined ? {} : { state: flags.state };
      const { data } = await noun.client().call(listRegistrations, { query });
      printRows<Row>(noun, flags, data, [
        { title: 'ID', value: (row) => row.id },
        { title: 'COMPANY', value: (row) => row.company },
        { title: 'DOMAIN', value: (row) => row.domain },
        { title: 'PROVED', value: (row) => (row.provedAt === null ? 'no' : 'yes') },
        { title: 'STATE', value: (row) => (row.reason === '' ? row.state : `${row.state} (${row.reason})`) },
        { title: 'KNOWN AS', value: (row) => row.known?.name ?? '-' },
        { title: 'RECEIVED', value: (row) => row.createdAt },
      ]);
    });
  withOutput(registrations.command('approve <id>').description('Look the company up and enter it as a customer'))
    .requiredOption('--account <id>', 'the Partner Center account that sells to it (con_...)')
    .action(async (id: string, flags: ListFlags & { account: string }) => {
      const body = { action: 'approve' as const, connectionId: flags.account };
      print(noun, flags, await noun.client().call(decideRegistration, { params: { id }, body }));
    });
  withOutput(registrations.command('refuse <id>').description('Refuse a registration'))
    .requiredOption('--reason <text>', 'why; whoever registered reads it')
    .action(async (id: string, flags: ListFlags & { reason: string }) => {
      const body = { action: 'refuse' as const, reason: flags.reason };
      print(noun, flags, await noun.client().call(decideRegistration, { params: { id }, body }));
    });
  withOutput(registrations.command('check <id>').description('Look for the TXT record that proves the domain')).action(
    async (id: string, flags: ListFlags) => {
      print(noun, flags, await noun.client().call(checkRegistration, { params: { id } }));
    },
  );
}
