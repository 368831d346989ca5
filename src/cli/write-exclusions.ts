import type { Command } from 'commander';
import { z } from 'zod';
import { excludeFromWriting, listWriteExclusions, type WriteExclusion } from '../contract/write-exclusions.ts';
import { wordsIn } from '../lib/words-in.ts';
import { WriteKind } from '../model/connection.ts';
import { CommandError } from './command-error.ts';
import { connectionsNoun, type Noun } from './noun.ts';
import { exitCodes } from './output.ts';
import { type ListFlags, printRows, withOutput } from './print.ts';

type Flags = ListFlags & { readonly customer?: string; readonly kinds?: string; readonly reason?: string };

/** connections exclusions: customers that are left out of writing; shown, or changed for one of them. */
export function writeExclusionCommands(program: Command, noun: Noun): void {
  withOutput(
    connectionsNoun(program)
      .command('exclusions')
      .description('Customers that are left out of writing; with --customer, change one')
      .option('--customer <id>', 'the customer to change')
      .option('--kinds <list>', `what is not written there: ${WriteKind.options.join(', ')}; none lifts it`)
      .option('--reason <text>', 'why; needed unless it is lifted'),
  ).action(async ({ customer, kinds, reason, ...flags }: Flags) => {
    const client = noun.client();
    const { data } =
      customer === undefined
        ? await client.call(listWriteExclusions)
        : await client.call(excludeFromWriting, {
            params: { id: customer },
            body: { kinds: kindsOf(kinds ?? ''), ...(reason !== undefined && { reason }) },
          });
    printRows<z.infer<typeof WriteExclusion>>(noun, flags, data, [
      { title: 'CUSTOMER', value: (row) => row.customerId },
      { title: 'NAME', value: (row) => row.customerName },
      { title: 'NOT WRITTEN', value: (row) => row.kinds.join(' ') },
      { title: 'REASON', value: (row) => row.reason },
      { title: 'BY', value: (row) => row.by },
    ]);
  });
}

function kindsOf(text: string): WriteKind[] {
  const words = wordsIn(text);
  const read = z.array(WriteKind).safeParse(words.filter((word) => word !== 'none'));
  if (read.success) return read.data;
  throw new CommandError(
    exitCodes.usage,
    `--kinds names what there is not.`,
    undefined,
    `some of ${WriteKind.options.join(', ')}, or none`,
  );
}
