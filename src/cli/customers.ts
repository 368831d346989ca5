import type { Command } from 'commander';
import type { z } from 'zod';
import { type CustomerContacts, chooseLeadingAccount, getCustomerContacts, listNotOrderable, previewBillTo } from '../contract/contacts.ts';
import {
  addCustomer,
  decideExpectedCustomer,
  inviteCustomer,
  listExpectedCustomers,
  lookUpCustomer,
} from '../contract/expected-customers.ts';
import { leadingSentences } from '../model/leading-account.ts';
import { conflictCommands } from './conflicts.ts';
import { customerDetailCommands } from './customer-details.ts';
import { recipientCommands } from './customer-recipients.ts';
import { pairsOf } from './field-pairs.ts';
import { newTenantCommands } from './new-tenants.ts';
import { customersNoun, type Noun } from './noun.ts';
import { type ListFlags, printRecord, printRows, withOutput } from './print.ts';
import { readColumns } from './read-columns.ts';

type Sought = ListFlags & { readonly account: string; readonly domain?: string; readonly tenant?: string };
type AddFlags = Sought & {
  readonly name: string;
  readonly email?: string;
  readonly country?: string;
  readonly note?: string;
  readonly reseller?: string;
};
type DecideFlags = ListFlags & { readonly reason?: string; readonly customer?: string };

const withSought = (command: Command): Command =>
  withOutput(command)
    .requiredOption('--account <id>', 'Partner Center account (con_...)')
    .option('--domain <domain>', 'a domain of the customer')
    .option('--tenant <id>', 'its tenant id');

const soughtOf = ({ account, domain, tenant }: Sought) => ({
  connectionId: account,
  ...(domain !== undefined && { domain }),
  ...(tenant !== undefined && { tenantId: tenant }),
});

/** customers look-up, add, expected, invite, decide, not-orderable, contacts, lead, bill-to. */
export function customerCommands(program: Command, noun: Noun): void {
  const customers = customersNoun(program);
  withSought(customers.command('look-up').description('Whether a customer is known here or at Partner Center')).action(
    async (flags: Sought) => {
      const found = await noun.client().call(lookUpCustomer, { body: soughtOf(flags) });
      printRecord(noun, flags, found, [
        ['verdict', found.verdict],
        ['says', found.sentence],
        ['customer', found.customerId ?? found.expectedId ?? '-'],
      ]);
    },
  );
  withSought(customers.command('add').description('Add a customer by hand; what exists is linked, never made twice'))
    .requiredOption('--name <name>', 'its name')
    .option('--email <address>', 'who is invited')
    .option('--country <code>', 'two letters, like US')
    .option('--note <text>', 'what others should know')
    .option('--reseller <mpn>', 'partner id (MPN) of the reseller below an indirect provider')
    .action(async (flags: AddFlags) => {
      const { name, email = '', country = '', note = '', reseller = '' } = flags;
      const body = { ...soughtOf(flags), name, email, country, note, resellerMpn: reseller };
      const added = await noun.client().call(addCustomer, { body });
      printRecord(noun, flags, added, [
        ['outcome', added.outcome],
        ['id', added.customerId ?? added.expectedId ?? '-'],
      ]);
    });
  expectedCommands(customers, noun);
  newTenantCommands(customers, noun);
  contactCommands(customers, noun);
  customerDetailCommands(customers, noun);
  conflictCommands(customers, noun);
  recipientCommands(program, noun);
}

