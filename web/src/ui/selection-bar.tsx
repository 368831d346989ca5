import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    flexShrink: 0,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    // The list is longer than a phone: what is selected stays in sight.
    '@media (max-width: 719px)': { position: 'sticky', insetBlockEnd: 0, zIndex: 3 },
  },
  note: { color: tokens.colorNeutralForeground3 },
});

export type SelectionBarProps = {
  /** What is selected: "3 customers". */
  readonly selected: string;
  /** Money and buttons. */
  readonly children: ReactNode;
  /** What else there is to know of the selection; empty ones are left out. */
  readonly notes?: readonly string[];
  readonly onClear: () => void;
};

/** Below a list, while rows of it are selected: how many, and what can be done with all of them at once. */
export function SelectionBar({ selected, children, notes = [], onClear }: SelectionBarProps) {
  const styles = useStyles();
  return (
    <div className={styles.bar} role="region" aria-label="Selection">
      <strong>{selected} selected</strong>
      {children}
      {notes
        .filter((note) => note !== '')
        .map((note) => (
          <span key={note} className={styles.note}>
            {note}
          </span>
        ))}
      <Button appearance="subtle" onClick={onClear}>
        Clear
      </Button>
    </div>
  );
}
