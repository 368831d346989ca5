import type { Command } from 'commander';
import type { z } from 'zod';
import {
  askForChange,
  type ChangeRequest,
  decideChangeRequest,
  listChangeRequests,
  listCustomerForms,
  makeCustomerForm,
  withdrawChangeRequest,
} from '../contract/change-requests.ts';
import { customersNoun, type Noun } from './noun.ts';
import { type ListFlags, printRecord, printRows, wholeNumber, withOutput } from './print.ts';

type Request = z.output<typeof ChangeRequest>;

const wishWords = ({ wish }: Request): string =>
  wish.kind === 'seats'
    ? `${wish.seats} seats of ${wish.subscriptionId}`
    : Object.entries(wish.changes)
        .map(([field, text]) => `${field}=${text}`)
        .join(', ');

const print = (noun: Noun, flags: ListFlags, request: Request): void => {
  printRecord(noun, flags, request, [
    ['id', request.id],
    ['state', request.state],
    ['wish', wishWords(request)],
    ...(request.planId === null ? [] : [['apply it with', `concord plans apply ${request.planId} --wait`] as const]),
  ]);
};

/** requests list, ask, accept, decline, withdraw; customers form, forms. */
export function requestCommands(program: Command, noun: Noun): void {
  const requests = program.command('requests').description('What resellers and customers ask us to change');
  withOutput(requests.command('list'))
    .option('--state <states>', 'asked, accepted, declined, withdrawn, done; separated by commas')
    .action(async (flags: ListFlags & { state?: string }) => {
      const query = flags.state === undefined ? {} : { state: flags.state };
      const { data } = await noun.client().call(listChangeRequests, { query });
      printRows(noun, flags, data, [
        { title: 'ID', value: (row) => row.id },
        { title: 'CUSTOMER', value: (row) => row.customerName },
        { title: 'WISH', value: wishWords },
        { title: 'STATE', value: (row) => (row.reason === '' ? row.state : `${row.state} (${row.reason})`) },
        { title: 'ASKED BY', value: (row) => row.askedBy },
        { title: 'ASKED', value: (row) => row.askedAt },
      ]);
    });
  askCommands(requests, noun);
  withOutput(requests.command('accept <id>').description('Accept a request and preview its plan')).action(
    async (id: string, flags: ListFlags) => {
      print(noun, flags, await noun.client().call(decideChangeRequest, { params: { id }, body: { action: 'accept' } }));
    },
  );
  withOutput(requests.command('decline <id>').description('Decline a request'))
    .requiredOption('--reason <text>', 'why; the asker reads it')
    .action(async (id: string, flags: ListFlags & { reason: string }) => {
      const body = { action: 'decline' as const, reason: flags.reason };
      print(noun, flags, await noun.client().call(decideChangeRequest, { params: { id }, body }));
    });
  withOutput(requests.command('withdraw <id>').description('Take a request back that nobody decided yet'))
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, flags: ListFlags & { reason: string }) => {
      print(noun, flags, await noun.client().call(withdrawChangeRequest, { params: { id }, body: { reason: flags.reason } }));
    });
  formCommands(customersNoun(program), noun);
}

function askCommands(requests: Command, noun: Noun): void {
  withOutput(requests.command('ask <customer> <field=value...>').description('Ask for a change of the billing profile or its contact'))
    .option('--note <text>', 'what others should know', '')
    .option('--account <id>', 'whose profile, when several accounts sell to it (con_...)')
    .action(async (customerId: string, pairs: string[], flags: ListFlags & { note: string; account?: string }) => {
      const changes = Object.fromEntries(pairs.map((pair) => [pair.split('=')[0] ?? '', pair.slice(pair.indexOf('=') + 1)]));
      const account = flags.account === undefined ? {} : { connectionId: flags.account };
      const body = { customerId, ...account, note: flags.note, wish: { kind: 'billTo' as const, changes } };
      print(noun, flags, await noun.client().call(askForChange, { body }));
    });
  withOutput(requests.command('ask-seats <customer> <subscription> <seats>').description('Ask for another number of seats'))
    .option('--note <text>', 'what others should know', '')
    .action(async (customerId: string, subscriptionId: string, seats: string, flags: ListFlags & { note: string }) => {
      const body = { customerId, note: flags.note, wish: { kind: 'seats' as const, subscriptionId, seats: wholeNumber(seats) } };
      print(noun, flags, await noun.client().call(askForChange, { body }));
    });
}

function formCommands(customers: Command, noun: Noun): void {
  withOutput(customers.command('form <id>').description('A link by which the customer fills in what is missing'))
    .option('--days <days>', 'how long it works', wholeNumber)
    .option('--account <id>', 'whose profile, when several accounts sell to it (con_...)')
    .action(async (id: string, flags: ListFlags & { days?: number; account?: string }) => {
      const body = {
        ...(flags.days !== undefined && { days: flags.days }),
        ...(flags.account !== undefined && { connectionId: flags.account }),
      };
      const form = await noun.client().call(makeCustomerForm, { params: { id }, body });
      printRecord(noun, flags, form, [
        ['link', form.url],
        ['asks for', form.fields.join(', ')],
        ['until', form.endsAt],
        ['message', form.message],
      ]);
    });
  withOutput(customers.command('forms <id>').description('Forms that were sent, and what became of them')).action(
    async (id: string, flags: ListFlags) => {
      const { data } = await noun.client().call(listCustomerForms, { params: { id } });
      printRows(noun, flags, data, [
        { title: 'ID', value: (row) => row.id },
        { title: 'ASKS FOR', value: (row) => row.fields.join(', ') },
        { title: 'STATE', value: (row) => row.state },
        { title: 'MADE BY', value: (row) => row.madeBy },
        { title: 'ENDS', value: (row) => row.endsAt },
        { title: 'REQUEST', value: (row) => row.requestId ?? '-' },
      ]);
    },
  );
}
