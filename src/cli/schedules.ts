import { type Command, InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import { changeSchedules, listSchedules, type SyncSchedule } from '../contract/schedules.ts';
import { Blackout, Cadence, ScheduleName } from '../model/cadence.ts';
import type { Noun } from './noun.ts';
import { type ListFlags, printRows, withOutput } from './print.ts';

/** What a command changes; the version is the one that stands. */
type Change = {
  readonly timeZone?: string;
  readonly blackouts?: Blackout[];
  readonly cadences?: Partial<Record<ScheduleName, Cadence | null>>;
  readonly connectionId?: string;
};

type ScheduleFlags = ListFlags & { readonly connection?: string };

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** schedules list, set, blackouts, zone. */
export function scheduleCommands(program: Command, noun: Noun): void {
  const schedules = program.command('schedules').description('When things are read by themselves');
  const print = (flags: ListFlags, rows: readonly z.output<typeof SyncSchedule>[]): void => {
    printRows(noun, flags, rows, [
      { title: 'WHAT', value: (row) => row.name },
      { title: 'HOW OFTEN', value: (row) => (row.cadence === null ? 'with everything' : wordsOf(row.cadence)) },
      { title: 'OF', value: (row) => (row.isInherited ? 'all' : row.isChosen ? 'its own' : '') },
      { title: 'LAST', value: (row) => row.lastAt ?? '' },
      { title: 'NEXT', value: (row) => row.nextAt ?? '' },
      { title: 'SECONDS', value: (row) => row.past.map(({ seconds }) => seconds.toFixed(0)).join(' '), right: true },
    ]);
  };
  const change = async (flags: ListFlags, body: Change): Promise<void> => {
    const client = noun.client();
    const { version } = await client.call(listSchedules, { query: {} });
    print(flags, (await client.call(changeSchedules, { body: { ...body, version } })).schedules);
  };

  withOutput(schedules.command('list'))
    .option('--connection <id>', 'of one connection, with what it inherits')
    .action(async ({ connection, ...flags }: ScheduleFlags) => {
      print(flags, (await noun.client().call(listSchedules, { query: queryOf(connection) })).schedules);
    });
  withOutput(
    schedules
      .command('set <name> <cadence>')
      .description('how often: "90 minutes", "day 02:00", "week mon 02:00", "month 31 02:00", "never", "default"'),
  )
    .option('--connection <id>', 'only this connection; "default" inherits again')
    .action(async (name: string, cadence: string, { connection, ...flags }: ScheduleFlags) => {
      await change(flags, { ...queryOf(connection), cadences: { [nameIn(name)]: cadence === 'default' ? null : cadenceIn(cadence) } });
    });
  withOutput(
    schedules
      .command('blackouts [windows...]')
      .description('when nothing is read by schedule: "mon,tue 22:00-06:00"; none given: at no time'),
  ).action(async (windows: string[], flags: ListFlags) => {
    await change(flags, { blackouts: windows.map(blackoutIn) });
  });
  withOutput(schedules.command('zone <name>').description('time zone of times of day, like Europe/Berlin')).action(
    async (timeZone: string, flags: ListFlags) => {
      await change(flags, { timeZone });
    },
  );
}

const queryOf = (connectionId: string | undefined) => (connectionId === undefined ? {} : { connectionId });

function wordsOf(cadence: Cadence): string {
  switch (cadence.every) {
    case 'minutes':
      return `${cadence.minutes} minutes`;
    case 'day':
      return `day ${cadence.at}`;
    case 'week':
      return `week ${days[cadence.day - 1] ?? ''} ${cadence.at}`;
    case 'month':
      return `month ${cadence.day} ${cadence.at}`;
    case 'never':
      return 'never';
  }
}

function nameIn(text: string): ScheduleName {
  const name = ScheduleName.safeParse(text);
  if (!name.success) throw new InvalidArgumentError(`There are ${ScheduleName.options.join(', ')}.`);
  return name.data;
}

/** The words that `wordsOf` writes. */
function cadenceIn(text: string): Cadence {
  const [first = '', second = '', third = ''] = text.split(' ');
  const read = Cadence.safeParse(
    first === 'never'
      ? { every: 'never' }
      : first === 'day'
        ? { every: 'day', at: second }
        : first === 'week'
          ? { every: 'week', day: days.indexOf(second) + 1, at: third }
          : first === 'month'
            ? { every: 'month', day: Number(second), at: third }
            : { every: 'minutes', minutes: Number(first) },
  );
  if (!read.success)
    throw new InvalidArgumentError('Write "90 minutes", "day 02:00", "week mon 02:00", "month 31 02:00", "never" or "default".');
  return read.data;
}

function blackoutIn(text: string): Blackout {
  const [named = '', times = ''] = text.split(' ');
  const [from, to] = times.split('-');
  const read = Blackout.safeParse({ days: named.split(',').map((day) => days.indexOf(day) + 1), from, to });
  if (!read.success) throw new InvalidArgumentError(`Write days and times like "mon,tue 22:00-06:00". Days are ${days.join(', ')}.`);
  return read.data;
}
