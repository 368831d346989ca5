import {
  Checkbox,
  makeStyles,
  mergeClasses,
  ProgressBar,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent as ReactKeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { isForPage, isFree, moveBy, nextSort, readSort } from './list-keys.ts';

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
};

const useStyles = makeStyles({
  frame: { position: 'relative', display: 'flex', flexDirection: 'column', flex: '1 1 0', minHeight: '240px', minWidth: 0 },
  busy: { position: 'absolute', insetInline: 0, top: 0, zIndex: 3 },
  scroll: {
    flex: '1 1 0',
    overflow: 'auto',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    scrollPaddingBlockStart: '40px',
  },
  head: { position: 'sticky', top: 0, zIndex: 2, backgroundColor: tokens.colorNeutralBackground1 },
  body: { position: 'relative', display: 'block' },
  row: {
    position: 'absolute',
    insetInlineStart: 0,
    width: '100%',
    boxSizing: 'border-box',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  // The library's own hover grey is too close to links in the dark theme (4.17:1).
  hover: { ':hover': { backgroundColor: tokens.colorNeutralBackground3 }, ':active': { backgroundColor: tokens.colorNeutralBackground3 } },
  clickable: { cursor: 'pointer' },
  open: { backgroundColor: tokens.colorNeutralBackground3, boxShadow: `inset 3px 0 0 ${tokens.colorBrandStroke1}` },
  cell: {
    boxSizing: 'border-box',
    minWidth: 0,
    overflow: 'hidden',
    whiteSpace: 'nowrap',
    textOverflow: 'ellipsis',
    display: 'flex',
    alignItems: 'center',
  },
  text: { overflow: 'hidden', textOverflow: 'ellipsis', minWidth: 0 },
  end: { justifyContent: 'flex-end', fontVariantNumeric: 'tabular-nums', '& .fui-TableHeaderCell__button': { justifyContent: 'flex-end' } },
  check: { flex: '0 0 44px', minWidth: '44px', maxWidth: '44px', padding: 0 },
  card: {
    display: 'block',
    height: 'auto',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  cardCell: {
    display: 'flex',
    gap: tokens.spacingHorizontalS,
    justifyContent: 'space-between',
    minWidth: 0,
    paddingBlock: '2px',
    overflowWrap: 'anywhere',
    height: 'auto',
    minHeight: '24px',
    flexBasis: 'auto',
  },
  cardHeading: { fontWeight: tokens.fontWeightSemibold, justifyContent: 'flex-start' },
  cardTitle: { color: tokens.colorNeutralForeground3, flexShrink: 0 },
  hidden: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
});

const checkWidth = 44;

/** Every long list: rows drawn only where seen, server-side sort, keyboard, selection, and cards where the table has less than 640 px. */
export function ListTable<Row>(props: ListTableProps<Row>) {
  const { label, rows, columns, rowId, total, isBusy = false, selected, rowHeight = 44 } = props;
  const styles = useStyles();
  const scroll = useRef<HTMLDivElement>(null);
  const cards = useIsNarrow(scroll);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => (cards ? 40 + 26 * (columns.length - 1) : rowHeight),
    overscan: 8,
    getItemKey: (index) => (rows[index] === undefined ? index : rowId(rows[index])),
    initialRect: { width: 1000, height: 600 },
  });
  useLayoutEffect(() => {
    virtual.measure();
    virtual.getVirtualItems(); // takes the estimates in: against the old heights the new ones would count as no change
    if (cards) for (const row of scroll.current?.querySelectorAll('[data-index]') ?? []) virtual.measureElement(row);
  }, [cards, virtual]);
  const items = virtual.getVirtualItems();
  useMore(props, items.at(-1)?.index ?? 0);
  const focus = useRowFocus(props, scroll, (index) => {
    virtual.scrollToIndex(index);
  });

  const minWidth = columns.reduce((sum, column) => sum + column.min, selected === undefined ? 0 : checkWidth);
  return (
    <div className={styles.frame}>
      {isBusy && <ProgressBar className={styles.busy} aria-label="Refreshing" thickness="medium" />}
      <div className={styles.scroll} ref={scroll} onKeyDown={focus.onKeyDown}>
        <Table
          noNativeElements
          role="grid"
          aria-label={label}
          aria-rowcount={(total ?? rows.length) + 1}
          style={cards ? undefined : { minWidth }}
          size="small"
        >
          <ListHead {...props} cards={cards} />
          <TableBody className={styles.body} style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const row = rows[item.index];
              if (row === undefined) return null;
              return (
                <ListRow
                  key={item.key}
                  {...props}
                  row={row}
                  index={item.index}
                  cards={cards}
                  isCurrent={item.index === focus.current}
                  onFocus={() => {
                    focus.setCurrent(item.index);
                  }}
                  measure={cards ? virtual.measureElement : undefined}
                  style={{ transform: `translateY(${item.start}px)`, ...(!cards && { height: rowHeight }) }}
                />
              );
            })}
          </TableBody>
        </Table>
      </div>
    </div>
  );
}

