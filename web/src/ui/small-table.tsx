import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const phoneWidth = '@media (max-width: 639px)';

const useStyles = makeStyles({
  box: { overflowX: 'auto', position: 'relative' },
  table: { [phoneWidth]: { display: 'block' }, width: '100%', borderCollapse: 'collapse', fontSize: tokens.fontSizeBase300 },
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
    overflowWrap: 'break-word',
    minWidth: '72px',
    // On a phone each row is a block of lines with their titles.
    [phoneWidth]: {
      display: 'flex',
      justifyContent: 'space-between',
      gap: tokens.spacingHorizontalM,
      borderBottomStyle: 'none',
      paddingBlock: '2px',
      overflowWrap: 'anywhere',
      '::before': { content: 'attr(data-title)', color: tokens.colorNeutralForeground3, flexShrink: 0 },
    },
  },
  row: {
    [phoneWidth]: { display: 'block', paddingBlock: tokens.spacingVerticalS, borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  },
  heads: { [phoneWidth]: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' } },
  body: { [phoneWidth]: { display: 'block' } },
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
      <table role="table" className={styles.table} aria-label={label}>
        <thead role="rowgroup" className={styles.heads}>
          <tr role="row">
            {columns.map((column) => (
              <th
                key={column.title}
                role="columnheader"
                scope="col"
                className={mergeClasses(styles.head, column.align === 'end' && styles.end)}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className={styles.body}>
          {rows.map((row) => (
            <tr key={rowId(row)} role="row" className={styles.row}>
              {columns.map((column) => (
                <td
                  key={column.title}
                  role="cell"
                  data-title={column.title}
                  className={mergeClasses(styles.cell, column.align === 'end' && styles.end)}
                >
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
