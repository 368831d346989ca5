import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  box: { overflowX: 'auto', position: 'relative' },
  table: { width: '100%', borderCollapse: 'collapse', fontSize: tokens.fontSizeBase300 },
  head: {
    textAlign: 'start',
    fontWeight: tokens.fontWeightSemibold,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
    whiteSpace: 'nowrap',
  },
  cell: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
    minWidth: '72px',
  },
  end: { textAlign: 'end', fontVariantNumeric: 'tabular-nums' },
});

export type SmallColumn<Row> = { readonly title: string; readonly align?: 'end'; readonly cell: (row: Row) => ReactNode };
export type SmallTableProps<Row> = {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  readonly columns: readonly SmallColumn<Row>[];
};

/** A table that is never long (up to 100 rows). Longer ones are ListTables. */
export function SmallTable<Row>({ label, rows, rowId, columns }: SmallTableProps<Row>) {
  const styles = useStyles();
  return (
    <div className={styles.box} tabIndex={0} role="group" aria-label={label}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" className={mergeClasses(styles.head, column.align === 'end' && styles.end)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowId(row)}>
              {columns.map((column) => (
                <td key={column.title} className={mergeClasses(styles.cell, column.align === 'end' && styles.end)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
