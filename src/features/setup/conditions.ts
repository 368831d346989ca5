import type { ConnectionKind, Side } from '../../model/connection.ts';
import { type SetupCondition, SetupPage } from '../../model/setup.ts';
import type { ConnectionFact, SetupFacts } from './facts.ts';

/** One thing that a gate asks for and that is not there: in words, with how far off it is. */
export type Missing = {
  readonly code: SetupCondition;
  /** The screen where it is put right. */
  readonly page: SetupPage;
  readonly detail: string;
  readonly have: number;
  readonly need: number;
};

type Gap = Pick<Missing, 'detail' | 'have' | 'need'>;
type Condition = {
  readonly code: SetupCondition;
  readonly page: SetupPage;
  /** Undefined when it is met, or when the choices do not ask for it. */
  readonly gap: (facts: SetupFacts) => Gap | undefined;
};

const gap = (detail: string, have = 0, need = 1): Gap => ({ detail, have, need });

/**
 * Every gate of the set-up in order (ux reference 5.3, column "Gate to continue"). A step may be entered when nothing of the screens before it
 * is missing; the server asks the same table, so the API cannot go around it (S57, S64, S71).
 */
const conditions: readonly Condition[] = [
  {
    code: 'systemsChosen',
    page: 'systems',
    gap: ({ choices }) => (choices === undefined ? gap('Choose the systems that Concord is to compare.') : undefined),
  },
  {
    code: 'readinessConfirmed',
    page: 'readiness',
    gap: ({ readiness }) => (readiness === undefined ? gap('Confirm the readiness checklist.') : undefined),
  },
  { code: 'microsoftConnected', page: 'connections', gap: (facts) => unconnected(facts, 'microsoft', ['partnerCenter']) },
  {
    code: 'distributorConnected',
    page: 'connections',
    gap: (facts) => unconnected(facts, 'distributor', facts.choices?.distributors ?? []),
  },
  { code: 'psaConnected', page: 'connections', gap: (facts) => unconnected(facts, 'psa', facts.choices?.psas ?? []) },
  { code: 'booksRead', page: 'access', gap: unread },
  { code: 'customerReady', page: 'access', gap: noneReady },
  { code: 'accountMapped', page: 'accountMapping', gap: noAccount },
  { code: 'productMapped', page: 'productMapping', gap: noProduct },
];

/** What is missing, in the order in which it is put right. */
export const missingOf = (facts: SetupFacts): readonly Missing[] =>
  conditions.flatMap(({ code, page, gap: gapOf }) => {
    const found = gapOf(facts);
    return found === undefined ? [] : [{ code, page, ...found }];
  });

const place = (page: SetupPage): number => SetupPage.options.indexOf(page);

/** What has to be there before a screen's own act: the gaps of the screens before it. */
export const missingBefore = (facts: SetupFacts, page: SetupPage): readonly Missing[] =>
  missingOf(facts).filter((missing) => place(missing.page) < place(page));

/** How a connection counts for its gate: a remote that is down for a while is taken at what was last read of it (ux reference 5.3, failure rules). */
export type Standing = 'works' | 'lastKnown' | 'broken';

const passing = new Set(['remoteDown', 'throttled', 'fileOld']);

export function standingOf({ state, reason, readAt }: Pick<ConnectionFact, 'state' | 'reason' | 'readAt'>): Standing {
  if (state === 'connected') return 'works';
  return state === 'degraded' && readAt !== null && passing.has(reason ?? '') ? 'lastKnown' : 'broken';
}

export const kindNames: Readonly<Record<ConnectionKind, string>> = {
  partnerCenter: 'Partner Center',
  pax8: 'Pax8',
  tdSynnex: 'TD SYNNEX',
  ingram: 'Ingram Micro',
  distributorFile: 'a distributor by file',
  connectWise: 'ConnectWise',
};

/** Each kind that was chosen has to have an account that works. */
function unconnected(facts: SetupFacts, side: Side, kinds: readonly ConnectionKind[]): Gap | undefined {
  const works = (kind: ConnectionKind): boolean => facts.connections.some((each) => each.kind === kind && standingOf(each) !== 'broken');
  const without = kinds.filter((kind) => !works(kind));
  if (without.length === 0) return undefined;
  const broken = facts.connections.filter((each) => each.side === side && without.includes(each.kind));
  const say = (kind: ConnectionKind): string => {
    const there = broken.find((each) => each.kind === kind);
    if (there?.kind === 'distributorFile' && there.state === 'draft')
      return `${there.name} waits for its first file: open it and upload one.`;
    return there === undefined
      ? `Connect ${kindNames[kind]}.`
      : `${there.name} is connected but does not work yet: open it and follow its checks.`;
  };
  return gap(without.map(say).join(' '), kinds.length - without.length, kinds.length);
}

/** Connections that count, each read to the end once. */
function unread({ connections }: SetupFacts): Gap | undefined {
  const counting = connections.filter((each) => standingOf(each) !== 'broken');
  const unfinished = counting.filter(({ readAt }) => readAt === null);
  if (counting.length > 0 && unfinished.length === 0) return undefined;
  if (counting.length === 0) return gap('Nothing was read yet: no account is connected.');
  return gap(
    `${listed(unfinished.map(({ name }) => name))} ${unfinished.length === 1 ? 'is' : 'are'} being read for the first time.`,
    counting.length - unfinished.length,
    counting.length,
  );
}

function noneReady({ customers, withoutEvidence }: SetupFacts): Gap | undefined {
  if (customers.ready > 0 || withoutEvidence !== undefined) return undefined;
  if (customers.all === 0) return gap('No customer was read yet; at least one has to be Ready.');
  const { active = 0, pending = 0 } = customers.access;
  const nearest = [
    ...(active > 0 ? [`${active} with access but without consent`] : []),
    ...(pending > 0 ? [`${pending} waiting for the customer`] : []),
  ];
  const near = nearest.length === 0 ? '' : ` Nearest: ${nearest.join(', ')}.`;
  return gap(`None of ${customers.all} customers is Ready; at least one has to be.${near}`);
}

function noAccount({ choices, accounts, customers }: SetupFacts): Gap | undefined {
  if (accounts.mapped > 0 || (choices !== undefined && choices.distributors.length + choices.psas.length === 0)) return undefined;
  const suggested = accounts.states.suggested ?? 0;
  return gap(
    `None of ${customers.all} customers has its account mapped in every system; one is enough.${suggested > 0 ? ` ${suggested} accounts are suggested.` : ''}`,
  );
}

function noProduct({ choices, products: { states } }: SetupFacts): Gap | undefined {
  if ((states.mapped ?? 0) > 0 || choices?.psas.length === 0) return undefined;
  const all = Object.values(states).reduce((sum, n) => sum + n, 0);
  const suggested = states.suggested ?? 0;
  return gap(`None of ${all} products is mapped to a service; one is enough.${suggested > 0 ? ` ${suggested} are suggested.` : ''}`);
}

const listed = (names: readonly string[]): string => names.join(names.length === 2 ? ' and ' : ', ');
