import type { Command } from 'commander';
import type { z } from 'zod';
import {
  getInvoice,
  getSuspense,
  type InvoiceDetail,
  listInvoiceChanges,
  listInvoiceLines,
  listInvoices,
  listInvoiceVersions,
  publishInvoice,
} from '../contract/invoices.ts';
import { importCommand } from './import-invoice.ts';
import { toleranceCommand } from './invoice-tolerance.ts';
import type { Noun } from './noun.ts';
import { noRight, printMoney } from './output.ts';
import { type ListFlags, printRecord, printRows, readPages, wholeNumber, withOutput, withPaging } from './print.ts';
import { proveCommand } from './prove-invoice.ts';
import { readColumns } from './read-columns.ts';

type ListInvoiceFlags = ListFlags & { readonly period?: string; readonly state?: string; readonly connection?: string };
type LineFlags = ListFlags & { readonly subscription?: string; readonly customer?: string; readonly version?: number };

/** invoices list, show, versions, changes, lines, suspense, prove, import, publish. */
export function invoiceCommands(program: Command, noun: Noun): void {
  const invoices = program.command('invoices').description('What Microsoft and the distributors charge');
  listCommand(invoices, noun);
  withOutput(invoices.command('show <id>').description('One invoice: header, control totals, whether they tie')).action(
    async (id: string, flags: ListFlags) => {
      printInvoice(noun, flags, await noun.client().call(getInvoice, { params: { id } }));
    },
  );
  versionsCommand(invoices, noun);
  linesCommand(invoices, noun);
  suspenseCommand(invoices, noun);
  proveCommand(invoices, noun);
  toleranceCommand(invoices, noun);
  importCommand(invoices, noun);
  withOutput(invoices.command('publish <id>').description('Use a version that does not tie to its header'))
    .requiredOption('--version <n>', 'which', wholeNumber)
    .requiredOption('--reason <text>', 'why; it is kept in the audit trail')
    .action(async (id: string, flags: ListFlags & { version: number; reason: string }) => {
      const body = { version: flags.version, reason: flags.reason };
      printInvoice(noun, flags, await noun.client().call(publishInvoice, { params: { id }, body }));
    });
}

function listCommand(invoices: Command, noun: Noun): void {
  withPaging(invoices.command('list').description('Newest period first'))
    .option('--period <month>', 'only this month, like 2026-10')
    .option('--state <states>', 'only these states, separated by commas')
    .option('--connection <id>', 'only of this one')
    .action(async (flags: ListInvoiceFlags) => {
      const client = noun.client();
      const filter = {
        ...(flags.period !== undefined && { period: flags.period }),
        ...(flags.state !== undefined && { state: flags.state }),
        ...(flags.connection !== undefined && { connectionId: flags.connection }),
      };
      const rows = await readPages(flags, (page) => client.call(listInvoices, { query: { ...page, ...filter } }));
      printRows(noun, flags, rows, [
        { title: 'ID', value: (row) => row.id },
        { title: 'NUMBER', value: (row) => numberOf(row) },
        { title: 'KIND', value: (row) => row.kind },
        { title: 'PERIOD', value: (row) => row.period },
        { title: 'FROM', value: (row) => row.connectionName },
        { title: 'STATE', value: (row) => row.state },
        { title: 'LINES', value: (row) => String(row.lines ?? '-'), right: true },
        { title: 'TOTAL', value: (row) => row.sums.map((sum) => amount(sum.total, sum.currency)).join(' + '), right: true },
        { title: 'TIES', value: (row) => row.tie ?? '-' },
        { title: 'IN SUSPENSE', value: (row) => String(row.suspenseLines), right: true },
        ...readColumns,
      ]);
    });
}

function versionsCommand(invoices: Command, noun: Noun): void {
  withOutput(invoices.command('versions <id>').description('Every download, newest first')).action(async (id: string, flags: ListFlags) => {
    const { data } = await noun.client().call(listInvoiceVersions, { params: { id } });
    printRows(noun, flags, data, [
      { title: 'VERSION', value: (row) => String(row.n), right: true },
      { title: 'STATE', value: (row) => row.state },
      { title: 'BY', value: (row) => row.source },
      { title: 'AT', value: (row) => row.fetchedAt },
      { title: 'LINES', value: (row) => String(row.lines), right: true },
      { title: 'CAME', value: (row) => String(row.changes?.added ?? '-'), right: true },
      { title: 'WENT', value: (row) => String(row.changes?.removed ?? '-'), right: true },
      { title: 'PROBLEMS', value: (row) => row.problems.map(({ sentence }) => sentence).join(' ') },
      { title: 'CONTENT', value: (row) => row.contentHash.slice(0, 12) },
    ]);
  });
  withPaging(invoices.command('changes <id> <version>').description('Lines that came and went with a version')).action(
    async (id: string, version: string, flags: ListFlags) => {
      const client = noun.client();
      const rows = await readPages(flags, (page) => client.call(listInvoiceChanges, { params: { id, n: version }, query: page }));
      printRows(noun, flags, rows, [
        { title: 'CHANGE', value: (row) => row.change },
        { title: 'DATED', value: (row) => row.dated },
        { title: 'NOTICED', value: (row) => row.noticedOn },
        { title: 'CUSTOMER', value: (row) => row.line.customerName },
        { title: 'PRODUCT', value: (row) => row.line.productName },
        { title: 'CHARGE', value: (row) => row.line.chargeType },
        { title: 'EFFECT', value: (row) => printMoney(row.effect), right: true },
      ]);
    },
  );
}

