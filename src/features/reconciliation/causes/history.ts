/** What a record was before, as the activity log of Microsoft, the PSA or two readings of ours tell it. */
export type BookChange = {
  /** RFC 3339, or a calendar date where the source tells no more. */
  readonly at: string;
  /** `quantity`, `term`, `frequency`, `status`, `startsOn`, `autoRenew`, `nextSeats`, `nextPlan`, `promotion`, `unitPrice`, `unitCost`, `service`. */
  readonly field: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly who: string | undefined;
  /** `log`: a record of the remote's own. `reading`: it was found between two readings, so the instant is the later reading's. */
  readonly from: 'log' | 'reading';
};

/** Changes of one field, oldest first. The log's word counts where a reading found the same change. */
export function changesOf(history: readonly BookChange[], field: string): readonly BookChange[] {
  const own = history.filter((change) => change.field === field).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return own.filter(
    (change) =>
      change.from === 'log' || !own.some((other) => other.from === 'log' && other.after === change.after && other.before === change.before),
  );
}

export const lastOf = (history: readonly BookChange[], field: string): BookChange | undefined => changesOf(history, field).at(-1);

/** The change that left `before` behind and led, at once or by steps, to `now`. */
export function changeAwayFrom(history: readonly BookChange[], field: string, before: string, now: string): BookChange | undefined {
  const changes = changesOf(history, field);
  return changes.at(-1)?.after === now ? changes.findLast((change) => change.before === before) : undefined;
}

export const dayOf = (at: string): string => at.slice(0, 10);
/** " by ana@northwind.example", or nothing when nobody is named. */
export const byWhom = ({ who }: BookChange): string => (who === undefined || who === '' ? '' : ` by ${who}`);
