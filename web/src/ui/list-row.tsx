import { Checkbox, makeStyles, mergeClasses, TableCell, TableRow, tokens } from '@fluentui/react-components';
import type { CSSProperties } from 'react';
import { widthOf } from './list-head.tsx';
import { type Column, idsOf, type ListTableProps, toggled } from './list-types.ts';

const useStyles = makeStyles({
  row: {
    position: 'absolute',
    insetInlineStart: 0,
    width: '100%',
    boxSizing: 'border-box',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  // The library's own hover grey is too close to links in the dark theme (4.17:1).
  hover: { ':hover': { backgroundColor: tokens.colorNeutralBackground3 }, ':active': { backgroundColor: tokens.colorNeutralBackground3 } },
  heading: { backgroundColor: tokens.colorNeutralBackground2 },
  whole: { display: 'flex', alignItems: 'center', flex: '1 1 100%', minWidth: 0, padding: 0, height: 'auto' },
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
  cardCheck: { position: 'absolute', insetBlockStart: 0, insetInlineEnd: 0, width: '44px', height: '44px', zIndex: 1 },
  cardHeading: { fontWeight: tokens.fontWeightSemibold, justifyContent: 'flex-start', paddingInlineEnd: '44px' },
  cardTitle: { color: tokens.colorNeutralForeground3, flexShrink: 0 },
});

type ListRowProps<Row> = ListTableProps<Row> & {
  readonly row: Row;
  readonly index: number;
  readonly cards: boolean;
  readonly isCurrent: boolean;
  readonly onFocus: () => void;
  readonly measure: ((element: HTMLElement | null) => void) | undefined;
  readonly style: CSSProperties;
};

/** One row, as a line of the table, as a card, or as a heading of the rows below it. */
export function ListRow<Row>(props: ListRowProps<Row>) {
  const { row, index, cards, columns, rowId, onOpen, selected, measure } = props;
  const styles = useStyles();
  const id = rowId(row);
  const heading = props.heading?.(row);
  return (
    <TableRow
      ref={measure}
      data-index={index}
      data-row={id}
      aria-rowindex={index + 2}
      {...(heading === undefined && stateOf(id, props))}
      tabIndex={props.isCurrent ? 0 : -1}
      className={mergeClasses(
        styles.row,
        styles.hover,
        onOpen !== undefined && styles.clickable,
        props.openId === id && styles.open,
        heading !== undefined && styles.heading,
        cards && styles.card,
      )}
      style={props.style}
      onFocus={props.onFocus}
      onClick={(event) => {
        const target = event.target as Element; // a click always lands on an element
        if (target.closest('a, button, input, label, [role=menu], [role=combobox]') === null) onOpen?.(row);
      }}
    >
      {heading === undefined ? (
        <Cells {...props} />
      ) : (
        <TableCell role="gridcell" className={styles.whole} aria-colspan={columns.length + (selected === undefined ? 0 : 1)}>
          {heading}
        </TableCell>
      )}
    </TableRow>
  );
}

/** What a screen reader hears of a row: selected, open in the panel. */
const stateOf = <Row,>(id: string, { selected, openId }: ListTableProps<Row>) => ({
  ...(selected !== undefined && { 'aria-selected': selected.has(id) }),
  ...(openId === id && { 'aria-current': true as const }),
});

function Cells<Row>(props: ListRowProps<Row>) {
  const { row, cards, columns, rowId, rowName, selected, onSelect, isCurrent } = props;
  const styles = useStyles();
  const shown = cards ? columns.filter((column) => column.card !== 'hide') : columns;
  return (
    <>
      {selected !== undefined && (
        <TableCell role="gridcell" className={cards ? styles.cardCheck : styles.check}>
          <Checkbox
            aria-label={`Select ${rowName(row)}`}
            checked={selected.has(rowId(row))}
            tabIndex={isCurrent ? 0 : -1}
            onChange={() => onSelect?.(toggled(selected, idsOf(props, row)))}
          />
        </TableCell>
      )}
      {shown.map((column) => (
        <Cell key={column.id} column={column} row={row} cards={cards} />
      ))}
    </>
  );
}

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
