import { assertNever } from '../../lib/must.ts';
import type { Verdict } from '../../model/completeness.ts';

/** What is known at the end of reading one kind of record. */
export type ReadFacts = {
  /** The list was read to its end. */
  readonly ended: boolean;
  /** Units (customers, agreements) that could not be read. */
  readonly failed: number;
  /** Units whose own answer was suspiciously short. */
  readonly suspicious: number;
  readonly received: number;
  /** What the remote itself says that the list holds. */
  readonly total: number | undefined;
  /** What the last complete reading held. */
  readonly lastCount: number | undefined;
  /** The reading before this one was just as short. */
  readonly shortBefore: boolean;
  /** A person has looked and says that what is missing is gone. */
  readonly accepted: boolean;
};

export type VerdictReason = 'brokenOff' | 'unitsFailed' | 'unitsSuspicious' | 'totalDiffers' | 'nothingAtAll' | 'farFewer';
export type Judgement = { readonly verdict: Verdict; readonly reason: VerdictReason | undefined };

/** Fewer than this share of the last count is far fewer (F08). Our choice: estates shrink slowly. */
const farFewerShare = 0.5;
/** Below this many, half of them going is everyday life. */
const smallestMeasure = 10;

/**
 * Rule B7: was that all? Only `complete` retires. A list shorter than the remote's own total is never believed; far fewer than last time
 * is believed when it comes twice; nothing at all where there was something is believed only when a person has looked and accepted it.
 */
export function judgeReading(facts: ReadFacts): Judgement {
  const reason = doubt(facts);
  return { verdict: reason === undefined ? 'complete' : verdictOf(reason), reason };
}

function doubt(facts: ReadFacts): VerdictReason | undefined {
  const { ended, failed, suspicious, received, total } = facts;
  if (!ended) return 'brokenOff';
  if (failed > 0) return 'unitsFailed';
  if (suspicious > 0) return 'unitsSuspicious';
  if (total !== undefined && received < total) return 'totalDiffers';
  return shortness(facts);
}

function shortness({ received, lastCount = 0, shortBefore, accepted }: ReadFacts): VerdictReason | undefined {
  if (received === 0 && lastCount > 0) return accepted && shortBefore ? undefined : 'nothingAtAll';
  return isFarFewer(received, lastCount) && !shortBefore ? 'farFewer' : undefined;
}

function verdictOf(reason: VerdictReason): Verdict {
  switch (reason) {
    case 'brokenOff':
    case 'unitsFailed':
      return 'partial';
    case 'unitsSuspicious':
    case 'totalDiffers':
    case 'nothingAtAll':
    case 'farFewer':
      return 'suspicious';
    default:
      return assertNever(reason);
  }
}

const isFarFewer = (received: number, before: number): boolean => before >= smallestMeasure && received < before * farFewerShare;

/** An answer for one unit that has less than a careful reader would expect. */
export const isThinUnit = (received: number, known: number): boolean => (received === 0 && known > 0) || isFarFewer(received, known);

/**
 * One customer's subscriptions, one agreement's lines: none left, also of a single one, is doubted once; the same answer again is believed.
 * Not when many units are thin at once: that is the other system, not the customers, and stays in doubt until it passes (ruling 11).
 */
export function isSuspiciousUnit(received: number, known: number, shortBefore: boolean, manyAreThin = false): boolean {
  if (manyAreThin) return isThinUnit(received, known);
  return !shortBefore && isThinUnit(received, known);
}

/** More thin units than everyday life makes: three, and a tenth of all. */
export const areMany = (thin: number, units: number): boolean => thin > Math.max(2, units / 10);

/** In words, for the list of problems. */
export const doubtWords: Readonly<Record<VerdictReason, string>> = {
  brokenOff: 'The list broke off before its end. Nothing was removed here.',
  unitsFailed: 'Some of it could not be read. Nothing of that was removed here.',
  unitsSuspicious: 'Some of it was suspiciously short. Nothing of that was removed here; the next reading decides.',
  totalDiffers: 'The list held fewer records than the other system says there are. Nothing was removed here.',
  nothingAtAll:
    'The list was empty although there were records before. Nothing was removed here; please look at the other system. If it is true: concord connections accept-loss.',
  farFewer: 'The list held far fewer records than before. Nothing was removed here; the next reading decides.',
};
