import type { Command } from 'commander';
import type { z } from 'zod';
import { exportDifferences } from '../contract/evidence.ts';
import { getDifference } from '../contract/reconciliation.ts';
import { addNote, changeDifference, decideDifferences, listAssignees, listDifferenceGroups, listNotes } from '../contract/worklist.ts';
import { CommandError } from './command-error.ts';
import { type FileFlags, needsPlace, saveFile, withFile } from './download.ts';
import { watchJob } from './jobs.ts';
import type { Noun } from './noun.ts';
import { exitCodes, printMoney } from './output.ts';
import { noPlace } from './periods.ts';
import { type ListFlags, printRecord, printRows, withOutput } from './print.ts';

type FilterFlags = { readonly filter?: readonly string[] };
type Groups = NonNullable<(typeof listDifferenceGroups)['query']>;

/** differences own, due, tag, note, notes, groups, dismiss, export. */
export function worklistCommands(differences: Command, noun: Noun): void {
  withOutput(differences.command('own <id> <person>').description('Give it to somebody: an id, a name, or "nobody"')).action(
    async (id: string, person: string, flags: ListFlags) => {
      await change(noun, flags, id, { ownerId: await personId(noun, person) });
    },
  );
  withOutput(differences.command('due <id> <date>').description('The day by which it is done, like 2026-12-01, or "never"')).action(
    async (id: string, date: string, flags: ListFlags) => {
      await change(noun, flags, id, { dueOn: date === 'never' ? null : date });
    },
  );
  withOutput(differences.command('tag <id> [tags...]').description('Its tags are these from now on')).action(
    async (id: string, tags: string[], flags: ListFlags) => {
      await change(noun, flags, id, { tags });
    },
  );
  withOutput(differences.command('note <id> <text>').description('Write a note on it')).action(
    async (id: string, text: string, flags: ListFlags) => {
      const note = await noun.client().call(addNote, { params: { id }, body: { text } });
      printRecord(noun, flags, note, [
        ['id', note.id],
        ['text', note.text],
      ]);
    },
  );
  withOutput(differences.command('notes <id>').description('What people wrote on it')).action(async (id: string, flags: ListFlags) => {
    const { data } = await noun.client().call(listNotes, { params: { id } });
    printRows(noun, flags, data, [
      { title: 'AT', value: (row) => row.at },
      { title: 'BY', value: (row) => row.author },
      { title: 'TEXT', value: (row) => row.text },
    ]);
  });
  withFilter(
    withOutput(differences.command('groups <by>').description('Gathered by customer, cause, causeKey, product, kind, owner or action')),
  ).action(async (by: string, flags: ListFlags & FilterFlags) => {
    const query = { ...filterOf(flags), by } as z.input<Groups>; // words are checked by the server, which names what it does not know
    const { data } = await noun.client().call(listDifferenceGroups, { query });
    printRows(noun, flags, data, [
      { title: 'KEY', value: (row) => row.key },
      { title: 'LABEL', value: (row) => row.label },
      { title: 'COUNT', value: (row) => String(row.count), right: true },
      { title: 'A MONTH', value: (row) => row.monthly.map((each) => printMoney(each)).join(', '), right: true },
      { title: 'ONCE', value: (row) => row.once.map((each) => printMoney(each)).join(', '), right: true },
    ]);
  });
  dismissCommand(differences, noun);
  withFilter(withFile(differences.command('export').description('The rows of the list as a file'))).action(
    async (flags: FileFlags & FilterFlags) => {
      if (needsPlace(flags)) throw noPlace();
      const query = { ...filterOf(flags), format: flags.format };
      await saveFile(noun, flags, await noun.client().download(exportDifferences, { query }));
    },
  );
}

type DismissFlags = ListFlags &
  FilterFlags & { readonly reason: string; readonly because?: string; readonly until?: string; readonly always?: boolean };
type Body = z.input<NonNullable<(typeof decideDifferences)['body']>>;

function dismissCommand(differences: Command, noun: Noun): void {
  withFilter(withOutput(differences.command('dismiss').description('Leave all that a filter finds as they are')))
    .requiredOption('--reason <text>', 'why')
    .option('--because <word>', 'intended, bundled, free, timing, belowTolerance, other')
    .option('--until <date>', 'only until this day')
    .option('--always', 'whatever the numbers do')
    .action(async (flags: DismissFlags) => {
      if (flags.filter === undefined)
        throw new CommandError(
          exitCodes.usage,
          'Say which.',
          'Without a filter this would dismiss everything.',
          'Add --filter name=value.',
        );
      const { reason, because, until, always } = flags;
      const why = { reason, ...(because !== undefined && { because }) };
      const decide =
        until === undefined
          ? { decision: 'accept', scope: always === true ? 'always' : 'thisRun', ...why }
          : { decision: 'mute', until, ...why };
      const lists = Object.fromEntries(
        Object.entries(filterOf(flags)).map(([name, value]) => [
          name,
          ['state', 'kind', 'cause'].includes(name) ? value.split(',') : value,
        ]),
      );
      const client = noun.client();
      const outcome = await client.call(decideDifferences, { body: { of: { filter: lists }, decide } as Body }); // as above
      if (outcome.jobId !== null) await watchJob(noun, client, outcome.jobId);
      printRecord(noun, flags, outcome, [
        ['dismissed', outcome.jobId === null ? String(outcome.decided) : `by the job ${outcome.jobId}`],
        ['left alone', String(outcome.results.filter((each) => each.outcome !== 'decided').length)],
      ]);
    });
}

type Change = Omit<z.input<NonNullable<(typeof changeDifference)['body']>>, 'version'>;

async function change(noun: Noun, flags: ListFlags, id: string, given: Change): Promise<void> {
  const client = noun.client();
  const { version } = await client.call(getDifference, { params: { id } });
  const changed = await client.call(changeDifference, { params: { id }, body: { ...given, version } });
  printRecord(noun, flags, changed, [
    ['id', changed.id],
    ['owner', changed.owner?.name ?? 'nobody'],
    ['due', changed.dueOn ?? 'never'],
    ['tags', changed.tags.join(', ')],
  ]);
}

async function personId(noun: Noun, person: string): Promise<string | null> {
  if (person === 'nobody') return null;
  if (person.startsWith('per_')) return person;
  const { data } = await noun.client().call(listAssignees);
  const found = data.filter(({ name }) => name === person);
  if (found.length === 1 && found[0] !== undefined) return found[0].personId;
  const names = data.map(({ name }) => name).join(', ');
  throw new CommandError(
    exitCodes.notFound,
    `${found.length === 0 ? 'Nobody' : 'More than one person'} is called "${person}".`,
    `There are ${names}.`,
    'Give the id of a person.',
  );
}

const withFilter = (command: Command): Command =>
  command.option('--filter <name=value...>', 'like kind=missing_in_psa, owner=me, minImpact=10, period=2026-10');

/** `name=value` pairs as the query has them. */
function filterOf({ filter = [] }: FilterFlags): Record<string, string> {
  return Object.fromEntries(
    filter.map((pair) => {
      const [, name, value] = /^(\w+)=(.+)$/s.exec(pair) ?? [];
      if (name === undefined || value === undefined)
        throw new CommandError(
          exitCodes.usage,
          `"${pair}" is no filter.`,
          'A filter is a name and a value.',
          'Write it like kind=missing_in_psa.',
        );
      return [name, value];
    }),
  );
}
