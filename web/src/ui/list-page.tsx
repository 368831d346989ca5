import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowClockwise16Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { plural } from '../lib/format.ts';
import type { List } from '../lib/use-list.ts';
import { ListTable } from './list-table.tsx';
import type { ListTableProps } from './list-types.ts';
import { ProblemMessage } from './problem-message.tsx';
import { Empty, Loading } from './states.tsx';
import { When } from './when.tsx';

const useStyles = makeStyles({
  foot: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    flexWrap: 'wrap',
    color: tokens.colorNeutralForeground3,
    flexShrink: 0,
  },
});

export type ListPageProps<Row> = Omit<ListTableProps<Row>, 'rows' | 'total' | 'hasMore' | 'isBusy' | 'onMore'> & {
  readonly list: List<Row>;
  /** Whether a filter is set: nothing found differs from nothing there. */
  readonly isFiltered: boolean;
  /** What the rows are called: "customers". */
  readonly things: string;
  /** How many of them are loaded, where some rows are only headings. */
  readonly loaded?: number;
  readonly empty: ReactNode;
  readonly onClearFilters: () => void;
};

/** A list with all its states: loading, error, nothing yet, nothing found, rows; and its footer. */
export function ListPage<Row>({ list, isFiltered, things, loaded, empty, onClearFilters, ...table }: ListPageProps<Row>) {
  const styles = useStyles();
  if (list.problem !== undefined && list.rows.length === 0) return <ProblemMessage error={list.problem} onRetry={list.again} />;
  if (list.isLoading) return <Loading rows={12} label={`Loading ${things}`} />;
  if (list.rows.length === 0 && isFiltered)
    return (
      <Empty title={`No ${things} match these filters`} actions={<Button onClick={onClearFilters}>Clear filters</Button>}>
        Take a filter away, or search for the start of a name.
      </Empty>
    );
  if (list.rows.length === 0) return <>{empty}</>;
  return (
    <>
      {list.problem !== undefined && <ProblemMessage error={list.problem} title="The list could not be refreshed" onRetry={list.again} />}
      <ListTable
        {...table}
        rows={list.rows}
        total={list.total?.rows}
        hasMore={list.hasMore}
        isBusy={list.isRefreshing}
        onMore={list.more}
      />
      <div className={styles.foot} role="status">
        <Text size={200}>{countWords(loaded ?? list.rows.length, list.total, things)}</Text>
        <Text size={200}>
          Read <When at={new Date(list.readAt).toISOString()} age />
        </Text>
        <Button size="small" appearance="subtle" icon={<ArrowClockwise16Regular />} onClick={list.again}>
          Refresh
        </Button>
      </div>
    </>
  );
}

/** "1,284 customers", "1 customer", "more than 10,000 customers", "100 customers loaded". */
export function countWords(loaded: number, total: List<unknown>['total'], things: string): string {
  const counted = (count: number): string => plural(count, things.replace(/s$/, ''), things);
  if (total === undefined) return `${counted(loaded)} loaded`;
  return total.exact ? counted(total.rows) : `more than ${counted(total.rows)}`;
}
