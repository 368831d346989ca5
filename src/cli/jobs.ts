import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import { cancelJob, getJob, type Job, listJobs, startSync } from '../contract/jobs.ts';
import { startReconciliation } from '../contract/reconciliation.ts';
import { isEnded } from '../model/job.ts';
import { SyncKind } from '../model/sync-kind.ts';
import type { Client } from './client.ts';
import type { Noun } from './noun.ts';
import { exitCodes } from './output.ts';
import { type ListFlags, printRecord, printRows, readPages, withOutput, withPaging } from './print.ts';

type SyncFlags = {
  readonly connection?: string;
  readonly customer?: string;
  readonly kind?: SyncKind[];
  readonly charges?: boolean;
  readonly wait?: boolean;
};
type JobReply = z.output<typeof Job>;
const lookEveryMs = 500;

/** jobs list, watch, cancel; sync. */
export function jobCommands(program: Command, noun: Noun): void {
  const jobs = program.command('jobs').description('Work in the background');
  withPaging(jobs.command('list')).action(async (flags: ListFlags) => {
    const client = noun.client();
    const rows = await readPages(flags, (page) => client.call(listJobs, { query: page }));
    printRows(noun, flags, rows, [
      { title: 'ID', value: (row) => row.id },
      { title: 'WHAT', value: (row) => row.title },
      { title: 'STATUS', value: (row) => row.status },
      { title: 'DONE', value: (row) => progress(row), right: true },
      { title: 'STARTED BY', value: (row) => row.startedBy },
      { title: 'AT', value: (row) => row.createdAt },
    ]);
  });
  withOutput(jobs.command('watch <id>').description('Follow a job to its end')).action(async (id: string, flags: ListFlags) => {
    const job = await watchJob(noun, noun.client(), id);
    printJob(noun, flags, job);
  });
  withOutput(jobs.command('cancel <id>').description('Stop a job after its current step')).action(async (id: string, flags: ListFlags) => {
    printJob(noun, flags, await noun.client().call(cancelJob, { params: { id } }));
  });

  withOutput(
    program
      .command('sync')
      .description('Read the remotes now')
      .option('--connection <id>', 'only this one')
      .option('--customer <id>', 'only this one')
      .option('--kind <kinds>', `only these kinds of record, separated by commas: ${SyncKind.options.join(', ')}`, kindsIn)
      .option('--charges', 'not the books but what is charged: invoices, prices, licences')
      .option('--wait', 'until it has ended and the books were compared'),
  ).action(async (flags: ListFlags & SyncFlags) => {
    const client = noun.client();
    const body = {
      ...(flags.kind !== undefined && { kinds: flags.kind }),
      ...(flags.connection !== undefined && { connectionId: flags.connection }),
      ...(flags.customer !== undefined && { customerId: flags.customer }),
      ...(flags.charges === true && { reach: 'billing' as const }),
    };
    const { jobs } = await client.call(startSync, { body });
    for (const { jobId: id, joined, title, startedBy, since } of jobs) {
      if (joined) noun.err(`${title}: already on its way since ${since}, started by ${startedBy}\n`);
      if (flags.wait !== true) {
        noun.out(`${id}\n`);
        continue;
      }
      const job = await watchJob(noun, client, id);
      printJob(noun, flags, job);
      const comparedBy = job.result?.['comparedBy'];
      if (typeof comparedBy === 'string') printJob(noun, flags, await watchJob(noun, client, comparedBy));
    }
  });

  withOutput(
    program
      .command('compare')
      .description('Compare the books that changed, or the invoices of a month, now')
      .option('--customer <id>', 'the books of this one, changed or not')
      .option('--all', 'the books of everybody, changed or not')
      .option('--period <month>', 'invoices of this month, like 2026-10')
      .option('--connection <ids>', 'only invoices of these, separated by commas')
      .option('--wait', 'until it has ended'),
  ).action(async (flags: ListFlags & { customer?: string; all?: boolean; period?: string; connection?: string; wait?: boolean }) => {
    const client = noun.client();
    const body = {
      ...(flags.customer !== undefined && { customerId: flags.customer }),
      ...(flags.all === true && { all: true }),
      ...(flags.period !== undefined && { period: flags.period }),
      ...(flags.connection !== undefined && { connectionIds: flags.connection.split(',') }),
    };
    const { jobId } = await client.call(startReconciliation, { body });
    if (flags.wait === true) printJob(noun, flags, await watchJob(noun, client, jobId));
    else noun.out(`${jobId}\n`);
  });
}

/** The words between the commas; one that is no kind is refused with all that there are. */
const kindsIn = (text: string): SyncKind[] =>
  text.split(',').map((word) => {
    const kind = SyncKind.safeParse(word.trim());
    if (!kind.success) throw new InvalidArgumentError(`there are ${SyncKind.options.join(', ')}.`);
    return kind.data;
  });

/** Looks until the job has ended; a line to standard error when something moved. */
export async function watchJob(noun: Noun, client: Client, id: string): Promise<JobReply> {
  for (let shown = ''; ; ) {
    const job = await client.call(getJob, { params: { id } });
    const line = `${job.title}: ${job.status} ${progress(job)}`;
    if (line !== shown) noun.err(`${line}\n`);
    shown = line;
    if (isEnded(job.status)) return job;
    await sleep(lookEveryMs);
  }
}

export function printJob(noun: Noun, flags: ListFlags, job: JobReply): void {
  printRecord(noun, flags, job, [
    ['job', job.id],
    ['what', job.title],
    ['status', job.status],
    ['done', progress(job)],
    ...job.errors.map((error) => ['error', `${error.sentence} (${error.code}, ${error.count})`] as const),
  ]);
  if (job.status === 'completedWithErrors') noun.done(exitCodes.withErrors);
  if (job.status === 'failed') noun.done(exitCodes.failure);
}

const progress = (job: JobReply): string =>
  `${job.progress.done}${job.progress.total === null ? '' : ` of ${job.progress.total}`} ${job.progress.unit}`;
