import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { formatMoneys, plural } from '../../lib/format.ts';
import type { Column } from '../../ui/list-types.ts';
import { StateBadge } from '../../ui/state-badge.tsx';
import { mappingWords, sideWordOf } from '../../ui/words.ts';
import { type BookKind, isAccount, isSpare, type Link, type MappingRow, sourceOf } from './queries.ts';
import { Confidence, TargetCell } from './target-cell.tsx';

const useStyles = makeStyles({
  two: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  line: { overflow: 'hidden', textOverflow: 'ellipsis' },
  small: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
  strong: { fontWeight: tokens.fontWeightSemibold },
  acts: { display: 'flex', flexWrap: 'nowrap', gap: tokens.spacingHorizontalXS },
});

export type RowActs = {
  readonly canWrite: boolean;
  readonly editingId: string | undefined;
  readonly onEdit: (row: MappingRow | undefined) => void;
  readonly onMap: (row: MappingRow, targetId: string) => void;
  readonly onAccept: (row: MappingRow) => void;
  readonly onIgnore: (row: MappingRow) => void;
  readonly onUnmap: (row: MappingRow) => void;
};

export const canAccept = (row: MappingRow): boolean =>
  row.state === 'suggested' || (row.state === 'conflict' && row.candidates.length === 1);
export const canUnmap = (row: MappingRow): boolean => ['mapped', 'stale', 'ignored', 'partlyMapped'].includes(row.state);

/** `withState`: where rows of several states are mixed; `mayAccept`: where three acts can stand in a row; `isInside`: a step of the set-up. */
export type Looks = { readonly withState: boolean; readonly mayAccept: boolean; readonly isInside: boolean };

/** Beside the steps of the set-up there is no room for all columns: what is decided stands where it is seen, the rest behind it. */
export function mappingColumns(kind: BookKind, acts: RowActs, looks: Looks): readonly Column<MappingRow>[] {
  const all = columnsOf(kind, acts, looks);
  if (!looks.isInside) return all;
  const first = ['source', 'connection', 'target', 'acts'];
  return [...first.flatMap((id) => all.filter((each) => each.id === id)), ...all.filter(({ id }) => !first.includes(id))];
}

const columnsOf = (kind: BookKind, acts: RowActs, { withState, mayAccept }: Looks): Column<MappingRow>[] => [
  {
    id: 'source',
    title: kind === 'accounts' ? 'Customer at Microsoft' : 'Product at Microsoft',
    grow: 3,
    min: kind === 'accounts' ? 176 : 168,
    sort: 'name',
    card: 'heading',
    cell: (row) => <SourceCell row={row} />,
  },
  {
    id: 'connection',
    title: 'In',
    grow: 2,
    min: kind === 'accounts' ? 110 : 100,
    cell: (row) => <ConnectionCell row={row} />,
  },
  ...(kind === 'products'
    ? [
        {
          id: 'distributors',
          title: 'Distributor',
          grow: 1,
          min: 84,
          cell: (row: MappingRow) => (isAccount(row) ? null : row.distributors.map(({ name }) => name).join(', ') || '–'),
        },
      ]
    : []),
  {
    id: 'target',
    title: kind === 'accounts' ? 'Account there' : 'Service that bills it',
    grow: 4,
    min: kind === 'accounts' ? 160 : 140,
    cell: (row) => (
      <TargetCell
        row={row}
        canWrite={acts.canWrite}
        editing={acts.editingId === row.id}
        onEdit={(editing) => {
          acts.onEdit(editing ? row : undefined);
        }}
        onMap={(targetId) => {
          acts.onMap(row, targetId);
        }}
      />
    ),
  },
  {
    id: 'stakes',
    title: 'At stake',
    grow: 1,
    min: 116,
    align: 'end',
    sort: 'stakes',
    cell: (row) => (row.stakes === null || row.stakes.length === 0 ? '–' : formatMoneys(row.stakes)),
  },
  { id: 'confidence', title: 'Confidence', grow: 3, min: 104, cell: (row) => <Confidence row={row} /> },
  ...(withState
    ? [
        {
          id: 'state',
          title: 'State',
          grow: 1,
          min: 116,
          ...(kind === 'products' && { sort: 'state' }),
          cell: (row: MappingRow) => <StateBadge state={mappingWords[row.state]} />,
        },
      ]
    : []),
  { id: 'acts', title: 'Decide', grow: 1, min: mayAccept ? 216 : 150, card: 'bare', cell: (row) => <ActsCell row={row} acts={acts} /> },
];

function SourceCell({ row }: { readonly row: MappingRow }) {
  const styles = useStyles();
  const { name, detail } = sourceOf(row);
  return (
    <span className={styles.two}>
      <span className={mergeClasses(styles.line, styles.strong)}>{name}</span>
      <span className={mergeClasses(styles.line, styles.small)} title={detail}>
        {detail}
      </span>
    </span>
  );
}

function ConnectionCell({ row }: { readonly row: MappingRow }) {
  const styles = useStyles();
  const detail = isAccount(row) ? sideWordOf(row.side) : `${plural(row.subscriptions, 'subscription')}, ${plural(row.seats, 'seat')}`;
  return (
    <span className={styles.two}>
      <span className={styles.line} title={row.connectionName}>
        {row.connectionName}
      </span>
      <span className={mergeClasses(styles.line, styles.small)} title={detail}>
        {detail}
      </span>
      {isAccount(row) && row.others.map((link) => <OtherLink key={link.id} link={link} />)}
    </span>
  );
}

/** What the customer is elsewhere, in one line: its other links are decided after this one. */
function OtherLink({ link }: { readonly link: Link }) {
  const styles = useStyles();
  const where = isSpare(link) ? 'not needed' : link.isAbsent ? 'not sold there' : (link.accountName ?? mappingWords[link.state].word);
  const text = `${link.connectionName}: ${where}${link.isExtra ? ' (further account)' : ''}`;
  return (
    <span className={mergeClasses(styles.line, styles.small)} title={text}>
      {text}
    </span>
  );
}

function ActsCell({ row, acts }: { readonly row: MappingRow; readonly acts: RowActs }) {
  const styles = useStyles();
  const { name } = sourceOf(row);
  const { canWrite } = acts;
  const button = (text: string, act: () => void, primary = false) => (
    <Button
      size="small"
      appearance={primary ? 'primary' : 'secondary'}
      aria-label={`${text} ${name}`}
      disabledFocusable={!canWrite}
      onClick={() => {
        if (canWrite) act();
      }}
    >
      {text}
    </Button>
  );
  return (
    <span className={styles.acts}>
      {canAccept(row) &&
        button(
          'Accept',
          () => {
            acts.onAccept(row);
          },
          true,
        )}
      {button(row.state === 'mapped' ? 'Change' : 'Choose', () => {
        acts.onEdit(row);
      })}
      {canUnmap(row)
        ? button('Unmap', () => {
            acts.onUnmap(row);
          })
        : button('Exclude', () => {
            acts.onIgnore(row);
          })}
    </span>
  );
}
