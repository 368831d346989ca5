import { describe, expect, test } from 'vitest';
import type { MappingState } from '../../model/mapping.ts';
import { hasSides, type Link, linkState } from './link-state.ts';

const link = (side: string, state: MappingState, isAbsent = false): Link => ({ side, state, isAbsent });
const [pax8, psa] = ['distributor', 'psa'];

describe('a customer is', () => {
  test.each<readonly [string, readonly Link[], MappingState]>([
    ['mapped when distributor and PSA are chosen', [link(pax8, 'mapped'), link(psa, 'mapped')], 'mapped'],
    ['partly mapped when only one is', [link(pax8, 'mapped'), link(psa, 'unmapped')], 'partlyMapped'],
    ['mapped where a distributor does not sell to it', [link(pax8, 'ignored', true), link(psa, 'mapped')], 'mapped'],
    ['mapped where one PSA is left out on purpose', [link(pax8, 'mapped'), link(psa, 'ignored')], 'mapped'],
    ['ignored when all is left out on purpose', [link(pax8, 'ignored'), link(psa, 'ignored')], 'ignored'],
    ['suggested as long as one choice waits', [link(pax8, 'mapped'), link(psa, 'suggested')], 'suggested'],
    ['in conflict whatever else is done', [link(pax8, 'mapped'), link(psa, 'conflict'), link(psa, 'mapped')], 'conflict'],
    ['stale when an account disappeared', [link(pax8, 'stale'), link(psa, 'suggested')], 'stale'],
    ['mapped with one of two distributors', [link(pax8, 'mapped'), link(pax8, 'unmapped'), link(psa, 'mapped')], 'mapped'],
    ['unmapped when nothing is known', [link(pax8, 'unmapped'), link(psa, 'unmapped')], 'unmapped'],
    ['unmapped when nothing is connected', [], 'unmapped'],
  ])('%s', (_name, links, state) => {
    expect(linkState(links, [pax8, psa])).toBe(state);
  });
});

describe('a customer that is sold directly is', () => {
  test.each<readonly [string, readonly Link[], MappingState]>([
    ['mapped with its PSA account alone', [link(pax8, 'unmapped'), link(psa, 'mapped')], 'mapped'],
    ['unmapped without one', [link(pax8, 'unmapped'), link(psa, 'unmapped')], 'unmapped'],
    ['suggested when a distributor may know it all the same', [link(pax8, 'suggested'), link(psa, 'mapped')], 'suggested'],
    ['stale when the account that it had there disappeared', [link(pax8, 'stale'), link(psa, 'mapped')], 'stale'],
    ['left out when somebody left it out at the PSA', [link(pax8, 'unmapped'), link(psa, 'ignored')], 'ignored'],
  ])('%s', (_name, links, state) => {
    expect(linkState(links, [psa])).toBe(state);
  });

  test('nobody’s work while only a distributor is connected', () => {
    expect(hasSides([link(pax8, 'unmapped')], [psa])).toBe(false);
    expect(hasSides([link(pax8, 'unmapped')], [pax8, psa])).toBe(true);
  });
});
