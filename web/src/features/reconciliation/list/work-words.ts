import { DifferenceKind } from '#model/difference.ts';
import type { DifferenceTab, Direction, DismissReason, DismissScope, GroupBy } from '#model/worklist.ts';
import { differenceKindWords } from '../../../ui/difference-words.ts';
import type { Group } from '../queries.ts';
import { causeWords } from '../words.ts';

// Words of the work on differences. Complete by type: a new member stops compiling here.

export const tabWords: Readonly<Record<DifferenceTab, string>> = {
  todo: 'To do',
  waiting: 'Waiting',
  resolved: 'Resolved',
  dismissed: 'Dismissed',
  all: 'All',
};

export const directionWords: Readonly<Record<Direction, string>> = {
  underBilled: 'We under-bill',
  overBilled: 'We over-bill',
  costOnly: 'Cost only',
};

export const dismissWords: Readonly<Record<DismissReason, string>> = {
  intended: 'Intended',
  bundled: 'Bundled with another service',
  free: 'Free of charge',
  timing: 'Only timing',
  belowTolerance: 'Below our tolerance',
  other: 'Another reason',
};

export const scopeWords: Readonly<Record<DismissScope, { readonly word: string; readonly hint: string }>> = {
  thisRun: { word: 'While its numbers stay', hint: 'It comes back when they change.' },
  until: { word: 'Until a day', hint: 'It comes back on that day if it is still there.' },
  always: { word: 'For good', hint: 'This customer and product are not asked about again.' },
};

/** What a correction does, where differences are gathered by it. */
const actionWords: Readonly<Record<string, string>> = {
  setQuantity: 'Set the quantity at the PSA',
  setPrice: 'Set the price at the PSA',
  addLine: 'Add a line at the PSA',
  endLine: 'End a line at the PSA',
  reopenLine: 'Reopen a line at the PSA',
  replaceService: 'Bill with another service at the PSA',
  none: 'Nothing that Concord writes',
};

/** What a group is called: our own words where its key is one of ours, else as the server says it. */
export function labelOf(by: GroupBy, { key, label }: Pick<Group, 'key' | 'label'>): string {
  const kind = DifferenceKind.options.find((each) => each === key);
  if (by === 'kind' && kind !== undefined) return differenceKindWords[kind];
  if (by === 'cause') return Object.entries(causeWords).find(([code]) => code === key)?.[1] ?? label;
  if (by === 'action') return actionWords[key] ?? label;
  if (by === 'owner' && key === 'none') return 'Nobody';
  return label;
}
