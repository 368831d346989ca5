import type { Command } from 'commander';
import { getInvoiceProof } from '../contract/invoice-proof.ts';
import type { Noun } from './noun.ts';
import { noRight } from './output.ts';
import { type ListFlags, printRecord, printRows, withOutput } from './print.ts';

type ProveFlags = ListFlags & { readonly lines?: boolean };

const text = (amount: string | null | undefined): string => amount ?? noRight;

/** invoices prove: what the proof of the version in use says. */
export function proveCommand(invoices: Command, noun: Noun): void {
  withOutput(
    invoices.command('prove <id>').description("Every line by the provider's own formulas; header, lines and customers to the cent"),
  )
    .option('--lines', 'the first hundred columns that do not fit, instead of the verdict')
    .action(async (id: string, flags: ProveFlags) => {
      const proof = await noun.client().call(getInvoiceProof, { params: { id } });
      if (flags.lines === true) {
        printRows(noun, flags, proof.misfits.first, [
          { title: 'LINE', value: (row) => String(row.lineNo), right: true },
          { title: 'COLUMN', value: (row) => row.column },
          { title: 'EXPECTED', value: (row) => text(row.expected), right: true },
          { title: 'GIVEN', value: (row) => text(row.given), right: true },
          { title: 'DIFFERENCE', value: (row) => text(row.difference), right: true },
          { title: 'SUBSCRIPTION', value: (row) => row.subscriptionId },
          { title: 'FORMULA', value: (row) => text(row.formula) },
        ]);
        return;
      }
      printRecord(noun, flags, proof, [
        ['verdict', proof.verdict],
        ['version', String(proof.version)],
        ['rounding', `${proof.ruleSet.name}: ${proof.ruleSet.words}`],
        ...proof.currencies.map(
          ({ currency, lines, total, customers, header }) =>
            ['sums', `${currency} ${text(total)} of ${lines} lines, ${customers} customers; ${tieWords(header)}`] as const,
        ),
        ['misfits', `${proof.misfits.count}, ${proof.misfits.withinTolerance} of them within tolerance`],
        ...proof.notRecomputed.map(({ reason, lines }) => ['as given', `${reason}: ${lines} lines`] as const),
        ...(proof.isComplete ? [] : [['incomplete', 'some lines could not be read'] as const]),
      ]);
    });
}

const tieWords = (header: { readonly ties: boolean } | null): string => {
  if (header === null) return 'no header';
  return header.ties ? 'header ties' : 'header does not tie';
};