function expectedCommands(customers: Command, noun: Noun): void {
  withOutput(
    customers.command('expected').description('Customers that are added, invited or registered and not at Partner Center yet'),
  ).action(async (flags: ListFlags) => {
    const { data } = await noun.client().call(listExpectedCustomers, { query: {} });
    printRows(noun, flags, data, [
      { title: 'ID', value: (row) => row.id },
      { title: 'NAME', value: (row) => row.name },
      { title: 'DOMAIN', value: (row) => row.domain },
      { title: 'STATE', value: (row) => row.state },
      { title: 'SENT', value: (row) => row.sentAt ?? '-' },
      { title: 'OPENED', value: (row) => row.openedAt ?? '-' },
      { title: 'REMINDERS', value: (row) => `${row.reminders}${row.shouldRemind ? ' (due)' : ''}`, right: true },
    ]);
  });
  withOutput(customers.command('invite <id>').description('The link by which the customer accepts; once more is a reminder')).action(
    async (id: string, flags: ListFlags) => {
      const invitation = await noun.client().call(inviteCustomer, { params: { id } });
      printRecord(noun, flags, invitation, [
        ['link', invitation.link],
        ['subject', invitation.subject],
        ['message', invitation.message],
      ]);
    },
  );
  withOutput(customers.command('decide <id> <action>').description('approve, decline, withdraw, acceptedOnBehalf or link'))
    .option('--reason <text>', 'why')
    .option('--customer <id>', 'with link: the customer that it is (cus_...)')
    .action(async (id: string, action: string, flags: DecideFlags) => {
      const { reason, customer: customerId } = flags;
      const body = { action, ...(reason !== undefined && { reason }), ...(customerId !== undefined && { customerId }) };
      const decided = await noun.client().call(decideExpectedCustomer, {
        params: { id },
        body: body as z.input<typeof decideExpectedCustomer.body & object>, // the server names what it does not know
      });
      printRecord(noun, flags, decided, [
        ['id', decided.id],
        ['state', decided.state],
      ]);
    });
}

const problemWords = (problems: readonly { field: string; problem: string }[]): string =>
  problems.map(({ field, problem }) => `${field} ${problem}`).join(', ');

function printContacts(noun: Noun, flags: ListFlags, contacts: z.output<typeof CustomerContacts>): void {
  const { accounts, billing, leading, leadingChoice, primary } = contacts;
  printRecord(noun, flags, contacts, [
    ['primary', primary === null ? '-' : `${primary.name} <${primary.email}>`],
    ['leads', leading === null ? '-' : `${leading.connectionName}. ${leadingSentences[leading.because]}`],
    ...(leadingChoice === null || leadingChoice.isInForce
      ? []
      : [['beware', `${leadingChoice.connectionName} was chosen to lead and does not sell to this customer any more`] as const]),
    ['billing', billing.recipients.map((each) => `${each.name} <${each.email}>`).join(', ') || 'as primary'],
    ...accounts.map(
      ({ connectionName, billTo, problems }) =>
        [
          connectionName,
          `${billTo.companyName}, ${billTo.addressLine1}, ${billTo.postalCode} ${billTo.city} ${billTo.country}${problems.length === 0 ? '' : ` (${problemWords(problems)})`}`,
        ] as const,
    ),
  ]);
}

function contactCommands(customers: Command, noun: Noun): void {
  withOutput(customers.command('not-orderable').description('Customers for whom nothing can be ordered, and what is missing')).action(
    async (flags: ListFlags) => {
      const { data } = await noun.client().call(listNotOrderable);
      printRows(noun, flags, data, [
        { title: 'ID', value: (row) => row.customerId },
        { title: 'NAME', value: (row) => row.customerName },
        { title: 'ACCOUNT', value: (row) => row.connectionName },
        { title: 'MISSING', value: (row) => problemWords(row.problems) },
        ...readColumns,
      ]);
    },
  );
  withOutput(customers.command('contacts <id>').description('Contacts and billing address')).action(
    async (id: string, flags: ListFlags) => {
      printContacts(noun, flags, await noun.client().call(getCustomerContacts, { params: { id } }));
    },
  );
  withOutput(
    customers
      .command('lead <id> <account>')
      .description(
        'Choose the account whose billing profile speaks for the customer (con_...); "-": the one that sells to it for the longest',
      ),
  ).action(async (id: string, account: string, flags: ListFlags) => {
    const body = { connectionId: account === '-' ? null : account };
    printContacts(noun, flags, await noun.client().call(chooseLeadingAccount, { params: { id }, body }));
  });
  withOutput(customers.command('bill-to <id> <field=value...>').description('Preview a change of the billing profile at Microsoft'))
    .option('--account <id>', 'whose profile, when several accounts sell to it (con_...)')
    .action(async (id: string, pairs: string[], flags: ListFlags & { account?: string }) => {
      const account = flags.account === undefined ? {} : { connectionId: flags.account };
      const plan = await noun.client().call(previewBillTo, { params: { id }, body: { ...account, changes: pairsOf(pairs) } });
      printRecord(noun, flags, plan, [
        ['plan', plan.id],
        ...plan.steps.flatMap(({ summary, warnings }) => [
          ['would', summary] as const,
          ...warnings.map((warning) => ['beware', warning] as const),
        ]),
        ['apply it with', `concord plans apply ${plan.id} --wait`],
      ]);
    });
}