/** Asks for the next page when the end of what is loaded comes near. */
function useMore<Row>({ rows, hasMore = false, onMore }: ListTableProps<Row>, last: number): void {
  useEffect(() => {
    if (hasMore && onMore !== undefined && last >= rows.length - 20) onMore();
  }, [hasMore, onMore, last, rows.length]);
}

function ListHead<Row>({
  rows,
  columns,
  rowId,
  sort,
  onSort,
  selected,
  onSelect,
  cards,
}: ListTableProps<Row> & { readonly cards: boolean }) {
  const styles = useStyles();
  const sorted = readSort(sort);
  const allSelected = selected !== undefined && rows.length > 0 && rows.every((row) => selected.has(rowId(row)));
  const sortBy = (field: string | undefined) =>
    onSort === undefined || field === undefined
      ? undefined
      : () => {
          onSort(nextSort(sort, field));
        };
  return (
    <TableHeader className={cards ? styles.hidden : styles.head}>
      <TableRow aria-rowindex={1}>
        {selected !== undefined && (
          <TableHeaderCell className={styles.check} role="columnheader" aria-label="Selection">
            <Checkbox
              aria-label="Select all loaded rows"
              checked={allSelected ? true : selected.size > 0 ? 'mixed' : false}
              tabIndex={cards ? -1 : 0}
              onChange={() => onSelect?.(allSelected ? new Set() : new Set(rows.map(rowId)))}
            />
          </TableHeaderCell>
        )}
        {columns.map((column) => (
          <HeaderCell
            key={column.id}
            column={column}
            hidden={cards}
            direction={sorted !== undefined && sorted.field === column.sort ? sorted.direction : undefined}
            onSort={sortBy(column.sort)}
          />
        ))}
      </TableRow>
    </TableHeader>
  );
}

type HeaderProps<Row> = {
  readonly column: Column<Row>;
  readonly hidden: boolean;
  readonly direction: 'ascending' | 'descending' | undefined;
  readonly onSort: (() => void) | undefined;
};

function HeaderCell<Row>({ column, hidden, direction, onSort }: HeaderProps<Row>) {
  const styles = useStyles();
  return (
    <TableHeaderCell
      as="div"
      role="columnheader"
      className={mergeClasses(styles.cell, column.align === 'end' && styles.end)}
      style={widthOf(column)}
      sortable={onSort !== undefined}
      {...(direction !== undefined && { sortDirection: direction })}
      {...(onSort !== undefined && { 'aria-sort': direction ?? 'none', onClick: onSort })}
      {...(onSort !== undefined && { button: { tabIndex: hidden ? -1 : 0 } })}
    >
      {column.title}
    </TableHeaderCell>
  );
}

const widthOf = <Row,>(column: Column<Row>): CSSProperties => ({ flex: `${column.grow} 1 ${column.min}px`, minWidth: column.min });

type ListRowProps<Row> = ListTableProps<Row> & {
  readonly row: Row;
  readonly index: number;
  readonly cards: boolean;
  readonly isCurrent: boolean;
  readonly onFocus: () => void;
  readonly measure: ((element: HTMLElement | null) => void) | undefined;
  readonly style: CSSProperties;
};

function ListRow<Row>(props: ListRowProps<Row>) {
  const { row, index, cards, columns, rowId, rowName, openId, onOpen, selected, onSelect, isCurrent, measure } = props;
  const styles = useStyles();
  const id = rowId(row);
  const isSelected = selected?.has(id) ?? false;
  const shown = cards ? columns.filter((column) => column.card !== 'hide') : columns;
  return (
    <TableRow
      ref={measure}
      data-index={index}
      data-row={id}
      aria-rowindex={index + 2}
      {...stateOf(id, props)}
      tabIndex={isCurrent ? 0 : -1}
      className={mergeClasses(
        styles.row,
        styles.hover,
        onOpen !== undefined && styles.clickable,
        openId === id && styles.open,
        cards && styles.card,
      )}
      style={props.style}
      onFocus={props.onFocus}
      onClick={(event) => {
        const target = event.target as Element; // a click always lands on an element
        if (target.closest('a, button, input, label, [role=menu], [role=combobox]') === null) onOpen?.(row);
      }}
    >
      {selected !== undefined && (
        <TableCell role="gridcell" className={cards ? styles.cardCell : styles.check}>
          <Checkbox
            aria-label={`Select ${rowName(row)}`}
            checked={isSelected}
            tabIndex={isCurrent ? 0 : -1}
            onChange={() => onSelect?.(toggled(selected, id))}
          />
        </TableCell>
      )}
      {shown.map((column) => (
        <Cell key={column.id} column={column} row={row} cards={cards} />
      ))}
    </TableRow>
  );
}

