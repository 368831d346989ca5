import { type Command, InvalidArgumentError } from 'commander';
import { parse, stringify } from 'yaml';
import { simulateBilling } from '../contract/billing.ts';
import { exportPreferences, previewPreferences } from '../contract/preferences.ts';
import { getSettings } from '../contract/settings.ts';
import { plainly } from '../lib/field-words.ts';
import { BillingChoice } from '../model/billing-behaviour.ts';
import { CommandError } from './command-error.ts';
import { mistakesIn } from './file-mistakes.ts';
import type { Noun } from './noun.ts';
import { exitCodes, printMoney } from './output.ts';
import { preferencesIn } from './preferences-file.ts';
import { type ListFlags, printRecord, printRows, withOutput } from './print.ts';

type TrialFlags = ListFlags & { readonly customer?: string; readonly product?: { readonly productId: string; readonly skuId: string } };

/** settings show, try, export, preview, import. What is written into a file and imported is the way to change them here. */
export function preferenceCommands(
  program: Command,
  noun: Noun,
  files: { readonly read: (path: string) => string; readonly importHere: (text: string) => Promise<number> },
): void {
  const settings = program.command('settings').description('How books are compared, approved, billed and read');
  withOutput(settings.command('show', { isDefault: true }).description('What holds now')).action(async (flags: ListFlags) => {
    const held = await noun.client().call(getSettings);
    printRecord(
      noun,
      flags,
      held,
      Object.entries(held).map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)] as const),
    );
  });
  withOutput(
    settings
      .command('try <choice>')
      .description('What a billing behaviour would change on the last month: "{effective: {from: nextMonth}, prorate: false}"'),
  )
    .option('--customer <id>', 'only for this customer')
    .option('--product <product:sku>', 'only for this product, by its ids at Microsoft', productIn)
    .action(async (choice: string, { customer, product, ...flags }: TrialFlags) => {
      const body = {
        choice: choiceIn(choice),
        ...(customer !== undefined && { customerId: customer }),
        ...(product !== undefined && { product }),
      };
      const tried = await noun.client().call(simulateBilling, { body });
      printRecord(noun, flags, tried, [
        ['month', tried.month],
        ['corrections', `${tried.corrections}, ${tried.changed} otherwise`],
        ['first bills', tried.before.map((each) => printMoney(each)).join(', ')],
        ['would be', tried.after.map((each) => printMoney(each)).join(', ')],
        ['credits left out', String(tried.credits.count)],
      ]);
    });
  settings
    .command('export')
    .description('All of it as YAML, to be kept or imported elsewhere')
    .option('--json', 'as JSON')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const file = await noun.client().call(exportPreferences);
      noun.out(json === true ? `${JSON.stringify(file, undefined, 2)}\n` : stringify(file));
    });
  withOutput(settings.command('preview').description('What a file would change; changes nothing'))
    .requiredOption('--file <path>', 'JSON or YAML as `settings export` writes it, or a part of it; - for standard input')
    .action(async ({ file, ...flags }: ListFlags & { readonly file: string }) => {
      const { changes, unknownCustomers, unknownConnections } = await noun
        .client()
        .call(previewPreferences, { body: preferencesIn(files.read(file)) });
      printRows(noun, flags, changes, [
        { title: 'PART', value: (row) => row.part },
        { title: 'WHAT', value: (row) => row.name },
        { title: 'NOW', value: (row) => JSON.stringify(row.before) },
        { title: 'THEN', value: (row) => JSON.stringify(row.after) },
      ]);
      for (const { cloud, tenantId } of unknownCustomers) noun.err(`No customer here has the tenant ${tenantId} (${cloud}).\n`);
      for (const name of unknownConnections) noun.err(`No connection here is called ${name}.\n`);
    });
  settings
    .command('import')
    .description('Import a file, from this machine; what it leaves out stays')
    .requiredOption('--file <path>', 'as for preview')
    .action(async ({ file }: { readonly file: string }) => {
      noun.done(await files.importHere(files.read(file)));
    });
}

function choiceIn(text: string): BillingChoice {
  const read = BillingChoice.safeParse(yamlOf(text), plainly);
  if (read.success) return read.data;
  throw new CommandError(exitCodes.usage, 'The choice cannot be tried like this:', mistakesIn(read.error, 'the choice'));
}

const yamlOf = (text: string): unknown => {
  try {
    return parse(text);
  } catch {
    throw new CommandError(exitCodes.usage, 'The choice is neither JSON nor YAML.');
  }
};

function productIn(text: string): { productId: string; skuId: string } {
  const [, productId, skuId] = /^([^:\s]+):([^:\s]+)$/.exec(text) ?? [];
  if (productId === undefined || skuId === undefined) throw new InvalidArgumentError('is a product and a SKU, like CFQ7TTC0LH18:0001.');
  return { productId, skuId };
}
