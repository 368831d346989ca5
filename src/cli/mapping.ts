import type { Command } from 'commander';
import type { z } from 'zod';
import {
  type AccountMapping,
  decideAccountMapping,
  decideProductMapping,
  getMappingCounts,
  listCustomerMappings,
  listMappingTargets,
  listProductMappings,
  type MappingDecision,
  type ProductMapping,
} from '../contract/mapping.ts';
import { CommandError } from './command-error.ts';
import { mappingWorkCommands } from './mapping-work.ts';
import type { Noun } from './noun.ts';
import { exitCodes, printMoney } from './output.ts';
import { type ListFlags, printRecord, printRows, readPages, withOutput, withPaging } from './print.ts';

type Find = ListFlags & { readonly search?: string; readonly state?: string; readonly waiting?: true; readonly distributor?: string };
type Body = z.input<typeof MappingDecision>;
type Link = z.output<typeof AccountMapping>;
type Money = { readonly amount: string; readonly currency: string };

const told = (money: readonly Money[] | null): string => (money ?? []).map((each) => printMoney(each)).join(', ') || '-';

const sum = (counts: Readonly<Partial<Record<string, number>>>): number =>
  Object.values(counts).reduce<number>((all, n) => all + (n ?? 0), 0);

type ByState = Readonly<Partial<Record<string, readonly Money[]>>> | null;
const moneyOf = (stakes: ByState, state: string): readonly Money[] | null => stakes?.[state] ?? null;

/** mapping counts, accounts, products, targets, and decisions on one. */
export function mappingCommands(program: Command, noun: Noun): void {
  const mapping = program.command('mapping').description('Which account is which customer, and which service bills which product');
  withOutput(mapping.command('counts').description('How many are in each state, and their money a month')).action(
    async (flags: ListFlags) => {
      const counts = await noun.client().call(getMappingCounts);
      printRecord(noun, flags, counts, [
        ['to do', `${sum(counts.waiting.accounts)} customers, ${sum(counts.waiting.products)} products`],
        ...Object.entries(counts.accounts).map(
          ([state, n]) => [`customers ${state}`, `${n} ${told(moneyOf(counts.accountStakes, state))}`] as const,
        ),
        ...Object.entries(counts.products).map(
          ([state, n]) => [`products ${state}`, `${n} ${told(moneyOf(counts.productStakes, state))}`] as const,
        ),
      ]);
    },
  );
  listCommands(mapping, noun);
  withOutput(mapping.command('targets <connection> <kind>').description('Accounts or services of a connection to choose from'))
    .option('-q, --search <text>', 'letters of the name, code or domain')
    .action(async (connectionId: string, kind: string, flags: Find) => {
      const query = { connectionId, kind, ...(flags.search !== undefined && { q: flags.search }) } as z.input<
        NonNullable<(typeof listMappingTargets)['query']>
      >; // the server names a kind that it does not know
      const { data, hidden } = await noun.client().call(listMappingTargets, { query });
      if (hidden > 0) noun.err(`${hidden} more cannot be billed: inactive, or of a kind that nobody bills.\n`);
      printRows(noun, flags, data, [
        { title: 'ID', value: (row) => row.id },
        { title: 'NAME', value: (row) => row.name },
        { title: 'DETAIL', value: (row) => row.detail },
      ]);
    });
  decisionCommands(mapping, noun);
  mappingWorkCommands(mapping, noun);
}

const finding = (command: Command): Command =>
  withPaging(command)
    .option('-q, --search <text>', 'letters of the name')
    .option('--state <states>', 'only these states, separated by commas')
    .option('--waiting', 'only what is bought and waits for somebody');

const queryOf = ({ search, state, waiting }: Find): { readonly q?: string; readonly state?: string; readonly waiting?: string } => ({
  ...(search !== undefined && { q: search }),
  ...(state !== undefined && { state }),
  ...(waiting === true && { waiting: 'true' }),
});

