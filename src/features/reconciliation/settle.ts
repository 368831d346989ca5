import { canonicalJson } from '../../lib/canonical.ts';
import type { DifferenceKind, DifferenceState, Finding } from '../../model/difference.ts';

/** A difference as stored, as far as the decision needs it. */
export type StoredDifference = {
  readonly differenceId: string;
  readonly kind: DifferenceKind;
  readonly subject: string;
  readonly state: DifferenceState;
  readonly cameBack: boolean;
  readonly mutedUntil: string | undefined;
  /** Accepted for good, whatever the numbers do. */
  readonly isAlways: boolean;
  readonly finding: Finding;
  /** A plan for it still waits for a second person. */
  readonly isAwaited: boolean;
};

export type Settled =
  | { readonly act: 'open'; readonly finding: Finding }
  | {
      readonly act: 'keep';
      readonly stored: StoredDifference;
      readonly finding: Finding;
      readonly state: DifferenceState;
      readonly cameBack: boolean;
      /** Something that a person sees is other than before: the version grows. */
      readonly isChanged: boolean;
    }
  | { readonly act: 'gone'; readonly stored: StoredDifference };

export const differenceKey = ({ kind, subject }: { readonly kind: string; readonly subject: string }): string => `${kind} ${subject}`;

/** What the numbers say, without when they were read: decisions hold while this stays. */
export const substance = ({ microsoft, distributor, psa, impact, correction }: Finding): string =>
  canonicalJson([microsoft, distributor, psa].map(({ readAt: _, ...side }) => side).concat([{ impact, correction } as never]));

/**
 * What becomes of the stored differences of one customer after a comparison: new ones open, known ones stay, what was fixed or gone and is
 * found again came back, what is no longer found is gone. Nothing goes on a reading that proves nothing about its kind (B7).
 */
export function settle(
  stored: readonly StoredDifference[],
  compared: { readonly findings: readonly Finding[]; readonly unproven: readonly DifferenceKind[] },
  today: string,
): Settled[] {
  const known = new Map(stored.map((each) => [differenceKey(each), each]));
  const found = new Set(compared.findings.map(differenceKey));
  const unproven = new Set(compared.unproven);
  return [
    ...compared.findings.map((finding): Settled => {
      const before = known.get(differenceKey(finding));
      return before === undefined ? { act: 'open', finding } : keep(before, finding, today);
    }),
    ...stored
      .filter((each) => !found.has(differenceKey(each)) && !unproven.has(each.kind) && mayGo(each.state))
      .map((each): Settled => ({ act: 'gone', stored: each })),
  ];
}

const mayGo = (state: DifferenceState): boolean => state !== 'applying' && state !== 'fixed' && state !== 'gone';

function keep(stored: StoredDifference, finding: Finding, today: string): Settled {
  const moved = substance(stored.finding) !== substance(finding);
  const { state, cameBack } = next(stored, moved, today);
  return { act: 'keep', stored, finding, state, cameBack, isChanged: moved || state !== stored.state || cameBack !== stored.cameBack };
}

type Next = { readonly state: DifferenceState; readonly cameBack: boolean };

function next(stored: StoredDifference, moved: boolean, today: string): Next {
  switch (stored.state) {
    case 'gone':
      return unlessForGood(stored);
    case 'fixed':
      return { state: 'open', cameBack: true };
    case 'accepted':
      return moved ? unlessForGood(stored) : stored;
    case 'muted':
      return isMuteOver(stored, today) ? { ...stored, state: 'open' } : stored;
    case 'waitingForApproval':
      return stored.isAwaited ? stored : { ...stored, state: 'open' };
    case 'open':
    case 'applying':
    case 'failed':
      return stored;
  }
}

/** Accepted as it was: other numbers are another question, unless it was for good. */
const unlessForGood = (stored: StoredDifference): Next =>
  stored.isAlways ? { ...stored, state: 'accepted' } : { state: 'open', cameBack: true };

const isMuteOver = ({ mutedUntil }: StoredDifference, today: string): boolean => mutedUntil !== undefined && mutedUntil <= today;
