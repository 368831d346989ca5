import { describe, expect, test } from 'vitest';
import { type Decision, decide } from './decide.ts';
import { candidate, conflict, type Mapping, mapped, nothing, suggested } from './match.ts';
import { byEvidence, isSame, settle } from './settle.ts';

const facts = { isLive: (id: string) => id !== 'gone', today: '2026-11-21' };
const one = candidate({ id: 'one', name: 'One', detail: '' }, 'exactName', ['same name']);
const certain = candidate({ id: 'two', name: 'Two', detail: '' }, 'tenantId', ['same tenant id']);
const byHand = (more: Partial<Mapping>): Mapping => ({ ...byEvidence(nothing), decidedBy: 'Ana', ...more });

describe('looking at the evidence again', () => {
  test('takes what it says when nothing was known', () => {
    expect(settle(undefined, mapped(one), facts)).toMatchObject({ state: 'mapped', targetId: 'one', decidedBy: null });
  });

  test('leaves a choice of a person as it is', () => {
    const chosen = byHand({ state: 'mapped', how: 'manual', targetId: 'mine' });

    expect(settle(chosen, mapped(certain), facts)).toBe(chosen);
  });

  test('does not suggest again what a person has taken away', () => {
    const rejected = byHand({ state: 'unmapped' });

    expect(settle(rejected, suggested(one), facts)).toMatchObject({ state: 'unmapped', decidedBy: 'Ana' });
  });

  test('leaves ignored alone until its date, that day included', () => {
    const ignored = byHand({ state: 'ignored', reason: 'Own tenant', ignoredUntil: '2026-11-21' });

    expect(settle(ignored, mapped(one), facts)).toBe(ignored);
    expect(settle(ignored, mapped(one), { ...facts, today: '2026-11-22' })).toMatchObject({ state: 'mapped', decidedBy: null });
  });

  test('calls a choice stale when its target is gone, and well again when it is back', () => {
    const stale = settle(byHand({ state: 'mapped', how: 'manual', targetId: 'gone' }), nothing, facts);

    expect(stale).toMatchObject({ state: 'stale', targetId: 'gone', decidedBy: 'Ana' });
    expect(settle(stale, nothing, { ...facts, isLive: () => true })).toMatchObject({ state: 'mapped' });
  });

  test('does not give up a match because evidence got weaker', () => {
    expect(settle(byEvidence(mapped(one)), nothing, facts)).toMatchObject({ state: 'mapped', targetId: 'one' });
  });

  test('follows certain evidence away from a name, but two certain ones that differ are a conflict', () => {
    const other = { ...certain, targetId: 'three' };

    expect(settle(byEvidence(mapped(one)), mapped(certain), facts)).toMatchObject({ state: 'mapped', targetId: 'two' });
    expect(settle(byEvidence(mapped(other)), mapped(certain), facts)).toMatchObject({ state: 'conflict', targetId: null });
  });

  test.each([mapped(one), suggested(one), conflict([one, certain]), nothing])('twice is once', (found) => {
    const once = settle(undefined, found, facts);

    expect(isSame(settle(once, found, facts), once)).toBe(true);
  });
});

describe('a decision', () => {
  const by = { by: 'Ana', isLive: facts.isLive };
  const decided = (before: Mapping, decision: Decision, previous?: Mapping) => decide(before, previous, decision, by);

  test('maps to a target that exists and refuses one that does not', () => {
    expect(decided(byEvidence(nothing), { decision: 'map', targetId: 'x' })).toMatchObject({
      mapping: { state: 'mapped', how: 'manual', decidedBy: 'Ana' },
    });
    expect(decided(byEvidence(nothing), { decision: 'map', targetId: 'gone' })).toEqual({ refused: 'targetMissing' });
  });

  test('accepts the one that is suggested, and keeps how it was found', () => {
    expect(decided(byEvidence(suggested(one)), { decision: 'accept' })).toMatchObject({
      mapping: { state: 'mapped', how: 'exactName', targetId: 'one' },
    });
  });

  test('cannot accept among several equal ones, or where nothing is suggested', () => {
    expect(decided(byEvidence(conflict([one, certain])), { decision: 'accept' })).toEqual({ refused: 'severalCandidates' });
    expect(decided(byEvidence(nothing), { decision: 'accept' })).toEqual({ refused: 'nothingSuggested' });
    expect(decided(byEvidence(mapped(one)), { decision: 'accept' })).toEqual({ refused: 'nothingSuggested' });
  });

  test('ignores with a reason and a date, and unmaps', () => {
    expect(decided(byEvidence(mapped(one)), { decision: 'ignore', reason: 'Own tenant', until: '2027-01-01' })).toMatchObject({
      mapping: { state: 'ignored', targetId: null, reason: 'Own tenant', ignoredUntil: '2027-01-01', candidates: [{ targetId: 'one' }] },
    });
    expect(decided(byEvidence(mapped(one)), { decision: 'unmap' })).toMatchObject({
      mapping: { state: 'unmapped', targetId: null, decidedBy: 'Ana' },
    });
  });

  test('is taken back to what was before; a target that is gone meanwhile comes back stale', () => {
    expect(decided(byHand({ state: 'ignored' }), { decision: 'undo' }, byEvidence(suggested(one)))).toMatchObject({
      mapping: { state: 'suggested' },
      undoes: true,
    });
    expect(decided(byHand({}), { decision: 'undo' }, byHand({ state: 'mapped', targetId: 'gone' }))).toMatchObject({
      mapping: { state: 'stale' },
    });
    expect(decided(byHand({}), { decision: 'undo' })).toEqual({ refused: 'nothingToUndo' });
  });
});
