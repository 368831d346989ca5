import { type Command, InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import {
  type AcceptanceRule,
  addAcceptanceRule,
  changeAcceptanceRule,
  listAcceptanceRules,
  removeAcceptanceRule,
  tryAcceptanceRule,
} from '../contract/acceptance-rules.ts';
import type { Noun } from './noun.ts';
import { printMoney } from './output.ts';
import { type ListFlags, printRecord, printRows, withOutput } from './print.ts';

type RuleBody = z.input<NonNullable<(typeof addAcceptanceRule)['body']>>;

type RuleFlags = ListFlags & {
  readonly name: string;
  readonly kinds: string;
  readonly causes?: string;
  readonly customer?: string;
  readonly product?: string;
  readonly anyCertainty?: boolean;
  readonly each: Money;
  readonly total: Money;
  readonly because: string;
  readonly reason: string;
  readonly expires?: string;
};

type Money = { readonly amount: string; readonly currency: string };

const money = (text: string): Money => {
  const [, amount, currency] = /^(\d+(?:\.\d+)?)\s*([A-Z]{3})$/.exec(text) ?? [];
  if (amount === undefined || currency === undefined) throw new InvalidArgumentError('is an amount and a currency, like 10.50USD.');
  return { amount, currency };
};

/** rules list, try, add, off, on, remove. */
export function ruleCommands(program: Command, noun: Noun): void {
  const rules = program.command('rules').description('What is accepted without being asked each time');
  withOutput(rules.command('list').description('Rules with what each holds accepted')).action(async (flags: ListFlags) => {
    const { data } = await noun.client().call(listAcceptanceRules);
    printRows(noun, flags, data, [
      { title: 'ID', value: (row) => row.id },
      { title: 'NAME', value: (row) => row.name },
      { title: 'ACTIVE', value: (row) => (row.isActive ? 'yes' : 'no') },
      { title: 'EACH', value: (row) => printMoney(row.limitEach), right: true },
      { title: 'TOTAL', value: (row) => printMoney(row.limitTotal), right: true },
      { title: 'ACCEPTED', value: (row) => String(row.accepted), right: true },
      { title: 'MONEY', value: (row) => printMoney(row.acceptedMoney), right: true },
    ]);
  });
  withTerms(rules.command('try').description('What a rule would accept now, and would have accepted last month')).action(
    async (flags: RuleFlags) => {
      const trial = await noun.client().call(tryAcceptanceRule, { body: bodyOf(flags) });
      printRecord(noun, flags, trial, [
        ['now', told(trial.now)],
        ['last month', told(trial.lastMonth)],
        ['of those, fixed by people', String(trial.fixedByPeople)],
      ]);
    },
  );
  withTerms(rules.command('add').description('Add a rule; it works from the next comparison on')).action(async (flags: RuleFlags) => {
    printRule(noun, flags, await noun.client().call(addAcceptanceRule, { body: bodyOf(flags) }));
  });
  for (const [word, isActive] of [
    ['on', true],
    ['off', false],
  ] as const)
    withOutput(
      rules.command(`${word} <id>`).description(isActive ? 'Let a rule work again' : 'Switch a rule off; what it held is open again'),
    ).action(async (id: string, flags: ListFlags) => {
      const client = noun.client();
      const version = (await client.call(listAcceptanceRules)).data.find((rule) => rule.id === id)?.version ?? 0;
      printRule(noun, flags, await client.call(changeAcceptanceRule, { params: { id }, body: { isActive, version } }));
    });
  rules
    .command('remove <id>')
    .description('Remove a rule; what it held is open again')
    .action(async (id: string) => {
      await noun.client().call(removeAcceptanceRule, { params: { id } });
      noun.err('Removed.\n');
    });
}

const withTerms = (command: Command): Command =>
  withOutput(command)
    .requiredOption('--name <name>', 'what it is called')
    .requiredOption('--kinds <kinds>', 'kinds of differences, separated by commas')
    .option('--causes <causes>', 'only these causes')
    .option('--customer <id>', 'only this customer')
    .option('--product <name>', 'only this product, its whole name')
    .option('--any-certainty', 'also what is not certain')
    .requiredOption('--each <money>', 'one difference: at most this, like 10.50USD', money)
    .requiredOption('--total <money>', 'all that it holds together: at most this', money)
    .requiredOption('--because <word>', 'intended, bundled, free, timing, belowTolerance, other')
    .requiredOption('--reason <text>', 'why')
    .option('--expires <date>', 'the last day on which it accepts');

/** Words are checked by the server, which names what it does not know. */
const bodyOf = (flags: RuleFlags): RuleBody =>
  ({
    name: flags.name,
    kinds: flags.kinds.split(','),
    causes: flags.causes?.split(',') ?? [],
    customerId: flags.customer ?? null,
    product: flags.product ?? null,
    onlyCertain: flags.anyCertainty !== true,
    limitEach: flags.each,
    limitTotal: flags.total,
    because: flags.because,
    reason: flags.reason,
    expiresOn: flags.expires ?? null,
  }) as RuleBody; // as above

type Tried = { readonly count: number; readonly overLimit: number; readonly money: readonly Money[] };
const told = ({ count, overLimit, money: sums }: Tried): string =>
  `${count} accepted (${sums.map((each) => printMoney(each)).join(', ') || '0'}), ${overLimit} past a limit`;

const printRule = (noun: Noun, flags: ListFlags, rule: z.output<typeof AcceptanceRule>): void => {
  printRecord(noun, flags, rule, [
    ['id', rule.id],
    ['name', rule.name],
    ['active', rule.isActive ? 'yes' : 'no'],
    ['kinds', rule.kinds.join(', ')],
    ['each', printMoney(rule.limitEach)],
    ['total', printMoney(rule.limitTotal)],
    ['accepted', `${rule.accepted} (${printMoney(rule.acceptedMoney)})`],
  ]);
};
