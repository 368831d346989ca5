import { type DetailField, type FieldOwner, ownerSentences } from '../../../model/field-owner.ts';

/** What each side says of a field; '' where it says nothing, undefined where it was not read. */
export type Said = {
  readonly microsoft: string | undefined;
  readonly psa: string | undefined;
  readonly own: OwnValue | undefined;
};

export type OwnValue = {
  readonly value: string;
  /** What Microsoft said when it was kept. */
  readonly seenValue: string;
  readonly changedBy: string;
  readonly changedAt: Temporal.Instant;
};

type Origin = 'microsoft' | 'psa' | 'here' | 'none';

export type Detail = {
  readonly field: DetailField;
  readonly owner: FieldOwner;
  readonly value: string;
  /** Where this value comes from (S95). */
  readonly origin: Origin;
  /** How it is changed: through a plan, here, or not from here. */
  readonly change: 'plan' | 'here' | 'none';
  readonly because: string;
  readonly atMicrosoft: string | null;
  readonly inPsa: string | null;
  /** Ours, kept whoever owns the field: a local edit is never lost (S102). */
  readonly own: OwnValue | null;
  /** What ours does not tell by itself: Microsoft says something else since, or ours is set aside. */
  readonly note: 'movedAtMicrosoft' | 'setAside' | null;
};

/** One field by its owner. An owner that says nothing leaves Microsoft's word. Pure. */
export function detailOf(field: DetailField, owner: FieldOwner, { microsoft, psa, own }: Said): Detail {
  const [value, origin] = chosen(owner, { microsoft, psa, own });
  return {
    field,
    owner,
    value,
    origin,
    change: owner === 'microsoft' ? 'plan' : owner === 'ours' ? 'here' : 'none',
    because: ownerSentences[owner],
    atMicrosoft: microsoft ?? null,
    inPsa: psa ?? null,
    own: own ?? null,
    note: noteOf(owner, microsoft, own),
  };
}

function chosen(owner: FieldOwner, { microsoft, psa, own }: Said): readonly [string, Origin] {
  if (owner === 'ours' && own !== undefined) return [own.value, 'here'];
  if (owner === 'psa' && psa !== undefined) return [psa, 'psa'];
  return microsoft === undefined ? ['', 'none'] : [microsoft, 'microsoft'];
}

function noteOf(owner: FieldOwner, microsoft: string | undefined, own: OwnValue | undefined): Detail['note'] {
  if (own === undefined) return null;
  if (owner !== 'ours') return own.value === microsoft ? null : 'setAside';
  return microsoft !== undefined && microsoft !== own.seenValue && microsoft !== own.value ? 'movedAtMicrosoft' : null;
}