/** What a screen reader hears of a row: selected, open in the panel. */
const stateOf = <Row,>(id: string, { selected, openId }: ListTableProps<Row>) => ({
  ...(selected !== undefined && { 'aria-selected': selected.has(id) }),
  ...(openId === id && { 'aria-current': true as const }),
});

function Cell<Row>({ column, row, cards }: { readonly column: Column<Row>; readonly row: Row; readonly cards: boolean }) {
  const styles = useStyles();
  if (cards)
    return (
      <TableCell role="gridcell" className={mergeClasses(styles.cardCell, column.card === 'heading' && styles.cardHeading)}>
        {column.card === undefined && <span className={styles.cardTitle}>{column.title}</span>}
        <span>{column.cell(row)}</span>
      </TableCell>
    );
  return (
    <TableCell role="gridcell" className={mergeClasses(styles.cell, column.align === 'end' && styles.end)} style={widthOf(column)}>
      <span className={styles.text}>{column.cell(row)}</span>
    </TableCell>
  );
}

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** Card mode goes by the room the table has, not by the window: a panel beside it counts. */
function useIsNarrow(box: React.RefObject<HTMLDivElement | null>): boolean {
  const [narrow, setNarrow] = useState(false);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const look = () => {
      setNarrow(element.clientWidth > 0 && element.clientWidth < 640);
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [box]);
  return narrow;
}

/** One row is in the tab order; movement keys take the focus along, also to rows that are not drawn yet. */
function useRowFocus<Row>(props: ListTableProps<Row>, box: React.RefObject<HTMLDivElement | null>, show: (index: number) => void) {
  const { rows, rowId, openId, onOpen } = props;
  const [at, setCurrent] = useState(0);
  // Where the last key led, until the focus has followed: quick typing goes on from there.
  const heading = useRef<number>(undefined);
  const current = Math.min(at, Math.max(0, rows.length - 1));
  const goTo = (index: number) => {
    heading.current = index;
    setCurrent(index);
    show(index);
    const row = rows[index];
    if (row === undefined) return;
    const id = rowId(row);
    requestAnimationFrame(() => {
      box.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
      if (heading.current === index) heading.current = undefined;
    });
    if (openId !== undefined && openId !== id) onOpen?.(row);
  };
  /** Answers whether the key meant something here. */
  const press = (key: string, inRow: boolean): boolean => {
    const openAt = openId === undefined ? -1 : rows.findIndex((row) => rowId(row) === openId);
    const to = moveBy(key, heading.current ?? (inRow ? current : openAt), rows.length, 10);
    if (rows.length > 0 && to !== undefined) {
      goTo(to);
      return true;
    }
    const row = rows[current];
    return row !== undefined && inRow && actOn(props, row, key);
  };
  const onKeyDown = (event: ReactKeyboardEvent) => {
    const target = event.target as Element; // key presses land on elements
    const onRow = target.hasAttribute('data-row');
    if (!isForPage(event.nativeEvent) || (!onRow && (event.key === 'Enter' || event.key === ' '))) return;
    if (press(event.key, target.closest('[data-row]') !== null)) event.preventDefault();
  };
  useEffect(() => {
    // From the page itself (nothing focused) J and K enter the list.
    const listen = (event: KeyboardEvent) => {
      if (isFree(event) && ['j', 'k'].includes(event.key.toLowerCase()) && press(event.key, false)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => {
      document.removeEventListener('keydown', listen);
    };
  });
  return { current, setCurrent, onKeyDown };
}

/** What Enter, X and the list's own letters do with the row that has the focus. */
function actOn<Row>({ onOpen, selected, onSelect, keys, rowId }: ListTableProps<Row>, row: Row, key: string): boolean {
  if (key === 'Enter' && onOpen !== undefined) {
    onOpen(row);
    return true;
  }
  if ((key === 'x' || key === ' ') && selected !== undefined && onSelect !== undefined) {
    onSelect(toggled(selected, rowId(row)));
    return true;
  }
  const own = keys?.[key.toLowerCase()];
  own?.(row);
  return own !== undefined;
}
