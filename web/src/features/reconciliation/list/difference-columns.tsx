import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Important16Regular } from '@fluentui/react-icons';
import type { Side } from '#model/connection.ts';
import { formatDate, plural } from '../../../lib/format.ts';
import { differenceKindWords } from '../../../ui/difference-words.ts';
import type { Column } from '../../../ui/list-types.ts';
import { Money } from '../../../ui/money.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { sideWords } from '../../../ui/words.ts';
import { isOdd, quantityOf } from '../books.ts';
import type { Row } from '../queries.ts';
import { books, cameBackWord, causeWords, certaintyWords, differenceStates, directionOf, fixOf } from '../words.ts';

const useStyles = makeStyles({
  two: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  line: { overflow: 'hidden', textOverflow: 'ellipsis' },
  wrap: { whiteSpace: 'normal', maxHeight: '40px', overflow: 'hidden' },
  /** Cards have one line for the three books; the table has a column for each. */
  inCard: {
    display: 'none',
    '@container (max-width: 641px)': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalM },
  },
  pair: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  small: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
  strong: { fontWeight: tokens.fontWeightSemibold },
  end: { alignItems: 'flex-end' },
  number: { fontVariantNumeric: 'tabular-nums' },
  odd: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '2px',
    paddingInline: tokens.spacingHorizontalXS,
    borderRadius: tokens.borderRadiusSmall,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorStatusWarningForeground3,
    backgroundColor: tokens.colorStatusWarningBackground1,
  },
});

type TwoProps = { readonly first: React.ReactNode; readonly second: React.ReactNode; readonly end?: boolean };

function Two({ first, second, end = false }: TwoProps) {
  const styles = useStyles();
  return (
    <span className={mergeClasses(styles.two, end && styles.end)}>
      <span className={mergeClasses(styles.line, styles.strong)} title={textOf(first)}>
        {first}
      </span>
      <span className={mergeClasses(styles.line, styles.small)} title={textOf(second)}>
        {second}
      </span>
    </span>
  );
}

const textOf = (node: React.ReactNode): string | undefined => (typeof node === 'string' ? node : undefined);

export function BookQuantity({ row, book }: { readonly row: Row; readonly book: Side }) {
  const styles = useStyles();
  const odd = isOdd(row.kind, book, row);
  return (
    <span className={mergeClasses(styles.number, odd && styles.odd)}>
      {odd && <Important16Regular aria-label="Differs:" />}
      {quantityOf(row[book])}
    </span>
  );
}

const bookColumn = (book: Side): Column<Row> => ({
  id: book,
  title: sideWords[book],
  grow: 1,
  min: book === 'distributor' ? 90 : 78,
  align: 'end',
  card: 'hide',
  cell: (row) => <BookQuantity row={row} book={book} />,
});

/** What the open panel tells anyway; without them the money stays in sight beside it. */
const besidePanel = ['customer', 'microsoft', 'distributor', 'psa', 'impact', 'state'];

/** Whose it is, what differs, the three books, the money, what to do. `withState`: where rows of several states are mixed. */
export const differenceColumns = (withState: boolean, isBesidePanel: boolean): Column<Row>[] =>
  allColumns(withState).filter(({ id }) => !isBesidePanel || besidePanel.includes(id));

const allColumns = (withState: boolean): Column<Row>[] => [
  {
    id: 'customer',
    title: 'Customer',
    grow: 4,
    min: 158,
    sort: 'customerName',
    card: 'heading',
    cell: (row) => <Two first={row.customerName} second={row.productName} />,
  },
  {
    id: 'kind',
    title: 'Difference',
    grow: 4,
    min: 150,
    sort: 'kind',
    card: 'bare',
    cell: (row) => <KindCell row={row} />,
  },
  bookColumn('microsoft'),
  bookColumn('distributor'),
  bookColumn('psa'),
  {
    id: 'impact',
    title: 'Money',
    grow: 2,
    min: 162,
    align: 'end',
    sort: 'impact',
    cell: (row) => <Two end first={<Money value={row.impact} signed />} second={directionWords(row)} />,
  },
  { id: 'fix', title: 'Suggested fix', grow: 3, min: 120, card: 'bare', cell: (row) => <Fix row={row} showState={!withState} /> },
  { id: 'work', title: 'Age and owner', grow: 2, min: 118, card: 'bare', cell: (row) => <Work row={row} /> },
  ...(withState
    ? [{ id: 'state', title: 'State', grow: 2, min: 150, cell: (row: Row) => <StateBadge state={differenceStates[row.state]} /> }]
    : []),
];

/** "a month, we under-bill": money is never told without its period. */
const directionWords = ({ kind, impact, per }: Row): string =>
  [per === 'month' ? 'a month' : 'once', directionOf(kind, impact)].filter((part) => part !== '').join(', ');

function KindCell({ row }: { readonly row: Row }) {
  const styles = useStyles();
  return (
    <span className={styles.two}>
      <Two first={differenceKindWords[row.kind]} second={`${causeWords[row.cause]} · ${certaintyWords[row.certainty]}`} />
      <span className={styles.inCard}>
        {books.map((book) => (
          <span key={book} className={styles.pair}>
            {sideWords[book]} <BookQuantity row={row} book={book} />
          </span>
        ))}
      </span>
    </span>
  );
}

/** "3 days · 2 notes", then whose it is and until when. */
function Work({ row }: { readonly row: Row }) {
  const age = row.ageDays === 0 ? 'New today' : plural(row.ageDays, 'day');
  const notes = row.notes === 0 ? '' : ` · ${plural(row.notes, 'note')}`;
  const due = row.dueOn === null ? '' : ` · due ${formatDate(row.dueOn)}`;
  return <Two first={age + notes} second={(row.owner?.name ?? 'Nobody') + due} />;
}

function Fix({ row, showState }: { readonly row: Row; readonly showState: boolean }) {
  const styles = useStyles();
  const fix = fixOf(row.kind, row.microsoft);
  if (showState && row.state !== 'open') return <StateBadge state={differenceStates[row.state]} />;
  if (showState && row.cameBack) return <Two first={fix} second={cameBackWord.word} />;
  return <span className={mergeClasses(styles.wrap, !row.correctable && styles.small)}>{fix}</span>;
}
