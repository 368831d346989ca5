import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Important16Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { DifferenceKind } from '#model/difference.ts';
import { Money } from '../../../ui/money.tsx';
import { When } from '../../../ui/when.tsx';
import { sideWords } from '../../../ui/words.ts';
import { isOdd, noQuantity, quantityOf, type ShownSide, type ThreeBooks } from '../books.ts';
import { books, statusWord, termOf } from '../words.ts';

const useStyles = makeStyles({
  table: { borderCollapse: 'collapse', width: '100%', tableLayout: 'fixed', fontSize: tokens.fontSizeBase200 },
  cell: {
    textAlign: 'start',
    verticalAlign: 'top',
    paddingBlock: tokens.spacingVerticalXS,
    paddingInline: tokens.spacingHorizontalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
    '@media (max-width: 719px)': { paddingInline: tokens.spacingHorizontalXS },
  },
  what: { width: '22%', paddingInlineStart: 0, fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground3 },
  odd: { backgroundColor: tokens.colorStatusWarningBackground1, color: tokens.colorStatusWarningForeground3 },
  quantity: { fontSize: tokens.fontSizeBase500, fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: 'tabular-nums' },
  id: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase100 },
});

type Line = { readonly title: string; readonly look?: 'quantity' | 'id'; readonly show: (side: ShownSide) => ReactNode };

export type BooksTableProps = { readonly kind: DifferenceKind; readonly three: ThreeBooks };

/** Microsoft, distributor and PSA side by side; the one that stands out is marked by colour, sign and word. */
export function BooksTable({ kind, three }: BooksTableProps) {
  const styles = useStyles();
  const lines: Line[] = [
    { title: 'Quantity', look: 'quantity', show: quantityOf },
    { title: 'Called', show: (side) => side.label },
    { title: 'Term', show: (side) => termOf(side.term, side.frequency) },
    {
      title: 'Per seat and month',
      show: (side) => side.unitMonthly !== undefined && <Money value={side.unitMonthly} unitPrice />,
    },
    { title: 'Status', show: (side) => statusWord(side.status) },
    { title: 'Id there', look: 'id', show: (side) => side.remoteIds.join(', ') },
    {
      title: 'Read',
      show: (side) => side.readAt !== undefined && <When at={side.readAt} age />,
    },
  ];
  const shown = lines.filter(({ show }) => books.some((book) => isSomething(show(three[book]))));
  return (
    <table className={styles.table} aria-label="The three books side by side">
      <thead>
        <tr>
          <td className={mergeClasses(styles.cell, styles.what)} />
          {books.map((book) => (
            <th key={book} scope="col" className={mergeClasses(styles.cell, isOdd(kind, book, three) && styles.odd)}>
              {isOdd(kind, book, three) && <Important16Regular aria-label="Differs:" style={{ verticalAlign: 'text-bottom' }} />}
              {sideWords[book]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map(({ title, look, show }) => (
          <tr key={title}>
            <th scope="row" className={mergeClasses(styles.cell, styles.what)}>
              {title}
            </th>
            {books.map((book) => (
              <td
                key={book}
                className={mergeClasses(
                  styles.cell,
                  isOdd(kind, book, three) && styles.odd,
                  look === 'quantity' && styles.quantity,
                  look === 'id' && styles.id,
                )}
              >
                {isSomething(show(three[book])) ? show(three[book]) : noQuantity}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const isSomething = (node: ReactNode): boolean => node !== undefined && node !== false && node !== '' && node !== null;
