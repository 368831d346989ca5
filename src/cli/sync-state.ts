import type { Command } from 'commander';
import { listLanes, readProblemAgain } from '../contract/lanes.ts';
import { listMissed, listSyncProblems, listSyncRuns } from '../contract/sync-runs.ts';
import type { Noun } from './noun.ts';
import { type ListFlags, printRecord, printRows, withOutput } from './print.ts';

/** What goes on: sync-lanes list, queue; sync-problems list, retry; sync-runs list, missed. */
export function syncStateCommands(program: Command, noun: Noun): void {
  laneCommands(program, noun);
  problemCommands(program, noun);
  runCommands(program, noun);
}

function laneCommands(program: Command, noun: Noun): void {
  const lanes = program.command('sync-lanes').description('What goes on at each connection, and how the queue is');
  withOutput(lanes.command('list')).action(async (flags: ListFlags) => {
    const { data } = await noun.client().call(listLanes);
    printRows(noun, flags, data, [
      { title: 'CONNECTION', value: (row) => row.name },
      { title: 'RUNNING', value: (row) => row.running.map(({ title }) => title).join(', ') },
      { title: 'WAITING', value: (row) => String(row.waiting), right: true },
      { title: 'CALLS LAST MINUTE', value: (row) => String(row.callsLastMinute), right: true },
      { title: 'SEEN TO ALLOW', value: (row) => row.paces.map(({ part, callsPerMinute }) => `${part} ${callsPerMinute}`).join(', ') },
    ]);
  });
  withOutput(lanes.command('queue').description('Depth, oldest, retries, dead letters, workers')).action(async (flags: ListFlags) => {
    const { queue } = await noun.client().call(listLanes);
    printRecord(noun, flags, queue, [
      ['waiting', String(queue.waiting)],
      ['oldest', queue.oldestAt ?? 'none'],
      ['running', String(queue.running)],
      ['tried again', String(queue.retried)],
      ['dead letters', String(queue.deadLetters)],
      ['workers', queue.workers.map(({ name }) => name).join(', ') || 'NONE'],
    ]);
  });
}

function problemCommands(program: Command, noun: Noun): void {
  const problems = program.command('sync-problems').description('Records that could not be read or kept');
  withOutput(problems.command('list')).action(async (flags: ListFlags) => {
    const { data } = await noun.client().call(listSyncProblems, { query: {} });
    printRows(noun, flags, data, [
      { title: 'ID', value: (row) => row.id },
      { title: 'KIND', value: (row) => row.kind },
      { title: 'RECORD', value: (row) => row.subject },
      { title: 'REASON', value: (row) => row.reason },
      { title: 'SEEN', value: (row) => row.at },
    ]);
  });
  problems
    .command('retry <id>')
    .description('Read it again')
    .action(async (id: string) => {
      const { jobs } = await noun.client().call(readProblemAgain, { params: { id } });
      for (const { jobId, title } of jobs) noun.out(`${jobId} ${title}\n`);
    });
}

function runCommands(program: Command, noun: Noun): void {
  const runs = program.command('sync-runs').description('The last readings of each connection');
  withOutput(runs.command('list')).action(async (flags: ListFlags) => {
    const { data } = await noun.client().call(listSyncRuns, { query: {} });
    printRows(noun, flags, data, [
      { title: 'ID', value: (row) => row.id },
      { title: 'CONNECTION', value: (row) => row.connectionName },
      { title: 'WHAT', value: (row) => row.reach },
      { title: 'STATE', value: (row) => row.state },
      { title: 'MISSED BY FEEDS', value: (row) => (row.missed === null ? '' : String(row.missed)), right: true },
      { title: 'STARTED', value: (row) => row.startedAt },
    ]);
  });
  withOutput(runs.command('missed <id>').description('What this reading found that no feed had told of')).action(
    async (id: string, flags: ListFlags) => {
      const { data } = await noun.client().call(listMissed, { params: { id } });
      printRows(noun, flags, data, [
        { title: 'CUSTOMER', value: (row) => row.customerName },
        { title: 'KIND', value: (row) => row.kind },
        { title: 'RECORD', value: (row) => row.subject },
        { title: 'WHAT', value: (row) => row.what },
        { title: 'FOUND', value: (row) => row.at },
      ]);
    },
  );
}
