import { Checkbox, makeStyles, mergeClasses, TableHeader, TableHeaderCell, TableRow, tokens } from '@fluentui/react-components';
import type { CSSProperties } from 'react';
import { nextSort, readSort } from './list-keys.ts';
import { type Column, idsOf, type ListTableProps } from './list-types.ts';

const useStyles = makeStyles({
  head: { position: 'sticky', top: 0, zIndex: 2, backgroundColor: tokens.colorNeutralBackground1 },
  cell: {
    boxSizing: 'border-box',
    minWidth: 0,
    overflow: 'hidden',
    whiteSpace: 'nowrap',
    textOverflow: 'ellipsis',
    display: 'flex',
    alignItems: 'center',
  },
  end: { justifyContent: 'flex-end', fontVariantNumeric: 'tabular-nums', '& .fui-TableHeaderCell__button': { justifyContent: 'flex-end' } },
  check: { flex: '0 0 44px', minWidth: '44px', maxWidth: '44px', padding: 0 },
  hidden: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
});

export const checkWidth = 44;

/** Titles, sort and "all"; in card mode only for those who cannot see. */
export function ListHead<Row>(props: ListTableProps<Row> & { readonly cards: boolean }) {
  const { rows, columns, sort, onSort, selected, onSelect, cards } = props;
  const styles = useStyles();
  const ids = rows.flatMap((row) => idsOf(props, row));
  const sorted = readSort(sort);
  const allSelected = selected !== undefined && ids.length > 0 && ids.every((id) => selected.has(id));
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
              onChange={() => onSelect?.(allSelected ? new Set() : new Set(ids))}
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

export const widthOf = <Row,>(column: Column<Row>): CSSProperties => ({ flex: `${column.grow} 1 ${column.min}px`, minWidth: column.min });
