import { expect, test } from 'vitest';
import type { LookUp } from '../../connectors/ports.ts';
import type { Correction } from '../../model/difference.ts';
import { CommandState, commandNext } from '../../model/plan.ts';
import { isSettled, mayBecome } from './command.ts';
import { decide, type Standing } from './decide.ts';
import { naturalKey } from './natural-key.ts';
import { isLookingOver, isQuietOver, nextLookAt } from './schedule.ts';

const at = (minutes: number): Temporal.Instant => Temporal.Instant.from('2026-11-21T09:00:00Z').add({ minutes });
const standing = (more: Partial<Standing> = {}): Standing => ({ attempts: 1, looks: 0, firstTriedAt: at(0), lastTriedAt: at(0), ...more });
const applied: LookUp = { found: 'applied', remoteIds: ['5001'] };
const notApplied: LookUp = { found: 'notApplied' };
const unclear = (...candidates: string[]): LookUp => ({ found: 'undecidable', candidates });

test('looks come after 30 s, 2, 5 and 15 minutes, an hour, then hourly', () => {
  const waits = [0, 1, 2, 3, 4, 5, 20].map((looks) => nextLookAt(at(0), looks).since(at(0)).total('seconds'));
  expect(waits).toEqual([30, 120, 300, 900, 3_600, 3_600, 3_600]);
});

test('the quiet time is a quarter of an hour, and looking ends after a day', () => {
  expect([isQuietOver(at(0), at(14)), isQuietOver(at(0), at(15))]).toEqual([false, true]);
  expect([isLookingOver(at(0), at(24 * 60 - 1)), isLookingOver(at(0), at(24 * 60))]).toEqual([false, true]);
});

type Case = readonly [string, LookUp | undefined, Standing, number, string];
const cases: readonly Case[] = [
  ['it is there', applied, standing(), 1, 'confirmed'],
  ['it is not there, but may still be on its way', notApplied, standing(), 5, 'wait'],
  ['it is not there after the quiet time: once more', notApplied, standing(), 15, 'sendAgain'],
  ['sent again a minute ago: wait anew', notApplied, standing({ attempts: 2, lastTriedAt: at(20) }), 21, 'wait'],
  ['not there after the second try: never placed', notApplied, standing({ attempts: 2, lastTriedAt: at(20) }), 40, 'not_placed'],
  ['two candidates: a person decides at once', unclear('1', '2'), standing(), 1, 'needs_operator'],
  ['one doubtful candidate: look again', unclear('1'), standing(), 30, 'wait'],
  ['doubtful for a day: a person decides', unclear('1'), standing(), 24 * 60, 'needs_operator'],
  ['the remote does not answer: look again', undefined, standing(), 30, 'wait'],
  ['the remote does not answer for a day', undefined, standing(), 24 * 60, 'needs_operator'],
];
test.each(cases)('%s', (_name, found, how, minutes, next) => {
  expect(decide(found, how, at(minutes)).next).toBe(next);
});

test('states follow the table, and what is settled stays', () => {
  for (const from of CommandState.options)
    for (const to of CommandState.options) expect(mayBecome(from, to)).toBe((commandNext[from] as readonly CommandState[]).includes(to));
  expect(CommandState.options.filter(isSettled)).toEqual(['confirmed', 'rejected', 'not_placed', 'needs_operator']);
});

test('two corrections of one line share a key; two lines do not; a new line is known by what it bills', () => {
  const line = { connectionId: 'c', agreementRemoteId: '30', lineRemoteId: '5001' };
  const quantity: Correction = { action: 'setQuantity', ...line, from: '20', to: '25' };
  const end: Correction = { action: 'endLine', ...line, quantity: '20' };
  const added: Correction = {
    action: 'addLine',
    connectionId: 'c',
    agreementRemoteId: '30',
    serviceRemoteId: '101',
    quantity: '1',
    unitPrice: '1',
    unitCost: '1',
    vendorSubscriptionId: 's',
    description: 'x',
  };
  expect(naturalKey(quantity)).toBe(naturalKey(end));
  expect(naturalKey({ ...quantity, lineRemoteId: '5002' })).not.toBe(naturalKey(quantity));
  expect(naturalKey({ ...added, quantity: '9' })).toBe(naturalKey(added));
});
