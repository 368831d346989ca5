import { type AccessRow, listAccess, makeCalendar, readCalendar, watchAccess } from '../../src/features/access/index.ts';
import { keepPromises } from '../../src/features/plans/index.ts';
import { must } from '../../src/lib/must.ts';
import { invitationDays } from '../../src/model/access.ts';
import type { Db } from '../../src/platform/db/connect.ts';
import { guid } from '../../test/support/records.ts';
import { type Alarm, alarmsOf } from './alarms.ts';
import type { Character } from './characters.ts';
import { approve, carryOut, giveAccess, type Person } from './people.ts';
import { AccessTruth } from './truth.ts';
import { type AccessWorld, openAccessWorld } from './world.ts';

export type Span = {
  readonly customers: number;
  readonly days: number;
  /** Days between two looks while nothing is due; on days on which something is, somebody looks. */
  readonly step: number;
};

/** What became of one customer. */
export type Life = {
  readonly name: string;
  readonly character: Character;
  /** By the sandbox's truth, to the second, from the day on which everybody had access. */
  readonly daysWithout: number;
  /** Looks at which the product called it Ready although nobody got in, or not Ready although somebody did. */
  readonly wrongLooks: number;
  /** Alarms of the calendar: days to the end, and the day on which each went off. */
  readonly alarms: readonly string[];
  readonly replacements: number;
};

type Told = (line: string) => void;

/**
 * Lets years pass at Microsoft and in the product. The partner does what its calendar says and nothing else: at the first alarm of an end it asks for a
 * replacement. Customers approve as they are; the rest the product has to do by itself.
 */
export async function liveTwoYears(
  db: Db,
  owner: Db,
  { customers, days, step }: Span,
  told: Told = () => undefined,
): Promise<readonly Life[]> {
  const world = await openAccessWorld(db, owner, customers);
  try {
    const people = await settleIn(world);
    const truth = new AccessTruth(world.remotes.world, world.accountId);
    for (const { row } of people) truth.watch(row.tenantId);
    const calendar = must(await makeCalendar(await asAPerson(world, owner)), 'a calendar');
    const alarms = async (): Promise<readonly Alarm[]> => alarmsOf(must(await readCalendar(world.context, calendar), 'the calendar'));
    const begins = world.context.clock.today();
    const ends = begins.add({ days });
    const tell: Told = (line) => {
      told(`day ${String(daysBetween(begins, world.context.clock.today())).padStart(3)}  ${line}`);
    };
    for (const { row, character } of people)
      tell(`${row.name}: ${character.name}; ${row.access}, ends ${row.endsAt?.toString().slice(0, 10) ?? 'never'}`);
    for (let today = begins; Temporal.PlainDate.compare(today, ends) < 0; today = world.context.clock.today()) {
      const next = soonest([...(await alarms()).map(({ on }) => on), ...people.flatMap(duesOf), today.add({ days: step }), ends], today);
      await world.passes(`P${String(daysBetween(today, next))}D`);
      await world.readAccess();
      await byItself(world);
      await hearAlarms(world, await alarms(), people, { after: today, tell });
      for (const person of people) await live(world, person, tell);
      await look(world, truth, people);
    }
    return people.map(({ row, character, alarms: heard, replacements, wrongLooks }) => ({
      name: row.name,
      character,
      alarms: heard,
      replacements,
      wrongLooks,
      daysWithout: truth.daysWithout(row.tenantId),
    }));
  } finally {
    await world.close();
  }
}

const daysBetween = (from: Temporal.PlainDate, to: Temporal.PlainDate): number => from.until(to, { largestUnit: 'day' }).days;

const duesOf = ({ approvesOn, askedAgainOn }: Person): Temporal.PlainDate[] =>
  [approvesOn, askedAgainOn].filter((day) => day !== undefined);

/** The first of these days that is still to come. */
const soonest = (days: readonly Temporal.PlainDate[], today: Temporal.PlainDate): Temporal.PlainDate =>
  must(
    days.filter((day) => Temporal.PlainDate.compare(day, today) > 0).toSorted((a, b) => Temporal.PlainDate.compare(a, b))[0],
    'a day to come',
  );

