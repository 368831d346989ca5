import type { Command } from 'commander';
import { setInvoiceTolerance } from '../contract/invoice-proof.ts';
import { CommandError } from './command-error.ts';
import type { Noun } from './noun.ts';
import { exitCodes } from './output.ts';

type Flags = {
  readonly absolute?: string;
  readonly percent?: string;
  readonly perUnit?: string;
  readonly account?: boolean;
  readonly reason: string;
};

/** invoices tolerance: how far amounts of one import may be off, where it is not what the account says. */
export function toleranceCommand(invoices: Command, noun: Noun): void {
  invoices
    .command('tolerance <id>')
    .description('Judge one import by another tolerance than its account’s; the next proof is made with it')
    .option('--absolute <amount>', 'how far a line may be off, in its currency')
    .option('--percent <percent>', 'the same in per cent; the greater counts', '0')
    .option('--per-unit <amount>', 'besides, for each seat or unit', '0')
    .option('--account', 'back to what the account says')
    .requiredOption('--reason <text>', 'why; goes into the audit log')
    .action(async (id: string, { absolute, percent = '0', perUnit = '0', account, reason }: Flags) => {
      if ((absolute === undefined) === (account !== true))
        throw new CommandError(exitCodes.usage, 'Name an amount with --absolute, or go back to the account with --account.');
      const tolerance = absolute === undefined ? null : { rules: [{ absolute, percent, perUnit }] };
      await noun.client().call(setInvoiceTolerance, { params: { id }, body: { tolerance, reason } });
      noun.out(`${tolerance === null ? 'The tolerance of the account counts again.' : 'This import has a tolerance of its own.'}\n`);
      noun.err(`Try: concord invoices prove ${id}\n`);
    });
}
