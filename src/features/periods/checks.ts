/** What a month's checklist is told by. */
export type Facts = {
  /** Differences to do that say that something is not mapped. */
  readonly unmapped: number;
  /** To do and nobody's. */
  readonly unowned: number;
  /** Waiting for a second person, or being applied. */
  readonly waiting: number;
  readonly invoices: {
    readonly count: number;
    readonly notTying: number;
    readonly noHeader: number;
    readonly suspenseLines: number;
    /** Those of them whose customer or product is not known. */
    readonly unknownLines: number;
  };
  /** Whether its invoices were compared after the last of them was published; undefined: never. */
  readonly isCompared: boolean | undefined;
  /** Names of sources that were not read whole when the books were compared last; undefined: the books were never compared. */
  readonly incomplete: readonly string[] | undefined;
  /** Currencies whose control totals do not tie. */
  readonly untied: readonly string[];
};

export type CheckId = 'unmapped' | 'toDo' | 'waiting' | 'invoices' | 'suspense' | 'compared' | 'sources' | 'totals';
export type Check = {
  readonly id: CheckId;
  /** `notKnown`: what it would look at is not there, so it proves nothing. */
  readonly state: 'met' | 'notMet' | 'notKnown';
  readonly sentence: string;
  readonly count: number;
  /** How many of them are invoice lines in suspense. */
  readonly lines: number;
};

/** The checklist of a sign-off (ux reference 5.11): each line says what stands in the way, and that nothing does. */
export const checklist = (facts: Facts): Check[] => [
  mappingCheck(facts),
  counted('toDo', facts.unowned, 'Nothing is to do that nobody owns.', (n) => `${things(n, 'difference')} ${are(n)} to do and nobody's.`),
  counted(
    'waiting',
    facts.waiting,
    'Nothing waits for approval or is being applied.',
    (n) => `${things(n, 'difference')} ${n === 1 ? 'waits' : 'wait'} for approval or ${are(n)} being applied.`,
  ),
  ...invoiceChecks(facts),
  sourcesCheck(facts.incomplete),
  counted(
    'totals',
    facts.untied.length,
    'What was found is resolved, dismissed and open, to the last digit.',
    () => `The totals do not tie in ${facts.untied.join(', ')}.`,
  ),
];

export const isReady = (checks: readonly Check[]): boolean => checks.every(({ state }) => state === 'met');

/** What nobody can place: differences that say so, and lines of which no difference can be made yet. The latter wait in suspense, too. */
function mappingCheck({ unmapped, invoices: { count, unknownLines } }: Facts): Check {
  const differences = `${things(unmapped, 'difference')} cannot be judged: not mapped.`;
  const lines = `${things(unknownLines, 'invoice line')} in suspense ${are(unknownLines)} of a customer or product that is not known.`;
  return counted(
    'unmapped',
    unmapped + unknownLines,
    count === 0 ? 'No difference waits for a mapping.' : 'No difference and no invoice line waits for a mapping.',
    () => [...(unmapped === 0 ? [] : [differences]), ...(unknownLines === 0 ? [] : [lines])].join(' '),
    unknownLines,
  );
}

/** Of invoices that all tie; those without a header are not said to be what nobody wrote. */
function tieSentence({ count, noHeader }: Facts['invoices']): string {
  const tied = count - noHeader;
  const untold = `${things(noHeader, 'provider invoice')} ${noHeader === 1 ? 'has' : 'have'} no header to compare with.`;
  if (tied === 0) return untold;
  const same = `${things(tied, 'provider invoice')}: header and lines are the same.`;
  return noHeader === 0 ? same : `${same} ${untold}`;
}

function invoiceChecks({ invoices, isCompared }: Facts): Check[] {
  if (invoices.count === 0) {
    const none = 'No provider invoice of this month was imported.';
    return (['invoices', 'suspense', 'compared'] as const).map((id) => ({ id, state: 'notKnown', sentence: none, count: 0, lines: 0 }));
  }
  return [
    counted(
      'invoices',
      invoices.notTying,
      tieSentence(invoices),
      (n) =>
        `${things(n, 'provider invoice')} of ${invoices.count} ${are(n)} not complete, or not the sum of ${n === 1 ? 'its' : 'their'} lines.`,
    ),
    counted(
      'suspense',
      invoices.suspenseLines,
      'Every invoice line is known.',
      (n) => `${things(n, 'invoice line')} ${n === 1 ? 'waits' : 'wait'} in suspense.`,
      invoices.suspenseLines,
    ),
    isCompared === true
      ? { id: 'compared', state: 'met', sentence: 'The invoices were compared as they are now.', count: 0, lines: 0 }
      : {
          id: 'compared',
          state: 'notMet',
          sentence: isCompared === undefined ? 'The invoices were never compared.' : 'An invoice was published after the last comparison.',
          count: 1,
          lines: 0,
        },
  ];
}

function sourcesCheck(incomplete: readonly string[] | undefined): Check {
  if (incomplete === undefined) return { id: 'sources', state: 'notKnown', sentence: 'The books were never compared.', count: 0, lines: 0 };
  return counted('sources', incomplete.length, 'Every source was read whole.', () => `Not read whole: ${incomplete.join(', ')}.`);
}

const counted = (id: CheckId, count: number, met: string, notMet: (count: number) => string, lines = 0): Check => ({
  id,
  state: count === 0 ? 'met' : 'notMet',
  sentence: count === 0 ? met : notMet(count),
  count,
  lines,
});

const things = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;
const are = (count: number): string => (count === 1 ? 'is' : 'are');
