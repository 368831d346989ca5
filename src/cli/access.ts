import { type Command, InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import { type AccessRow, countAccess, createAccessPlan, listAccess, refreshAccess } from '../contract/access.ts';
import { abilities, coveredBy } from '../model/access-roles.ts';
import { accessCalendarCommands } from './access-calendar.ts';
import { accessTemplateCommands, findTemplate } from './access-templates.ts';
import type { Noun } from './noun.ts';
import { printMoney } from './output.ts';
import { type ListFlags, printRecord, printRows, readPages, wholeNumber, withOutput, withPaging } from './print.ts';
import { readColumns } from './read-columns.ts';
import { filtersOf, savedViewCommands } from './saved-views.ts';

type Row = z.output<typeof AccessRow>;
type Flags = ListFlags & {
  readonly search?: string;
  readonly state?: string;
  readonly flag?: string;
  readonly consent?: string;
  readonly ready?: string;
  readonly disagrees?: string;
  readonly fit?: string;
  readonly endsWithin?: number;
  readonly endsIn?: string;
  readonly sort?: string;
  readonly view?: string;
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
      .option('--disagrees <yes|no>', 'a distributor tells something else than Microsoft', yesOrNo)
      .option('--fit <words>', 'against the template of its segments: fits, tooFew, tooMany, undecided')
      .option('--ends-within <days>', 'active, and ends within so many days', wholeNumber)
      .option('--ends-in <month>', 'ends in that month: 2028-11')
      .option('--sort <field>', 'name, endsAt or billed, - first for descending')
      .option('--view <id>', 'what one of the saved views shows (viw_...)'),
  ).action(async (flags: Flags) => {
    const filter = { ...(await filtersOf(noun, flags.view, listAccess)), ...queryOf(flags) };
    const rows = await readPages(flags, (page) => noun.client().call(listAccess, { query: { ...page, ...filter } }));
    printRows(noun, flags, rows, columns);
  });
  withOutput(access.command('counts').description('How many customers are in each state')).action(async (flags: ListFlags) => {
    const { unread, noWitness, ...counts } = await noun.client().call(countAccess);
    printRecord(noun, flags, { ...counts, noWitness, unread }, [
      ...Object.entries(counts).map(([name, count]) => [name, String(count)] as const),
      ...noWitness.map((name) => ['no witness', `${name}: not read for access`] as const),
      ...unread.map((each) => ['not read', `${each.name}, since ${each.since}: ${each.reason}`] as const),
    ]);
  });
  withPaging(access.command('coverage').description('What the roles of each customer are enough for')).action(async (flags: ListFlags) => {
    const rows = await readPages(flags, (page) => noun.client().call(listAccess, { query: page }));
    printRows(noun, flags, rows, [
      { title: 'CUSTOMER', value: (row) => row.name },
      ...abilities.map((ability) => ({ title: ability.name.toUpperCase(), value: (row: Row) => coverageWord(row, ability.id) })),
    ]);
  });
  savedViewCommands(access, noun, 'access');
  actCommands(access, noun);
  accessTemplateCommands(access, noun);
  accessCalendarCommands(access, noun);
}

const coverageWord = ({ access, relationship }: Row, abilityId: string): string =>
  access === 'active' && coveredBy(relationship?.roleIds ?? []).some(({ id }) => id === abilityId) ? 'yes' : 'no';

