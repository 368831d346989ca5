import { pagesOf, type SetupPage, SetupStep, type StepState } from '../../model/setup.ts';
import { missingOf, standingOf } from './conditions.ts';
import type { SetupFacts } from './facts.ts';

export type PageView = { readonly page: SetupPage; readonly state: StepState; readonly line: string };
export type StepView = {
  readonly step: SetupStep;
  /** From 1. */
  readonly number: number;
  readonly state: StepState;
  readonly line: string;
  readonly pages: readonly PageView[];
};

/** The six steps with their screens, each with its state and one line that says how far it is. */
export function stepsOf(facts: SetupFacts): readonly StepView[] {
  const missing = new Set(missingOf(facts).map(({ page }) => page));
  return SetupStep.options.map((step, index) => {
    const pages = pagesOf[step].map((page) => ({ page, ...views[page](facts, !missing.has(page)) }));
    const open = pages.find(({ state }) => state !== 'done') ?? pages.at(-1);
    return { step, number: index + 1, state: together(pages.map(({ state }) => state)), line: open?.line ?? '', pages };
  });
}

/** Where a person goes on: where the first thing is missing, then the finish; nowhere once it is live. */
export const nextOf = (facts: SetupFacts): SetupPage | null => (facts.state === 'live' ? null : (missingOf(facts)[0]?.page ?? 'finish'));

function together(states: readonly StepState[]): StepState {
  if (states.includes('needsAttention')) return 'needsAttention';
  if (states.every((state) => state === 'done')) return 'done';
  return states.every((state) => state === 'notStarted') ? 'notStarted' : 'inProgress';
}

type View = (facts: SetupFacts, isMet: boolean) => { readonly state: StepState; readonly line: string };

/** `isMet`: nothing that the screen's gates ask for is missing. */
const views: Readonly<Record<SetupPage, View>> = {
  systems: ({ choices }, isMet) => ({
    state: isMet ? 'done' : 'notStarted',
    line: choices === undefined ? 'not chosen yet' : many(1 + choices.distributors.length + choices.psas.length, 'system'),
  }),
  readiness: ({ readiness }, isMet) => ({
    state: isMet ? 'done' : 'notStarted',
    line: readiness === undefined ? 'not confirmed yet' : `confirmed by ${readiness.by}`,
  }),
  connections: ({ connections, choices }, isMet) => {
    const standings = connections.filter(({ state }) => state !== 'off').map((each) => standingOf(each));
    const working = standings.filter((standing) => standing !== 'broken').length;
    if (standings.length === 0) return { state: isMet ? 'done' : 'notStarted', line: 'nothing connected yet' };
    const state = standings.some((standing) => standing !== 'works') ? 'needsAttention' : isMet ? 'done' : 'inProgress';
    const wanted = [...(choices?.distributors ?? []), ...(choices?.psas ?? [])];
    const without = wanted.filter((kind) => !connections.some((each) => each.kind === kind)).length;
    return { state, line: `${working} of ${standings.length + without} connected` };
  },
  access: ({ customers, withoutEvidence, connections }, isMet) => {
    const isReading = connections.some((each) => each.isReading && each.readAt === null);
    if (customers.all === 0) return { state: isReading ? 'inProgress' : 'notStarted', line: isReading ? 'being read' : 'no customers yet' };
    const line = `${customers.ready} of ${customers.all} Ready`;
    return { state: isMet ? 'done' : 'inProgress', line: withoutEvidence === undefined ? line : `${line}, without tenant evidence` };
  },
  accountMapping: ({ accounts, customers }, isMet) => ({
    state: (accounts.states.conflict ?? 0) > 0 ? 'needsAttention' : customers.all > 0 && isMet ? 'done' : begun(customers.all > 0),
    line: customers.all === 0 ? 'no customers yet' : `${accounts.mapped} of ${customers.all} mapped`,
  }),
  productMapping: ({ products: { states } }, isMet) => {
    const all = Object.values(states).reduce((sum, n) => sum + n, 0);
    return {
      state: (states.conflict ?? 0) > 0 ? 'needsAttention' : isMet ? 'done' : begun(all > 0),
      line: all === 0 ? 'no products yet' : `${states.mapped ?? 0} of ${all} mapped`,
    };
  },
  settings: ({ settingsVersion }) => ({ state: 'done', line: settingsVersion === 0 ? 'safe defaults' : 'your own' }),
  finish: ({ state, finished }) => ({
    state: state === 'live' ? 'done' : 'notStarted',
    line: state === 'live' ? (finished === undefined ? 'live' : `live, finished by ${finished.by}`) : 'not finished yet',
  }),
};

const begun = (has: boolean): StepState => (has ? 'inProgress' : 'notStarted');
const many = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`;