function linesCommand(invoices: Command, noun: Noun): void {
  withPaging(invoices.command('lines <id>').description('Its lines, in the order of the files'))
    .option('--subscription <id>', "only of this one, by our id or Microsoft's")
    .option('--customer <id>', 'only of this one, by our id or the tenant id')
    .option('--version <n>', 'not the one in use', wholeNumber)
    .action(async (id: string, flags: LineFlags) => {
      const client = noun.client();
      const filter = {
        ...(flags.subscription !== undefined && { subscriptionId: flags.subscription }),
        ...(flags.customer !== undefined && { customerId: flags.customer }),
        ...(flags.version !== undefined && { version: flags.version }),
      };
      const rows = await readPages(flags, (page) => client.call(listInvoiceLines, { params: { id }, query: { ...page, ...filter } }));
      printRows(noun, flags, rows, [
        { title: 'LINE', value: (row) => String(row.lineNo), right: true },
        { title: 'CUSTOMER', value: (row) => row.customerName },
        { title: 'PRODUCT', value: (row) => row.productName },
        { title: 'CHARGE', value: (row) => row.chargeType },
        { title: 'FROM', value: (row) => row.chargeStart },
        { title: 'TO', value: (row) => row.chargeEnd },
        { title: 'QUANTITY', value: (row) => row.quantity, right: true },
        { title: 'TOTAL', value: (row) => amount(row.total, row.currency), right: true },
        { title: 'SUBSCRIPTION', value: (row) => row.subscriptionKey },
      ]);
    });
}

function suspenseCommand(invoices: Command, noun: Noun): void {
  withOutput(invoices.command('suspense <id>').description('Lines that wait until their customer or product is known')).action(
    async (id: string, flags: ListFlags) => {
      const suspense = await noun.client().call(getSuspense, { params: { id } });
      printRows(noun, flags, suspense.groups, [
        { title: 'UNKNOWN', value: (row) => row.reasons.map((reason) => reason.replace('unknown_', '')).join(', ') },
        { title: 'CUSTOMER', value: (row) => [row.customerName, row.customer].filter(Boolean).join(' ') },
        { title: 'PRODUCT', value: (row) => [row.productName, row.product].filter(Boolean).join(' ') },
        { title: 'CHARGE', value: (row) => row.chargeType ?? '' },
        { title: 'LINES', value: (row) => String(row.lines), right: true },
        { title: 'TOTAL', value: (row) => amount(row.total, row.currency), right: true },
      ]);
      for (const { file, line, reason } of suspense.unreadable) noun.err(`${file}, line ${line}: ${reason}\n`);
    },
  );
}

/** What has no number is not billed yet, or due and not there. */
const numberOf = ({ number, state }: { readonly number: string; readonly state: string }): string =>
  number || (state === 'expected' ? 'expected' : 'not billed yet');

const amount = (text: string | null, currency: string): string => (text === null ? noRight : printMoney({ amount: text, currency }));

function printInvoice(noun: Noun, flags: ListFlags, invoice: z.output<typeof InvoiceDetail>): void {
  printRecord(noun, flags, invoice, [
    ['id', invoice.id],
    ['number', numberOf(invoice)],
    ['kind', invoice.kind],
    ['period', invoice.period],
    ['from', invoice.connectionName],
    ['state', invoice.state],
    ['in use', invoice.publishedVersion === null ? 'no version' : `version ${invoice.publishedVersion} of ${invoice.versions}`],
    ...invoice.sums.map((sum) => ['lines', `${sum.lines}, ${amount(sum.total, sum.currency)}`] as const),
    ['header', invoice.header === null ? 'none' : printMoney(invoice.header.total)],
    ...(invoice.tie === 'notTied' ? [['remains', printMoney(invoice.rest)] as const] : []),
    ['in suspense', `${invoice.suspenseLines} lines`],
  ]);
}
