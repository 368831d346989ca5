import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { plural } from '../../lib/format.ts';
import { SearchPicker } from '../../ui/search-picker.tsx';
import { type MappingRow, searchTargets, sourceOf } from './queries.ts';
import { tierWords } from './words.ts';

const useStyles = makeStyles({
  two: { display: 'flex', flexDirection: 'column', minWidth: 0, alignItems: 'flex-start' },
  line: { overflow: 'hidden', textOverflow: 'ellipsis', maxWidth: '100%' },
  small: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
  choices: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS, minWidth: 0 },
  picker: { display: 'block', minWidth: 0, width: '100%' },
  chips: { display: 'flex', columnGap: tokens.spacingHorizontalXS, maxWidth: '100%', minWidth: 0, overflow: 'hidden' },
  chip: {
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    paddingInline: tokens.spacingHorizontalXS,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusSmall,
  },
});

export type TargetCellProps = {
  readonly row: MappingRow;
  readonly editing: boolean;
  readonly canWrite: boolean;
  readonly onEdit: (editing: boolean) => void;
  readonly onMap: (targetId: string) => void;
};

/** Candidates that a key of its own chooses. */
export const mostChoices = 3;

/** What it is mapped to, what is suggested, or whom to choose from; while it is changed, a search. */
export function TargetCell({ row, editing, canWrite, onEdit, onMap }: TargetCellProps) {
  const styles = useStyles();
  const { name, targetId, targetName } = sourceOf(row);
  const [hidden, setHidden] = useState(0);
  if (editing)
    return (
      <span className={styles.two}>
        <SearchPicker
          open
          className={styles.picker}
          label={`Search a target for ${name}`}
          searchKey={['mapping-targets', row.connectionId, 'customerId' in row]}
          search={async (letters, signal) => {
            const found = await searchTargets(row, letters, signal);
            setHidden(found.hidden);
            return found.data;
          }}
          suggestions={row.candidates.map((each) => ({ id: each.targetId, name: each.name, detail: each.detail }))}
          onChoose={(choice) => {
            onEdit(false);
            if (choice !== undefined) onMap(choice.id);
          }}
          onLeave={() => {
            onEdit(false);
          }}
        />
        {hidden > 0 && (
          <span className={mergeClasses(styles.line, styles.small)} role="status">
            {plural(hidden, 'account')} that cannot be billed {hidden === 1 ? 'is' : 'are'} left out
          </span>
        )}
      </span>
    );
  if (targetId !== null)
    return (
      <span className={styles.two}>
        <span className={styles.line}>{targetName ?? targetId}</span>
        {row.decidedBy !== null && <span className={mergeClasses(styles.line, styles.small)}>by {row.decidedBy}</span>}
      </span>
    );
  if (row.state === 'ignored')
    return (
      <span className={styles.two}>
        <span className={styles.line}>{row.reason}</span>
        <span className={mergeClasses(styles.line, styles.small)}>
          by {row.decidedBy ?? 'somebody'}
          {row.ignoredUntil !== null && `, until ${row.ignoredUntil}`}
        </span>
      </span>
    );
  if (row.candidates.length > 1)
    return (
      <span className={styles.choices} role="group" aria-label={`Candidates for ${name}`}>
        {row.candidates.slice(0, mostChoices).map((each, at) => (
          <Button
            key={each.targetId}
            size="small"
            disabledFocusable={!canWrite}
            title={[each.name, each.detail, ...each.evidence].join(' · ')}
            onClick={() => {
              if (canWrite) onMap(each.targetId);
            }}
          >
            {at + 1} {each.name}
          </Button>
        ))}
      </span>
    );
  const [only] = row.candidates;
  return only === undefined ? (
    <span className={styles.small}>Nothing suggested</span>
  ) : (
    <span className={styles.two}>
      <span className={styles.line}>{only.name}</span>
      <span className={mergeClasses(styles.line, styles.small)}>{only.detail}</span>
    </span>
  );
}

/** Chips that fit a row; the rest stands in the tooltip. */
const mostChips = 2;

const confidenceOf = ({ tier, evidence, candidates: [first] }: MappingRow) => ({
  best: tier ?? first?.tier,
  percent: first?.confidence ?? null,
  evidence: evidence.length > 0 ? evidence : (first?.evidence ?? []),
});

/** Confidence as a word, and what speaks for it. */
export function Confidence({ row }: { readonly row: MappingRow }) {
  const styles = useStyles();
  const { best, percent, evidence } = confidenceOf(row);
  if (best === undefined && evidence.length === 0) return <span className={styles.small}>–</span>;
  return (
    <span className={styles.two} title={evidence.join(', ')}>
      {best !== undefined && <strong>{percent === null ? tierWords[best] : `${tierWords[best]} ${percent} %`}</strong>}
      <span className={styles.chips}>
        {evidence.slice(0, mostChips).map((fact) => (
          <span key={fact} className={styles.chip}>
            {fact}
          </span>
        ))}
        {evidence.length > mostChips && <span className={styles.small}>+{evidence.length - mostChips}</span>}
      </span>
    </span>
  );
}
