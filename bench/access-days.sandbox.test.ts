import { expect, test } from 'vitest';
import { aDatabase } from '../test/support/database.ts';
import { characters, isInTime } from './access/characters.ts';
import { liveTwoYears } from './access/two-years.ts';

const { db, owner } = await aDatabase();

test('two years of access: no day is lost where the customer approves in time, and the calendar says so 30, 14, 7 and 1 days before', async () => {
  const lives = await liveTwoYears(db, owner.db, { customers: characters.length, days: 800, step: 60 });

  const of = (name: string) => lives.filter(({ character }) => character.name === name);
  expect(new Set(lives.map(({ character }) => character.name))).toEqual(new Set(characters.map(({ name }) => name)));
  for (const { character, daysWithout } of lives)
    if (isInTime(character)) expect([character.name, daysWithout]).toEqual([character.name, 0]);
  for (const { alarms, replacements } of of('extends itself')) expect([alarms, replacements]).toEqual([[], 0]);
  for (const { alarms } of of('replaced, approved in time')) expect(alarms.map((alarm) => alarm.split(' ')[0])).toEqual(['30']);
  for (const { alarms, daysWithout } of of('approved five days late')) {
    expect(alarms.map((alarm) => alarm.split(' ')[0])).toEqual(['30', '14', '7', '1']);
    // Five calendar days, and the hours between an end and the time of day at which somebody looks: the years begin at the time of this test.
    expect(daysWithout).toBeGreaterThan(4);
    expect(daysWithout).toBeLessThan(7);
  }
  // The invitation lapses 90 days after it was asked for, 60 of them without access; the second one is given to the same groups.
  for (const { daysWithout, replacements } of of('invitation lapses, asked again')) {
    expect(replacements).toBe(2);
    expect(daysWithout).toBeGreaterThan(60);
    expect(daysWithout).toBeLessThan(65);
  }
  expect(lives.map(({ wrongLooks }) => wrongLooks)).toEqual(lives.map(() => 0));
}, 120_000);
