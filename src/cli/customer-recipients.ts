import type { Command } from 'commander';
import type { z } from 'zod';
import {
  addRecipient,
  changeRecipient,
  getCustomerContacts,
  listBillToEdits,
  listContactChanges,
  type Recipient,
  removeRecipient,
} from '../contract/contacts.ts';
import { CommandError } from './command-error.ts';
import { customersNoun, type Noun } from './noun.ts';
import { exitCodes } from './output.ts';
import { type ListFlags, printRows, withOutput } from './print.ts';

type RecipientShape = z.output<typeof Recipient>;
type Flags = ListFlags & { readonly name?: string; readonly email?: string; readonly costCentre?: string; readonly purchaseOrder?: string };

/** customers add-recipient, change-recipient, remove-recipient, bill-to-edits, contact-changes. */
export function recipientCommands(program: Command, noun: Noun): void {
  const customers = customersNoun(program);
  withFields(customers.command('add-recipient <id>').description('Add somebody who gets our bills'), 'required').action(
    async (id: string, { name = '', email = '', costCentre = '', purchaseOrder = '', ...flags }: Flags) => {
      const { data } = await noun.client().call(addRecipient, { params: { id }, body: { name, email, costCentre, purchaseOrder } });
      print(noun, flags, data);
    },
  );
  withFields(
    customers.command('change-recipient <id> <recipient>').description('Change who gets our bills; what is left out stays'),
  ).action(async (id: string, recipientId: string, { name, email, costCentre, purchaseOrder, ...flags }: Flags) => {
    const client = noun.client();
    const { billing } = await client.call(getCustomerContacts, { params: { id } });
    const before = billing.recipients.find((each) => each.id === recipientId);
    if (before === undefined)
      throw new CommandError(exitCodes.notFound, 'There is no such recipient.', undefined, 'concord customers contacts ID --json');
    const { id: _id, ...kept } = before;
    const body = {
      ...kept,
      ...(name !== undefined && { name }),
      ...(email !== undefined && { email }),
      ...(costCentre !== undefined && { costCentre }),
      ...(purchaseOrder !== undefined && { purchaseOrder }),
    };
    print(noun, flags, (await client.call(changeRecipient, { params: { id, recipientId }, body })).data);
  });
  withOutput(customers.command('remove-recipient <id> <recipient>').description('Take somebody off our bills')).action(
    async (id: string, recipientId: string, flags: ListFlags) => {
      print(noun, flags, (await noun.client().call(removeRecipient, { params: { id, recipientId } })).data);
    },
  );
  historyCommands(customers, noun);
}

function withFields(command: Command, need?: 'required'): Command {
  const [name, email] = ['a person or a department', 'where bills go'];
  const named =
    need === undefined
      ? command.option('--name <name>', name).option('--email <address>', email)
      : command.requiredOption('--name <name>', name).requiredOption('--email <address>', email);
  return withOutput(named).option('--cost-centre <text>', 'only what is booked there').option('--purchase-order <text>', 'number to print');
}

/** What became of changes that were made from here, and what stood there before. */
function historyCommands(customers: Command, noun: Noun): void {
  withOutput(
    customers.command('bill-to-edits <id>').description('Changes of the billing profile made from here, and how far each is'),
  ).action(async (id: string, flags: ListFlags) => {
    const { data } = await noun.client().call(listBillToEdits, { params: { id } });
    printRows(noun, flags, data, [
      { title: 'PLAN', value: (row) => row.planId },
      { title: 'STATE', value: (row) => row.state },
      { title: 'WHAT', value: (row) => row.summary },
      { title: 'WHY', value: (row) => row.sentence ?? '-' },
      { title: 'BY', value: (row) => row.createdBy },
    ]);
  });
  withOutput(customers.command('contact-changes <id>').description('What the billing profile was before, newest first')).action(
    async (id: string, flags: ListFlags) => {
      const { data } = await noun.client().call(listContactChanges, { params: { id } });
      printRows(noun, flags, data, [
        { title: 'AT', value: (row) => row.at },
        { title: 'ACCOUNT', value: (row) => row.connectionName },
        { title: 'HOW', value: (row) => row.cause },
        {
          title: 'WHAT',
          value: (row) =>
            Object.entries(row.changes)
              .map(([field, { before, after }]) => `${field} ${before} -> ${after}`)
              .join(', '),
        },
      ]);
    },
  );
}

const print = (noun: Noun, flags: ListFlags, rows: readonly RecipientShape[]): void => {
  printRows(noun, flags, rows, [
    { title: 'ID', value: (row) => row.id },
    { title: 'NAME', value: (row) => row.name },
    { title: 'EMAIL', value: (row) => row.email },
    { title: 'COST CENTRE', value: (row) => row.costCentre },
  ]);
};