/** access request, consent and the like: each makes a preview and says what comes next. */
function actCommands(access: Command, noun: Noun): void {
  const plan = async (body: PlanBody, flags: ListFlags): Promise<void> => {
    const made = await noun.client().call(createAccessPlan, { body });
    printRecord(noun, flags, made, [
      ['plan', made.planId],
      ['steps', String(made.steps)],
      ...made.leftOut.map((each) => ['left out', `${each.name}: ${each.because}`] as const),
    ]);
    noun.err(`Next: concord plans show ${made.planId}, then concord plans apply ${made.planId} --wait\n`);
  };
  withOutput(
    access
      .command('request <customers...>')
      .description('Preview requests of access from a template')
      .option('--template <name>', 'what is asked for; else what the segments of each customer name'),
  ).action(async (customerIds: string[], flags: ListFlags & { readonly template?: string }) => {
    if (flags.template === undefined) return plan({ act: 'request', customerIds }, flags);
    const template = await findTemplate(noun, flags.template);
    return plan({ act: 'request', templateId: template.id, customerIds }, flags);
  });
  for (const [name, act, description] of acts)
    withOutput(access.command(`${name} <customers...>`).description(`Preview: ${description}`)).action(
      (customerIds: string[], flags: ListFlags) => plan({ act, customerIds }, flags),
    );
  withOutput(access.command('refresh <customers...>').description('Read the access and the consent of customers again')).action(
    async (customerIds: string[], flags: ListFlags) => {
      const job = await noun.client().call(refreshAccess, { body: { customerIds } });
      printRecord(noun, flags, job, [['job', job.jobId]]);
    },
  );
}

type PlanBody = z.input<NonNullable<(typeof createAccessPlan)['body']>>;

const acts = [
  ['replace', 'replace', 'a new relationship with the same roles and groups, before the present one ends'],
  ['extend', 'extend', 'the relationship extends itself by half a year'],
  ['stop-extending', 'stopExtending', 'it does so no more'],
  ['end', 'end', 'the relationship ends'],
  ['consent', 'consent', 'the app is consented to in the customer\u2019s tenant'],
  ['withdraw', 'withdraw', 'that consent is taken back'],
] as const;

const queryOf = ({ search, state, flag, consent, ready, disagrees, fit, endsWithin, endsIn, sort }: Flags) => ({
  ...(search !== undefined && { q: search }),
  ...(state !== undefined && { access: state }),
  ...(flag !== undefined && { flag }),
  ...(consent !== undefined && { consent }),
  ...(ready !== undefined && { ready }),
  ...(disagrees !== undefined && { disagrees }),
  ...(fit !== undefined && { fit }),
  ...(endsWithin !== undefined && { endsWithin }),
  ...(endsIn !== undefined && { endsIn }),
  ...(sort !== undefined && { sort }),
});

/** What its segments name, and what an active access lacks of it or has beyond it. */
function templateWord({ templates, templateRoles }: Row): string {
  const names = templates.map(({ name }) => name).join(' or ');
  if (templates.length > 1) return `undecided: ${names}`;
  const [few, many] = [templateRoles?.lacking.length ?? 0, templateRoles?.beyond.length ?? 0];
  return [names, ...(few === 0 ? [] : [`-${String(few)} roles`]), ...(many === 0 ? [] : [`+${String(many)} roles`])].join(' ');
}

const columns = [
  { title: 'ID', value: (row: Row) => row.customerId },
  { title: 'CUSTOMER', value: (row: Row) => row.name },
  { title: 'ACCESS', value: (row: Row) => row.access },
  { title: 'ENDS', value: (row: Row) => row.endsAt?.slice(0, 10) ?? '' },
  { title: 'DAYS', value: (row: Row) => String(row.daysLeft ?? ''), right: true },
  { title: 'CONSENT', value: (row: Row) => (row.consent.isPropagating ? `${row.consent.state}, on its way` : row.consent.state) },
  { title: 'READY', value: (row: Row) => (row.ready ? 'yes' : 'no') },
  { title: 'ROLES', value: (row: Row) => String(row.relationship?.roleIds.length ?? 0), right: true },
  { title: 'TEMPLATE', value: templateWord },
  { title: 'NOTES', value: (row: Row) => row.flags.join(' ') },
  { title: 'REPLACEMENT', value: (row: Row) => row.replacement?.sentence ?? '' },
  { title: 'A MONTH', value: (row: Row) => row.atRisk.map(printMoney).join(', '), right: true },
  { title: 'INVITATION', value: (row: Row) => row.relationship?.invitationLink ?? '' },
  ...readColumns,
];
