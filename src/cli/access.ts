import { type Command, InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import { type AccessRow, countAccess, listAccess } from '../contract/access.ts';
import type { Noun } from './noun.ts';
import { printMoney } from './output.ts';
import { type ListFlags, printRecord, printRows, readPages, wholeNumber, withOutput, withPaging } from './print.ts';

type Row = z.output<typeof AccessRow>;
type Flags = ListFlags & {
  readonly search?: string;
  readonly state?: string;
  readonly flag?: string;
  readonly consent?: string;
  readonly ready?: string;
  readonly endsWithin?: number;
  readonly sort?: string;
};

const yesOrNo = (text: string): string => {
  if (text !== 'yes' && text !== 'no') throw new InvalidArgumentError('is yes or no.');
  return text === 'yes' ? 'true' : 'false';
};

/** access: who lets us in, until when, and what is missing. */
export function accessCommands(program: Command, noun: Noun): void {
  const access = program.command('access').description('Delegated access (GDAP) and consent of customers');
  withPaging(
    access
      .command('list')
      .option('-q, --search <text>', 'letters of a name or domain, or a tenant id')
      .option('--state <words>', 'active, missing, pending, expired, error; several with commas')
      .option('--flag <words>', 'rolesMissing, noGroup, noAutoExtend, several, statusUnknown, ended')
      .option('--consent <words>', 'unknown, missing, granted, refused, withdrawn')
      .option('--ready <yes|no>', 'active and consented, or not', yesOrNo)
      .option('--ends-within <days>', 'active, and ends within so many days', wholeNumber)
      .option('--sort <field>', 'name or endsAt, - first for descending'),
  ).action(async (flags: Flags) => {
    const rows = await readPages(flags, (page) => noun.client().call(listAccess, { query: { ...page, ...queryOf(flags) } }));
    printRows(noun, flags, rows, columns);
  });
  withOutput(access.command('counts').description('How many customers are in each state')).action(async (flags: ListFlags) => {
    const { unread, ...counts } = await noun.client().call(countAccess);
    printRecord(noun, flags, { ...counts, unread }, [
      ...Object.entries(counts).map(([name, count]) => [name, String(count)] as const),
      ...unread.map((each) => ['not read', `${each.name}, since ${each.since}: ${each.reason}`] as const),
    ]);
  });
}

const queryOf = ({ search, state, flag, consent, ready, endsWithin, sort }: Flags) => ({
  ...(search !== undefined && { q: search }),
  ...(state !== undefined && { access: state }),
  ...(flag !== undefined && { flag }),
  ...(consent !== undefined && { consent }),
  ...(ready !== undefined && { ready }),
  ...(endsWithin !== undefined && { endsWithin }),
  ...(sort !== undefined && { sort }),
});

const columns = [
  { title: 'ID', value: (row: Row) => row.customerId },
  { title: 'CUSTOMER', value: (row: Row) => row.name },
  { title: 'ACCESS', value: (row: Row) => row.access },
  { title: 'ENDS', value: (row: Row) => row.endsAt?.slice(0, 10) ?? '' },
  { title: 'DAYS', value: (row: Row) => String(row.daysLeft ?? ''), right: true },
  { title: 'CONSENT', value: (row: Row) => (row.consent.isPropagating ? `${row.consent.state}, on its way` : row.consent.state) },
  { title: 'READY', value: (row: Row) => (row.ready ? 'yes' : 'no') },
  { title: 'ROLES', value: (row: Row) => String(row.relationship?.roleIds.length ?? 0), right: true },
  { title: 'NOTES', value: (row: Row) => row.flags.join(' ') },
  { title: 'A MONTH', value: (row: Row) => row.atRisk.map(printMoney).join(', '), right: true },
  { title: 'INVITATION', value: (row: Row) => row.relationship?.invitationLink ?? '' },
];
