import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { z } from 'zod';
import {
  addExternalId,
  assignSegments,
  type CustomerLabels,
  changeCustomerLabels,
  getCustomerLabels,
  importCustomerLabels,
  listSegments,
  removeExternalId,
} from '../contract/customer-labels.ts';
import { listCustomerResellers } from '../contract/customers.ts';
import { textOfFile } from '../lib/csv-read.ts';
import { wordsIn } from '../lib/words-in.ts';
import { customersNoun, type Noun } from './noun.ts';
import { type ListFlags, printRecord, printRows, withOutput } from './print.ts';

type Labels = z.output<typeof CustomerLabels>;

const print = (noun: Noun, flags: ListFlags, labels: Labels): void => {
  printRecord(noun, flags, labels, [
    ['segments', labels.segments.join(', ') || '-'],
    ['currency', labels.preferredCurrency ?? '-'],
    ...labels.externalIds.map(({ id, system, externalId }) => [system, `${externalId} (${id})`] as const),
  ]);
};

/** customers labels, label, external-id add, external-id remove, segments, import-labels. */
export function customerLabelCommands(program: Command, noun: Noun): void {
  const customers = customersNoun(program);
  withOutput(customers.command('labels <id>').description('Segments, preferred currency and ids in other systems')).action(
    async (id: string, flags: ListFlags) => {
      print(noun, flags, await noun.client().call(getCustomerLabels, { params: { id } }));
    },
  );
  withOutput(customers.command('label <id>').description('Change segments or the preferred currency'))
    .option('--segments <names>', 'all segments from now on, separated by commas; "" for none')
    .option('--currency <code>', 'three letters, like EUR; "" for none of its own')
    .action(async (id: string, flags: ListFlags & { segments?: string; currency?: string }) => {
      const body = {
        ...(flags.segments !== undefined && { segments: wordsIn(flags.segments) }),
        ...(flags.currency !== undefined && { preferredCurrency: flags.currency === '' ? null : flags.currency }),
      };
      print(noun, flags, await noun.client().call(changeCustomerLabels, { params: { id }, body }));
    });
  withOutput(
    customers.command('add-external-id <id> <system> <externalId>').description('How the customer is called in another system'),
  ).action(async (id: string, system: string, externalId: string, flags: ListFlags) => {
    print(noun, flags, await noun.client().call(addExternalId, { params: { id }, body: { system, externalId } }));
  });
  withOutput(customers.command('remove-external-id <id> <entry>').description('Forget an id of another system (xid_...)')).action(
    async (id: string, entryId: string, flags: ListFlags) => {
      print(noun, flags, await noun.client().call(removeExternalId, { params: { id, entryId } }));
    },
  );
  segmentCommands(customers, noun);
  withOutput(
    customers.command('import-labels <file>').description('Take ids, segments and currencies from a CSV; says first what would change'),
  )
    .option('--apply', 'keep the good lines')
    .action(async (file: string, flags: ListFlags & { apply?: boolean }) => {
      const body = { csv: textOfFile(readFileSync(file)), apply: flags.apply === true };
      const { changes, unchanged, problems, applied } = await noun.client().call(importCustomerLabels, { body });
      printRows(noun, flags, changes, [
        { title: 'LINE', value: (row) => String(row.line), right: true },
        { title: 'CUSTOMER', value: (row) => row.customerName },
        { title: applied ? 'CHANGED' : 'WOULD CHANGE', value: (row) => row.what },
      ]);
      for (const { line, column, sentence } of problems) noun.err(`line ${line}, ${column}: ${sentence}\n`);
      noun.err(`${changes.length} ${applied ? 'changed' : 'to change'}, ${unchanged} unchanged, ${problems.length} cannot be taken\n`);
      if (problems.length > 0) noun.done(8);
    });
}

function segmentCommands(customers: Command, noun: Noun): void {
  withOutput(customers.command('resellers').description('Resellers through which customers are sold to')).action(
    async (flags: ListFlags) => {
      const { data } = await noun.client().call(listCustomerResellers);
      printRows(noun, flags, data, [
        { title: 'MPN', value: (row) => row.mpn },
        { title: 'RESELLER', value: (row) => row.name },
        { title: 'CUSTOMERS', value: (row) => String(row.customers), right: true },
      ]);
    },
  );
  withOutput(customers.command('segments').description('Segments that are in use')).action(async (flags: ListFlags) => {
    const { data } = await noun.client().call(listSegments);
    printRows(noun, flags, data, [
      { title: 'SEGMENT', value: (row) => row.segment },
      { title: 'CUSTOMERS', value: (row) => String(row.customers), right: true },
    ]);
  });
  withOutput(customers.command('assign-segments <id...>').description('Put many customers into segments, or take them out'))
    .option('--add <names>', 'separated by commas')
    .option('--remove <names>', 'separated by commas')
    .action(async (customerIds: string[], flags: ListFlags & { add?: string; remove?: string }) => {
      const body = { customerIds, add: wordsIn(flags.add ?? ''), remove: wordsIn(flags.remove ?? '') };
      const { added, removed } = await noun.client().call(assignSegments, { body });
      printRecord(noun, flags, { added, removed }, [
        ['added', String(added)],
        ['removed', String(removed)],
      ]);
    });
}
