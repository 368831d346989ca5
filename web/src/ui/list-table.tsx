import { makeStyles, ProgressBar, Table, TableBody, tokens } from '@fluentui/react-components';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { checkWidth, ListHead } from './list-head.tsx';
import { ListRow } from './list-row.tsx';
import type { ListTableProps } from './list-types.ts';
import { useRowFocus } from './use-row-focus.ts';

const useStyles = makeStyles({
  frame: {
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    flex: '1 1 0',
    minHeight: '240px',
    minWidth: 0,
    '@media (max-width: 719px)': { flex: '0 0 70dvh' },
  },
  busy: { position: 'absolute', insetInline: 0, top: 0, zIndex: 3 },
  scroll: {
    flex: '1 1 0',
    overflow: 'auto',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    scrollPaddingBlockStart: '40px',
  },
  body: { position: 'relative', display: 'block' },
});

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