const isDue = (day: Temporal.PlainDate | undefined, { context }: AccessWorld): boolean =>
  day !== undefined && Temporal.PlainDate.compare(day, context.clock.today()) <= 0;

const rowsOf = async ({ context }: AccessWorld): Promise<readonly AccessRow[]> =>
  (await listAccess(context, { sort: 'name', descending: false, limit: 200, cursor: undefined, filter: {}, count: false })).rows;

/** What the worker does every quarter of a minute, often enough for an approval to become an access. */
async function byItself(world: AccessWorld): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await watchAccess(world.context);
    const begun = await keepPromises(world.context);
    await world.workOff();
    if (begun === 0 && round > 1) return;
    await world.passes('PT1H');
  }
}

/** On the first day everybody has access. */
async function settleIn(world: AccessWorld): Promise<readonly Person[]> {
  const people = await giveAccess(world, await rowsOf(world));
  await world.passes('PT1H');
  await byItself(world);
  await world.readAccess();
  await refresh(world, people);
  return people;
}

async function refresh(world: AccessWorld, people: readonly Person[]): Promise<void> {
  const now = new Map((await rowsOf(world)).map((row) => [row.customerId, row]));
  for (const person of people) person.row = must(now.get(person.row.customerId), person.row.name);
}

async function asAPerson({ context }: AccessWorld, owner: Db): Promise<AccessWorld['context']> {
  const at = context.clock.now();
  const who = { person_id: guid(77), email: 'ana@partner.example', name: 'Ana', role: 'owner', state: 'active' };
  await owner
    .insertInto('person')
    .values({ ...who, created_at: at, changed_at: at })
    .execute();
  return { ...context, actor: { ...context.actor, kind: 'person', personId: who.person_id, name: who.name } };
}

/** The alarms since the last look; the first of an end makes somebody ask for a replacement. */
async function hearAlarms(
  world: AccessWorld,
  alarms: readonly Alarm[],
  people: readonly Person[],
  { after, tell }: { readonly after: Temporal.PlainDate; readonly tell: Told },
): Promise<void> {
  for (const { uid, days, on, summary } of alarms) {
    if (Temporal.PlainDate.compare(on, after) <= 0 || !isDue(on, world)) continue;
    const person = must(
      people.find(({ row }) => uid.includes(row.customerId)),
      uid,
    );
    person.alarms.push(`${String(days)} on ${on.toString()}`);
    tell(`alarm: ${summary} in ${String(days)} days`);
    if (duesOf(person).length === 0) await ask(world, person, tell);
  }
}

async function ask(world: AccessWorld, person: Person, tell: Told): Promise<void> {
  await carryOut(world, person.row, { act: 'replace' });
  const { approvesAfter } = person.character;
  const today = world.context.clock.today();
  const waitsFor = person.replacements > 0 ? 2 : approvesAfter;
  person.replacements += 1;
  person.approvesOn = typeof waitsFor === 'number' ? today.add({ days: waitsFor }) : undefined;
  person.askedAgainOn = waitsFor === 'lapsed' ? today.add({ days: invitationDays + 1 }) : undefined;
  tell(`${person.row.name}: a replacement is asked for`);
}

/** What is due today of one customer. */
async function live(world: AccessWorld, person: Person, tell: Told): Promise<void> {
  if (isDue(person.askedAgainOn, world)) await ask(world, person, tell);
  if (!isDue(person.approvesOn, world)) return;
  person.approvesOn = undefined;
  await approve(world, person.row);
  tell(`${person.row.name}: the customer approves`);
  await world.passes('PT1H');
  await byItself(world);
}

/** Holds what the product says against the truth. */
async function look(world: AccessWorld, truth: AccessTruth, people: readonly Person[]): Promise<void> {
  await refresh(world, people);
  for (const person of people) if (person.row.ready !== truth.isOpen(person.row.tenantId)) person.wrongLooks += 1;
}
