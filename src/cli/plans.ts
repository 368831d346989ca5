import type { Command } from 'commander';
import type { z } from 'zod';
import { getJob, type Job } from '../contract/jobs.ts';
import { applyPlan, createPlan, getPlan, type Plan, undoPlan } from '../contract/plans.ts';
import type { Client } from './client.ts';
import { watchJob } from './jobs.ts';
import type { Noun } from './noun.ts';
import { exitCodes, noRight, printMoney } from './output.ts';
import { type ListFlags, printRecord, withOutput } from './print.ts';

type PlanFlags = ListFlags & { readonly effectiveOn?: string; readonly wait?: boolean };

/** plans create, show, apply, undo. */
export function planCommands(program: Command, noun: Noun): void {
  const plans = program.command('plans').description('Previewed corrections');
  withOutput(plans.command('create <difference...>').description('Preview what would be sent'))
    .option(
      '--effective-on <date>',
      'day from which the PSA bills it, like 2026-12-01; nextBill: without a date; left out: as the settings say',
    )
    .action(async (differenceIds: string[], flags: PlanFlags) => {
      const body = {
        type: 'correction' as const,
        differenceIds,
        ...(flags.effectiveOn !== undefined && { effectiveOn: flags.effectiveOn }),
      };
      const plan = await noun.client().call(createPlan, { body });
      printPlan(noun, flags, plan);
      noun.err(`Next: concord plans apply ${plan.id} --wait\n`);
    });
  withOutput(plans.command('show <id>').description('One plan with the outcome of each step')).action(
    async (id: string, flags: PlanFlags) => {
      printPlan(noun, flags, await noun.client().call(getPlan, { params: { id } }));
    },
  );
  withOutput(
    plans.command('apply <id>').description('Carry a plan out, exactly as previewed').option('--wait', 'until it has ended'),
  ).action(async (id: string, flags: PlanFlags) => {
    const client = noun.client();
    const { jobId } = await client.call(applyPlan, { params: { id } });
    await afterStart(noun, client, id, jobId, flags);
  });
  withOutput(plans.command('undo <id>').description('Take an applied plan back').option('--wait', 'until it has ended')).action(
    async (id: string, flags: PlanFlags) => {
      const client = noun.client();
      const { jobId } = await client.call(undoPlan, { params: { id } });
      await afterStart(noun, client, id, jobId, flags);
    },
  );
}

async function afterStart(noun: Noun, client: Client, planId: string, jobId: string, flags: PlanFlags): Promise<void> {
  if (flags.wait !== true) {
    const job = await client.call(getJob, { params: { id: jobId } });
    printRecord(noun, flags, job, jobLines(job));
    noun.err(`Next: concord jobs watch ${jobId}\n`);
    return;
  }
  const job = await watchJob(noun, client, jobId);
  printPlan(noun, flags, await client.call(getPlan, { params: { id: planId } }));
  if (job.status !== 'completed') noun.done(job.status === 'completedWithErrors' ? exitCodes.withErrors : exitCodes.failure);
}

const jobLines = (job: z.output<typeof Job>): readonly (readonly [string, string])[] => [
  ['job', job.id],
  ['status', job.status],
];

function printPlan(noun: Noun, flags: ListFlags, plan: z.output<typeof Plan>): void {
  printRecord(noun, flags, plan, [
    ['plan', plan.id],
    ['state', plan.state],
    ['expires', plan.expiresAt],
    ['a month', plan.totals === null ? noRight : plan.totals.map((each) => printMoney(each)).join(', ') || '0'],
    ...plan.steps.flatMap((step, index): (readonly [string, string])[] => [
      [`step ${index + 1}`, `${step.summary} (${step.state})`],
      ['  before', pairs(step.before)],
      ['  after', pairs(step.after)],
      ...(step.firstBill === null ? [] : [['  first bill', printMoney(step.firstBill)] as const]),
      ...(step.outcome === null ? [] : [['  outcome', step.outcome.sentence] as const]),
      ...step.warnings.map((warning) => ['  warning', warning] as const),
    ]),
  ]);
}

const pairs = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
