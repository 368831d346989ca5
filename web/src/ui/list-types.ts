import type { ReactNode } from 'react';

export type Column<Row> = {
  readonly id: string;
  readonly title: string;
  /** Share of the width and least width in pixels. */
  readonly grow: number;
  readonly min: number;
  readonly align?: 'end';
  /** The contract's sort field. */
  readonly sort?: string;
  readonly cell: (row: Row) => ReactNode;
  /** In card mode: the heading, a line with its title, a line without, or not at all. A line with its title if left out. */
  readonly card?: 'heading' | 'bare' | 'hide';
};

export type ListTableProps<Row> = {
  /** What the table lists, for screen readers. */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowId: (row: Row) => string;
  /** Name of a row: "Select Contoso Ltd". */
  readonly rowName: (row: Row) => string;
  readonly total?: number | undefined;
  readonly sort?: string | undefined;
  readonly onSort?: (sort: string | undefined) => void;
  readonly hasMore?: boolean;
  readonly isBusy?: boolean;
  readonly onMore?: () => void;
  /** The row whose panel is open. */
  readonly openId?: string | undefined;
  readonly onOpen?: (row: Row) => void;
  readonly selected?: ReadonlySet<string>;
  readonly onSelect?: (ids: ReadonlySet<string>) => void;
  /** Letters (lower case) for the row that has the focus: `a` accept, `d` dismiss ... */
  readonly keys?: Readonly<Record<string, (row: Row) => void>>;
  readonly rowHeight?: number;
  /** Rows that are headings of those below them: what they show over the whole width. Undefined for ordinary rows. */
  readonly heading?: ((row: Row) => ReactNode | undefined) | undefined;
  /** What selecting a row selects: its own id if left out, for a heading the rows below it. */
  readonly selects?: ((row: Row) => readonly string[]) | undefined;
};

/** The rows that selecting this one takes or leaves together. */
export const idsOf = <Row>({ rowId, selects }: Pick<ListTableProps<Row>, 'rowId' | 'selects'>, row: Row): readonly string[] =>
  selects === undefined ? [rowId(row)] : selects(row);

/** All of them in, or out when all were in. */
export function toggled(selected: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  const chosen = new Set(ids);
  return ids.every((id) => selected.has(id)) ? selected.difference(chosen) : selected.union(chosen);
}
