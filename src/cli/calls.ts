import type { Command } from 'commander';
import { listCalls, listNewFields } from '../contract/calls.ts';
import { connectionsNoun, type Noun } from './noun.ts';
import { type ListFlags, printRows, withOutput, withPaging } from './print.ts';

/** connections calls, connections limits: what was asked of an account, and how fast it lets itself be asked. */
export function callCommands(program: Command, noun: Noun): void {
  const connections = connectionsNoun(program);
  withPaging(
    connections.command('calls <id>').description('The newest calls to an account').option('--refused', 'only those that were refused'),
  ).action(async (id: string, { refused, ...flags }: ListFlags & { refused?: boolean }) => {
    const limit = flags.all === true ? 500 : Math.min(500, flags.limit ?? 50);
    const { calls } = await noun
      .client()
      .call(listCalls, { params: { id }, query: { limit, ...(refused === true && { status: 'refused' as const }) } });
    printRows(noun, flags, calls, [
      { title: 'AT', value: (row) => row.at },
      { title: 'STATUS', value: (row) => String(row.status), right: true },
      { title: 'METHOD', value: (row) => row.method },
      { title: 'ADDRESS', value: (row) => row.url },
      { title: 'CORRELATION ID', value: (row) => row.correlationId },
    ]);
  });
  withOutput(
    connections.command('new-fields <id>').description('Fields of an account’s answers that did not come before: its form has changed'),
  ).action(async (id: string, flags: ListFlags) => {
    const { data } = await noun.client().call(listNewFields, { params: { id } });
    printRows(noun, flags, data, [
      { title: 'SINCE', value: (row) => row.firstAt },
      { title: 'FIELD', value: (row) => row.path },
      { title: 'CALL', value: (row) => row.call },
    ]);
  });
  withOutput(connections.command('limits <id>').description('How fast each part of an account lets itself be asked')).action(
    async (id: string, flags: ListFlags) => {
      const { pace } = await noun.client().call(listCalls, { params: { id }, query: { limit: 1 } });
      printRows(noun, flags, pace, [
        { title: 'PART', value: (row) => row.part },
        { title: 'CALLS A MINUTE', value: (row) => String(row.callsAMinute), right: true },
        { title: 'WAITS UNTIL', value: (row) => row.heldUntil ?? '' },
      ]);
    },
  );
}
