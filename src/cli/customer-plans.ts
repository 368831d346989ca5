import type { Command } from 'commander';
import type { z } from 'zod';
import {
  applyCustomerPlan,
  type CustomerPlan,
  createCustomerPlan,
  getCustomerPlan,
  keepCustomersApart,
  listCustomerPlans,
  listDuplicates,
  listImportRows,
  undoCustomerPlan,
} from '../contract/customer-plans.ts';
import { watchJob } from './jobs.ts';
import { customersNoun, type Noun } from './noun.ts';
import { exitCodes } from './output.ts';
import { type ListFlags, printRecord, printRows, readPages, withOutput, withPaging } from './print.ts';

type Plan = z.output<typeof CustomerPlan>;

/** customers duplicates, apart, merge, split, import, import-rows, plans, plan, apply, undo. */
export function customerPlanCommands(program: Command, noun: Noun): void {
  const customers = customersNoun(program);
  withOutput(customers.command('duplicates').description('Records that may be one customer, and why')).action(async (flags: ListFlags) => {
    const { data } = await noun.client().call(listDuplicates);
    printRows(noun, flags, data, [
      { title: 'ONE', value: ({ first }) => `${first.customerId} ${first.name}${first.gone ? ' (gone)' : ''}` },
      { title: 'OTHER', value: ({ second }) => `${second.customerId} ${second.name}${second.gone ? ' (gone)' : ''}` },
      { title: 'WHY', value: ({ reasons }) => reasons.map(({ reason, value }) => `${reason} ${value}`).join(', ') },
      { title: 'MERGE', value: ({ mergeable }) => (mergeable === null ? 'no: both live at Microsoft' : 'possible') },
    ]);
  });
  customers
    .command('apart <id> <other>')
    .description('Say that two records are two customers')
    .requiredOption('--reason <text>', 'why')
    .action(async (customerId: string, otherId: string, { reason }: { reason: string }) => {
      await noun.client().call(keepCustomersApart, { body: { customerId, otherId, reason } });
      noun.err('They are two, and nobody is asked again.\n');
    });
  withOutput(customers.command('merge <gone> <survivor>').description('Preview that a customer that is gone goes on as another')).action(
    async (goneId: string, survivorId: string, flags: ListFlags) => {
      print(noun, flags, await noun.client().call(createCustomerPlan, { body: { kind: 'merge', goneId, survivorId } }));
    },
  );
  withOutput(customers.command('split <id>').description('Preview that a merged customer is itself again')).action(
    async (customerId: string, flags: ListFlags) => {
      print(noun, flags, await noun.client().call(createCustomerPlan, { body: { kind: 'split', customerId } }));
    },
  );
  importCommands(customers, noun);
  planCommands(customers, noun);
}

function importCommands(customers: Command, noun: Noun): void {
  withOutput(customers.command('import').description('Preview the import of the tenants of an account'))
    .requiredOption('--account <id>', 'Partner Center account (con_...)')
    .option('--tenants <ids>', 'only these, separated by commas')
    .option('--resellers <pairs>', 'tenant=mpn for tenants on the hold list, separated by commas')
    .action(async (flags: ListFlags & { account: string; tenants?: string; resellers?: string }) => {
      const resellers = (flags.resellers?.split(',') ?? []).map((pair) => {
        const [tenantId = '', mpn = ''] = pair.split('=');
        return { tenantId, mpn };
      });
      const tenants = flags.tenants === undefined ? {} : { tenantIds: flags.tenants.split(',') };
      print(
        noun,
        flags,
        await noun.client().call(createCustomerPlan, { body: { kind: 'import', connectionId: flags.account, resellers, ...tenants } }),
      );
    });
  withPaging(customers.command('import-rows <plan>').description('The tenants of an import and what becomes of each'))
    .option('--action <words>', 'create, link, update, unchanged, conflict, hold, left; separated by commas')
    .option('-q, --query <text>', 'part of a name, a domain or a tenant id')
    .action(async (id: string, flags: ListFlags & { action?: string; query?: string }) => {
      const client = noun.client();
      const { action, query: q } = flags;
      const read = (page: { limit: number; cursor?: string }) =>
        client.call(listImportRows, {
          params: { id },
          query: { ...page, ...(action !== undefined && { action }), ...(q !== undefined && { q }) },
        });
      printRows(noun, flags, await readPages(flags, read), [
        { title: 'TENANT', value: (row) => row.tenantId },
        { title: 'NAME', value: (row) => row.name },
        { title: 'ACTION', value: (row) => row.action },
        { title: 'RESELLER', value: (row) => row.resellerMpn },
        { title: 'BECAUSE', value: (row) => row.because },
      ]);
    });
}

function planCommands(customers: Command, noun: Noun): void {
  withOutput(customers.command('plans').description('The last merges, splits and imports')).action(async (flags: ListFlags) => {
    const { data } = await noun.client().call(listCustomerPlans);
    printRows(noun, flags, data, [
      { title: 'ID', value: (row) => row.id },
      { title: 'WHAT', value: (row) => row.title },
      { title: 'STATE', value: (row) => row.state },
      { title: 'BY', value: (row) => row.createdBy },
    ]);
  });
  withOutput(customers.command('plan <plan>').description('One merge, split or import')).action(async (id: string, flags: ListFlags) => {
    print(noun, flags, await noun.client().call(getCustomerPlan, { params: { id } }));
  });
  withOutput(customers.command('apply <plan>').description('Carry a merge, split or import out'))
    .option('--wait', 'until an import has ended')
    .action(async (id: string, flags: ListFlags & { wait?: boolean }) => {
      const client = noun.client();
      const { plan, jobId } = await client.call(applyCustomerPlan, { params: { id } });
      if (jobId === null || flags.wait !== true) {
        print(noun, flags, plan);
        if (jobId !== null) noun.err(`Next: concord jobs watch ${jobId}\n`);
        return;
      }
      const job = await watchJob(noun, client, jobId);
      print(noun, flags, await client.call(getCustomerPlan, { params: { id } }));
      if (job.status !== 'completed') noun.done(exitCodes.failure);
    });
  withOutput(customers.command('undo <plan>').description('Take a merge back')).action(async (id: string, flags: ListFlags) => {
    print(noun, flags, await noun.client().call(undoCustomerPlan, { params: { id } }));
  });
}

const print = (noun: Noun, flags: ListFlags, plan: Plan): void => {
  printRecord(noun, flags, plan, [
    ['id', plan.id],
    ['what', plan.title],
    ['state', plan.state],
    ...plan.moves.map(({ table, rows }) => [table, `${rows} rows`] as const),
    ...Object.entries(plan.counts ?? {}).map(([action, count]) => [action, String(count)] as const),
  ]);
};
