import type { MappingState } from '../../model/mapping.ts';

/** One link of a customer to an account of a connection, as far as its state says something about the customer. */
export type Link = {
  readonly side: string;
  readonly state: MappingState;
  /** Not sold there, declared by a person (capability S58): the other sides decide. */
  readonly isAbsent: boolean;
};

type SideState = MappingState | 'absent' | 'notNeeded';

/**
 * The state of a customer's links together, as one table: the first row that fits decides. Mapped only when every side that is connected and
 * needed is chosen (capability S63); a side with several connections is chosen when one of them is.
 */
const table: readonly { readonly state: MappingState; readonly when: (sides: readonly SideState[]) => boolean }[] = [
  { state: 'conflict', when: (sides) => sides.includes('conflict') },
  { state: 'stale', when: (sides) => sides.includes('stale') },
  { state: 'suggested', when: (sides) => sides.includes('suggested') },
  { state: 'ignored', when: (sides) => sides.some(isDecided) && sides.every(isDecided) && !sides.includes('mapped') },
  { state: 'mapped', when: (sides) => sides.some(isDecided) && sides.every(isDecided) },
  { state: 'partlyMapped', when: (sides) => sides.includes('mapped') },
  { state: 'unmapped', when: () => true },
];

const isDecided = (side: SideState): boolean => side === 'mapped' || side === 'ignored' || side === 'absent';

/** `needs`: the sides on which this customer has to have an account; what is found on another one all the same still counts. */
export function linkState(links: readonly Link[], needs: readonly string[]): MappingState {
  const sides = sidesOf(links, needs).filter((state) => state !== 'notNeeded');
  return table.find(({ when }) => when(sides))?.state ?? 'unmapped';
}

/** Whether some side is connected on which the customer has, or has to have, an account: without one there is nothing to decide. */
export const hasSides = (links: readonly Link[], needs: readonly string[]): boolean =>
  sidesOf(links, needs).some((state) => state !== 'notNeeded');

const sidesOf = (links: readonly Link[], needs: readonly string[]): readonly SideState[] =>
  [...Map.groupBy(links, (link) => link.side)].map(([side, its]) => {
    const state = sideState(its);
    return state === 'unmapped' && !needs.includes(side) ? 'notNeeded' : state;
  });

/** What needs somebody outranks what is done; what is done outranks what nobody needs. */
const rank: readonly SideState[] = [
  'conflict',
  'stale',
  'mapped',
  'suggested',
  'partlyMapped',
  'superseded',
  'unmapped',
  'ignored',
  'absent',
];

function sideState(links: readonly Link[]): SideState {
  const states = links.map(({ state, isAbsent }): SideState => (isAbsent ? 'absent' : state));
  return rank.find((state) => states.includes(state)) ?? 'unmapped';
}