function listCommands(mapping: Command, noun: Noun): void {
  finding(mapping.command('accounts').description('Customers with all their accounts')).action(async (flags: Find) => {
    const client = noun.client();
    const rows = await readPages(flags, (page) => client.call(listCustomerMappings, { query: { ...page, ...queryOf(flags) } }));
    printRows(
      noun,
      flags,
      rows.flatMap(({ links, ...customer }) => links.map((link) => ({ ...customer, link }))),
      [
        { title: 'ID', value: ({ link }) => link.id },
        { title: 'CUSTOMER', value: (row) => row.customerName },
        { title: 'STATE', value: (row) => row.state },
        { title: 'IN', value: ({ link }) => link.connectionName },
        { title: 'ACCOUNT', value: ({ link }) => accountText(link) },
        { title: 'LINK', value: ({ link }) => link.state },
        {
          title: 'BECAUSE',
          value: ({ link }) => (link.evidence.length > 0 ? link.evidence : (link.candidates[0]?.evidence ?? [])).join(', '),
        },
        { title: 'A MONTH', value: (row) => told(row.stakes), right: true },
      ],
    );
  });
  const products = finding(mapping.command('products').description('Products with the services that bill them'));
  products.option('--distributor <connection>', 'only what this distributor supplies').action(async (flags: Find) => {
    const client = noun.client();
    const supplied = flags.distributor === undefined ? {} : { distributorId: flags.distributor };
    const rows = await readPages(flags, (page) => client.call(listProductMappings, { query: { ...page, ...queryOf(flags), ...supplied } }));
    printRows(noun, flags, rows, [
      { title: 'ID', value: (row) => row.id },
      { title: 'PRODUCT', value: (row) => row.productName },
      { title: 'TERM', value: (row) => row.termLabel },
      { title: 'SEGMENT', value: (row) => row.segment ?? '-' },
      { title: 'PROMOTION', value: (row) => row.promotionId ?? '-' },
      { title: 'DISTRIBUTOR', value: (row) => row.distributors.map(({ name }) => name).join(', ') || '-' },
      { title: 'STATE', value: (row) => row.state },
      { title: 'SERVICE', value: (row) => row.serviceName ?? row.candidates[0]?.name ?? '-' },
      { title: 'SEATS', value: (row) => String(row.seats), right: true },
      { title: 'A MONTH', value: (row) => told(row.stakes), right: true },
    ]);
  });
}

const isSpare = (link: Link): boolean => !link.isNeeded && link.state === 'unmapped';

const accountText = (link: Link): string =>
  link.isAbsent
    ? '(not there)'
    : isSpare(link)
      ? '(not needed)'
      : (link.accountName ?? (link.candidates[0] === undefined ? '-' : `? ${link.candidates[0].name}`));

type Kind = 'account' | 'product';
type Since = ListFlags & { readonly since?: string };
type Why = ListFlags & { readonly reason: string; readonly until?: string };

/** Each decision is a verb; the id says account or product by the list that it is in, so the kind is asked first. */
function decisionCommands(mapping: Command, noun: Noun): void {
  const verb = (text: string, what: string): Command => withOutput(mapping.command(text).description(what));
  const since = (command: Command): Command => command.option('--since <date>', 'it counts from this day on, also for months before');
  since(verb('accept <kind> <id>', 'Take what is suggested')).action((kind: string, id: string, { since: from, ...flags }: Since) =>
    decide(noun, flags, kind, id, { decision: 'accept', ...(from !== undefined && { since: from }) }),
  );
  since(verb('map <kind> <id> <target>', 'Map it to this account or service')).action(
    (kind: string, id: string, targetId: string, { since: from, ...flags }: Since) =>
      decide(noun, flags, kind, id, { decision: 'map', targetId, ...(from !== undefined && { since: from }) }),
  );
  verb('reject <kind> <id> <target>', 'Not this one, and never suggest it again').action(
    (kind: string, id: string, targetId: string, flags: ListFlags) => decide(noun, flags, kind, id, { decision: 'reject', targetId }),
  );
  verb('ignore <kind> <id>', 'Leave it out on purpose')
    .requiredOption('--reason <text>', 'why')
    .option('--until <date>', 'only until this day')
    .action((kind: string, id: string, { reason, until, ...flags }: Why) =>
      decide(noun, flags, kind, id, { decision: 'ignore', reason, ...(until !== undefined && { until }) }),
    );
  verb('absent <id>', 'This customer is not sold there; the other sides still count')
    .requiredOption('--reason <text>', 'why')
    .action((id: string, { reason, ...flags }: Why) => decide(noun, flags, 'account', id, { decision: 'absent', reason }));
  verb('unmap <kind> <id>', 'Back to nothing').action((kind: string, id: string, flags: ListFlags) =>
    decide(noun, flags, kind, id, { decision: 'unmap' }),
  );
  verb('undo <kind> <id>', 'Back to what it was before the last decision').action((kind: string, id: string, flags: ListFlags) =>
    decide(noun, flags, kind, id, { decision: 'undo' }),
  );
}

async function decide(noun: Noun, flags: ListFlags, kind: string, id: string, body: Body): Promise<void> {
  const row: Link | z.output<typeof ProductMapping> =
    kindOf(kind) === 'account'
      ? await noun.client().call(decideAccountMapping, { params: { id }, body })
      : await noun.client().call(decideProductMapping, { params: { id }, body });
  const isLink = 'customerName' in row;
  printRecord(noun, flags, row, [
    ['id', row.id],
    [isLink ? 'customer' : 'product', isLink ? row.customerName : row.productName],
    ['state', row.state],
    [isLink ? 'account' : 'service', (isLink ? row.accountName : row.serviceName) ?? '-'],
    ['by', row.decidedBy ?? 'evidence'],
    ['because', row.reason ?? (row.evidence.join(', ') || '-')],
  ]);
}

function kindOf(kind: string): Kind {
  if (kind === 'account' || kind === 'product') return kind;
  throw new CommandError(
    exitCodes.usage,
    `${kind} is no kind of mapping.`,
    'Mappings are of accounts or of products.',
    'Write account or product.',
  );
}
