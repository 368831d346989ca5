import { readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { z } from 'zod';
import {
  addMappingRule,
  changeAccountKinds,
  listAccountKinds,
  listMappingRules,
  removeMappingRule,
  tryMappingRule,
} from '../contract/mapping-rules.ts';
import {
  addAccountLink,
  decideMappings,
  exportMappings,
  importMappings,
  listMappingOverlaps,
  listMappingVersions,
  previewMappingDecision,
  previewMappingImport,
  removeAccountLink,
  undoMappings,
} from '../contract/mapping-work.ts';
import { textOfFile } from '../lib/csv-read.ts';
import type { Noun } from './noun.ts';
import { exitCodes, printMoney } from './output.ts';
import { type ListFlags, printRecord, printRows, withOutput } from './print.ts';

type Kind = z.input<NonNullable<(typeof exportMappings)['params']>>['kind'];
/** The server names a kind, a term or a frequency that it does not know. */
const kindOf = (text: string): Kind => text as Kind;

/** mapping link, unlink, overlaps, history, preview, accept-strong, assign, exclude, undo-batch, export, import, rules, kinds. */
export function mappingWorkCommands(mapping: Command, noun: Noun): void {
  withOutput(mapping.command('link <id> <account>').description('A further account of the same connection: a department, split billing'))
    .requiredOption('--reason <text>', 'why')
    .option('--covers <ids>', 'Microsoft’s ids of the subscriptions billed there, separated by commas', '')
    .action(async (id: string, targetId: string, { reason, covers, ...flags }: ListFlags & { reason: string; covers: string }) => {
      const body = { targetId, reason, covers: covers.split(',').filter((each) => each !== '') };
      const link = await noun.client().call(addAccountLink, { params: { id }, body });
      printRecord(noun, flags, link, [
        ['id', link.id],
        ['customer', link.customerName],
        ['account', link.accountName ?? '-'],
      ]);
    });
  mapping
    .command('unlink <id>')
    .description('Take a further account away again')
    .action(async (id: string) => {
      await noun.client().call(removeAccountLink, { params: { id } });
      noun.err('Removed.\n');
    });
  withOutput(mapping.command('overlaps').description('What several accounts bill at the same time, dearest first')).action(
    async (flags: ListFlags) => {
      const { data } = await noun.client().call(listMappingOverlaps);
      printRows(noun, flags, data, [
        { title: 'CUSTOMER', value: (row) => row.customerName },
        { title: 'WHAT', value: (row) => row.name },
        {
          title: 'BILLED IN',
          value: (row) => row.accounts.map((each) => `${each.name} (${each.quantity}, ${printMoney(each.money)})`).join('; '),
        },
      ]);
    },
  );
  withOutput(mapping.command('history <id>').description('What a mapping was, from when to when, by whom and why')).action(
    async (id: string, flags: ListFlags) => {
      const { data } = await noun.client().call(listMappingVersions, { params: { id } });
      printRows(noun, flags, data, [
        { title: 'FROM', value: (row) => row.from },
        { title: 'TO', value: (row) => row.to ?? '' },
        { title: 'STATE', value: (row) => row.state },
        { title: 'TARGET', value: (row) => row.targetName ?? '-' },
        { title: 'BY', value: (row) => row.decidedBy ?? 'evidence' },
        { title: 'WHY', value: (row) => row.reason ?? row.how ?? '' },
      ]);
    },
  );
  withOutput(mapping.command('preview <id> [target]').description('What mapping it there (or unmapping it) would do to open differences'))
    .option('--since <date>', 'as it would count from this day on, also for months before')
    .action(async (id: string, targetId: string | undefined, { since, ...flags }: ListFlags & { since?: string }) => {
      const counted = since === undefined ? {} : { since };
      const body = targetId === undefined ? { decision: 'unmap' as const } : { decision: 'map' as const, targetId, ...counted };
      const effect = await noun.client().call(previewMappingDecision, { params: { id }, body });
      printRecord(noun, flags, effect, [
        ['customers', effect.looked === effect.customers ? String(effect.customers) : `${effect.looked} of ${effect.customers}`],
        ['open now', `${effect.before.open} (${told(effect.before.money)})`],
        ['open then', `${effect.after.open} (${told(effect.after.money)})`],
        ['new', String(effect.opened)],
        ['gone', String(effect.gone)],
        ['months compared again', effect.months.join(', ') || '-'],
      ]);
    });
  batchCommands(mapping, noun);
  fileCommands(mapping, noun);
  ruleCommands(mapping, noun);
  kindCommands(mapping, noun);
}

type Money = { readonly amount: string; readonly currency: string };
const told = (money: readonly Money[]): string => money.map((each) => printMoney(each)).join(', ') || '0';

type Batch = { readonly batchId: string; readonly decided: number; readonly refused: number };
const printBatch = (noun: Noun, flags: ListFlags, batch: Batch): void => {
  printRecord(noun, flags, batch, [
    ['batch', batch.batchId],
    ['decided', String(batch.decided)],
    ['left as they are', String(batch.refused)],
  ]);
};

function batchCommands(mapping: Command, noun: Noun): void {
  withOutput(mapping.command('accept-strong <kind>').description('Take all suggestions that are strong or better, as one step')).action(
    async (kind: string, flags: ListFlags) => {
      const selection = { filter: { state: ['suggested' as const], strong: true } };
      const body = { kind: kindOf(kind), selection, decision: { decision: 'accept' as const } };
      printBatch(noun, flags, await noun.client().call(decideMappings, { body }));
    },
  );
  withOutput(
    mapping.command('assign <kind> <target> <ids...>').description('Map all of these to one account or service, as one step'),
  ).action(async (kind: string, targetId: string, ids: string[], flags: ListFlags) => {
    const body = { kind: kindOf(kind), selection: { ids }, decision: { decision: 'map' as const, targetId } };
    printBatch(noun, flags, await noun.client().call(decideMappings, { body }));
  });
  withOutput(mapping.command('exclude <kind> <ids...>').description('Leave all of these out on purpose, as one step'))
    .requiredOption('--reason <text>', 'why')
    .option('--until <date>', 'only until this day')
    .action(async (kind: string, ids: string[], { reason, until, ...flags }: ListFlags & { reason: string; until?: string }) => {
      const decision = { decision: 'ignore' as const, reason, ...(until !== undefined && { until }) };
      printBatch(noun, flags, await noun.client().call(decideMappings, { body: { kind: kindOf(kind), selection: { ids }, decision } }));
    });
  withOutput(mapping.command('undo-batch <id>').description('Take a bulk decision or an import back')).action(
    async (id: string, flags: ListFlags) => {
      const { undone } = await noun.client().call(undoMappings, { params: { id } });
      printRecord(noun, flags, { undone }, [['undone', String(undone)]]);
    },
  );
}

function fileCommands(mapping: Command, noun: Noun): void {
  mapping
    .command('export <kind>')
    .description('All mappings of a kind as CSV')
    .option('--to <file>', 'where to write it; left out: standard output')
    .action(async (kind: string, { to }: { to?: string }) => {
      const { csv } = await noun.client().call(exportMappings, { params: { kind: kindOf(kind) } });
      if (to === undefined) noun.out(csv);
      else writeFileSync(to, csv);
    });
  withOutput(mapping.command('import <kind> <file>').description('What a CSV would change; with --apply it does'))
    .option('--apply', 'take the good lines, as one undo step')
    .action(async (kind: string, file: string, { apply, ...flags }: ListFlags & { apply?: true }) => {
      const client = noun.client();
      const body = { kind: kindOf(kind), csv: textOfFile(readFileSync(file)) };
      const preview = await client.call(previewMappingImport, { body });
      for (const { line, column, sentence } of preview.problems)
        noun.err(`Line ${line}${column === '' ? '' : `, ${column}`}: ${sentence}\n`);
      if (preview.problems.length > 0) noun.done(exitCodes.withErrors);
      if (apply === true && preview.changes.length > 0) {
        printBatch(noun, flags, await client.call(importMappings, { body: { ...body, token: preview.token } }));
        return;
      }
      printRows(noun, flags, preview.changes, [
        { title: 'LINE', value: (row) => String(row.line), right: true },
        { title: 'WHAT', value: (row) => row.what },
        { title: 'FROM', value: (row) => row.from },
        { title: 'TO', value: (row) => row.to },
      ]);
      noun.err(`${preview.changes.length} to change, ${preview.unchanged} unchanged, ${preview.problems.length} not readable.\n`);
    });
}

type RuleFlags = ListFlags & {
  readonly name: string;
  readonly service: string;
  readonly has?: string;
  readonly product?: string;
  readonly sku?: string;
  readonly term?: string;
  readonly frequency?: string;
  readonly segment?: string;
  readonly promotion?: string;
  readonly except: string;
};

function kindCommands(mapping: Command, noun: Noun): void {
  withOutput(mapping.command('kinds').description('Kinds of companies at the PSA, and which of them nobody bills'))
    .option('--not-billed <kinds>', 'nobody bills these, separated by commas, and only these')
    .action(async ({ notBilled, ...flags }: ListFlags & { notBilled?: string }) => {
      const client = noun.client();
      const now = await client.call(listAccountKinds);
      const named = notBilled?.split(',').filter((each) => each.trim() !== '');
      const { kinds } =
        named === undefined ? now : await client.call(changeAccountKinds, { body: { notBilled: named, version: now.version } });
      printRows(noun, flags, kinds, [
        { title: 'KIND', value: (row) => row.name },
        { title: 'ACCOUNTS', value: (row) => String(row.accounts), right: true },
        { title: 'BILLED', value: (row) => (row.isBilled ? 'yes' : 'no') },
      ]);
    });
}

function ruleCommands(mapping: Command, noun: Noun): void {
  const rules = mapping.command('rules').description('Rules that say which service bills which products');
  withOutput(rules.command('list').description('Rules in their order')).action(async (flags: ListFlags) => {
    const { data } = await noun.client().call(listMappingRules);
    printRows(noun, flags, data, [
      { title: 'ID', value: (row) => row.id },
      { title: 'PLACE', value: (row) => String(row.place), right: true },
      { title: 'NAME', value: (row) => row.name },
      {
        title: 'WHEN',
        value: (row) =>
          [row.productHas, row.productId, row.skuId, row.term, row.frequency, row.segment, row.promotionId]
            .filter((each) => each !== null)
            .join(', ') || 'always',
      },
      { title: 'SERVICE', value: (row) => row.serviceName ?? row.serviceId },
    ]);
  });
  withTerms(rules.command('try <connection>').description('What a rule would do to the products of today')).action(
    async (connectionId: string, flags: RuleFlags) => {
      const { data } = await noun.client().call(tryMappingRule, { body: { connectionId, ...termsOf(flags) } });
      printRows(noun, flags, data, [
        { title: 'PRODUCT', value: (row) => row.productName },
        { title: 'TERM', value: (row) => `${row.term} ${row.frequency}` },
        { title: 'SEGMENT', value: (row) => row.segment ?? '-' },
        { title: 'PROMOTION', value: (row) => row.promotionId ?? '-' },
        { title: 'NOW', value: (row) => row.serviceName ?? row.state },
        { title: 'BECOMES', value: (row) => row.becomes },
      ]);
    },
  );
  withTerms(rules.command('add <connection>').description('Add a rule behind the others and map the products again')).action(
    async (connectionId: string, flags: RuleFlags) => {
      const { rule, changed } = await noun.client().call(addMappingRule, { body: { connectionId, ...termsOf(flags) } });
      printRecord(noun, flags, { rule, changed }, [
        ['id', rule.id],
        ['name', rule.name],
        ['changed', String(changed)],
      ]);
    },
  );
  rules
    .command('remove <id>')
    .description('Remove a rule; what it had mapped is what the evidence says')
    .action(async (id: string) => {
      await noun.client().call(removeMappingRule, { params: { id } });
      noun.err('Removed.\n');
    });
}

const withTerms = (command: Command): Command =>
  withOutput(command)
    .requiredOption('--name <name>', 'what it is called')
    .requiredOption('--service <id>', 'the PSA’s own id of the service')
    .option('--has <letters>', 'letters of the product’s name')
    .option('--product <id>', 'only this product')
    .option('--sku <id>', 'only this SKU')
    .option('--term <term>', 'only this term, like P1Y')
    .option('--frequency <word>', 'only this billing frequency, like monthly')
    .option('--segment <word>', 'only this segment, like Education')
    .option('--promotion <id>', 'only what was bought with this promotion of Microsoft')
    .option('--except <keys>', 'not for these productId:skuId, separated by commas', '');

type Terms = Omit<z.input<NonNullable<(typeof addMappingRule)['body']>>, 'connectionId'>;
const termsOf = ({ name, service, has, product, sku, term, frequency, segment, promotion, except }: RuleFlags): Terms => ({
  name,
  serviceId: service,
  productHas: has ?? null,
  productId: product ?? null,
  skuId: sku ?? null,
  term: (term ?? null) as Terms['term'],
  frequency: (frequency ?? null) as Terms['frequency'],
  segment: segment ?? null,
  promotionId: promotion ?? null,
  except: except.split(',').filter((each) => each !== ''),
});
