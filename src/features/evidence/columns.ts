import type { EvidenceRow } from './row.ts';
import type { ControlTotal } from './totals.ts';

export type Column<Row> = {
  readonly title: string;
  /** Decimal text stays a number in a spreadsheet. */
  readonly isNumber?: true;
  readonly value: (row: Row) => string;
};

/** A difference as a line, the same in every format; words are those of the API. */
export const columns: readonly Column<EvidenceRow>[] = [
  { title: 'Id', value: (row) => row.id },
  { title: 'Customer', value: (row) => row.customer },
  { title: 'Product', value: (row) => row.product },
  { title: 'Kind', value: (row) => row.kind },
  { title: 'Cause', value: (row) => row.cause },
  { title: 'Certainty', value: (row) => row.certainty },
  { title: 'In words', value: (row) => row.sentence },
  { title: 'Microsoft', isNumber: true, value: (row) => row.microsoft ?? '' },
  { title: 'Distributor', isNumber: true, value: (row) => row.distributor ?? '' },
  { title: 'PSA', isNumber: true, value: (row) => row.psa ?? '' },
  { title: 'Money', isNumber: true, value: (row) => row.impact ?? '' },
  { title: 'Currency', value: (row) => row.currency },
  { title: 'Per', value: (row) => row.per },
  { title: 'Period', value: (row) => row.period ?? '' },
  { title: 'Invoice', value: (row) => row.invoice ?? '' },
  { title: 'Line', isNumber: true, value: (row) => row.line?.toString() ?? '' },
  { title: 'State', value: (row) => row.state },
  { title: 'Because', value: (row) => row.because ?? '' },
  { title: 'Reason', value: (row) => row.reason ?? '' },
  { title: 'Holds', value: (row) => row.scope ?? '' },
  { title: 'Until', value: (row) => row.mutedUntil ?? '' },
  { title: 'Decided by', value: (row) => row.decidedBy ?? '' },
  { title: 'Owner', value: (row) => row.owner ?? '' },
  { title: 'Due on', value: (row) => row.dueOn ?? '' },
  { title: 'Tags', value: (row) => row.tags.join(', ') },
  { title: 'Notes', value: (row) => row.notes.map(({ by, at, text }) => `${at.slice(0, 10)} ${by}: ${text}`).join('\n') },
  { title: 'First seen', value: (row) => row.firstSeenAt },
];

export const totalColumns: readonly Column<ControlTotal>[] = [
  { title: 'Currency', value: (total) => total.currency },
  { title: 'Per', value: (total) => total.per },
  { title: 'Differences', isNumber: true, value: (total) => total.count.toString() },
  { title: 'Found', isNumber: true, value: (total) => total.found },
  { title: 'Resolved', isNumber: true, value: (total) => total.resolved },
  { title: 'Dismissed', isNumber: true, value: (total) => total.dismissed },
  { title: 'Open', isNumber: true, value: (total) => total.open },
];
