import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ChevronDown16Regular, ChevronRight16Regular } from '@fluentui/react-icons';
import { plural } from '../../../lib/format.ts';
import { Money } from '../../../ui/money.tsx';
import type { Group } from '../queries.ts';

const useStyles = makeStyles({
  line: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    flex: '1 1 0',
    minWidth: 0,
    paddingInline: tokens.spacingHorizontalS,
    // Where rows are cards the name has a line of its own, then the money, then what can be done.
    '@container (max-width: 641px)': { flexWrap: 'wrap', rowGap: tokens.spacingVerticalXXS },
  },
  name: {
    fontWeight: tokens.fontWeightSemibold,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    minWidth: 0,
    '@container (max-width: 641px)': { flex: '1 1 0', whiteSpace: 'normal' },
  },
  facts: {
    color: tokens.colorNeutralForeground2,
    whiteSpace: 'nowrap',
    flexShrink: 0,
    '@container (max-width: 641px)': { flexBasis: '100%' },
  },
  acts: { display: 'flex', gap: tokens.spacingHorizontalXS, marginInlineStart: 'auto', flexShrink: 0 },
});

export type GroupHeadingProps = {
  readonly label: string;
  readonly group: Group;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  /** Undefined: nothing of the kind can be done here. */
  readonly onPreview: (() => void) | undefined;
  readonly onDismiss: (() => void) | undefined;
};

/** A group with how many it holds and their money; everything in it is decided at once. */
export function GroupHeading({ label, group, isOpen, onToggle, onPreview, onDismiss }: GroupHeadingProps) {
  const styles = useStyles();
  return (
    <span className={styles.line}>
      <Button
        appearance="transparent"
        size="small"
        tabIndex={-1}
        aria-expanded={isOpen}
        aria-label={`${isOpen ? 'Close' : 'Open'} ${label}`}
        icon={isOpen ? <ChevronDown16Regular /> : <ChevronRight16Regular />}
        onClick={onToggle}
      />
      <span className={styles.name} title={label}>
        {label}
      </span>
      <span className={styles.facts}>
        {plural(group.count, 'difference')}
        {group.monthly.length > 0 && (
          <>
            {' · '}
            <Money value={group.monthly} signed per="month" />
          </>
        )}
        {group.once.length > 0 && (
          <>
            {' · '}
            <Money value={group.once} signed per="once" />
          </>
        )}
      </span>
      <span className={styles.acts}>
        {onPreview !== undefined && (
          <Button size="small" tabIndex={-1} aria-label={`Fix all of ${label}`} onClick={onPreview}>
            Fix all
          </Button>
        )}
        {onDismiss !== undefined && (
          <Button size="small" appearance="subtle" tabIndex={-1} aria-label={`Dismiss all of ${label}`} onClick={onDismiss}>
            Dismiss all
          </Button>
        )}
      </span>
    </span>
  );
}
