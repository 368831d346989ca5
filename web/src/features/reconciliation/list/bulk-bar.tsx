import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect } from 'react';
import { plural } from '../../../lib/format.ts';
import { lacksPermission, useMay } from '../../../lib/use-me.ts';
import { Money } from '../../../ui/money.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { type Row, usePreview } from '../queries.ts';
import { sumOfSeen } from '../sum-of-seen.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    flexShrink: 0,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  note: { color: tokens.colorNeutralForeground3 },
});

/** The contract's limit for one plan. */
const mostInPlan = 500;

export type BulkBarProps = { readonly rows: readonly Row[]; readonly onClear: () => void };

/** What is selected, its money, and one preview for all that can be corrected. */
export function BulkBar({ rows, onClear }: BulkBarProps) {
  const styles = useStyles();
  const may = useMay('corrections:propose');
  const preview = usePreview();
  const fit = rows.filter((row) => row.correctable && (row.state === 'open' || row.state === 'failed'));
  const chosen = fit.slice(0, mostInPlan);
  const canPreview = may && chosen.length > 0 && !preview.isPending;
  const start = () => {
    if (canPreview) preview.mutate({ differenceIds: chosen.map((row) => row.id) });
  };
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || document.querySelector('[role=dialog]') !== null) return;
      event.preventDefault();
      start();
    };
    document.addEventListener('keydown', listen);
    return () => {
      document.removeEventListener('keydown', listen);
    };
  });
  return (
    <>
      {preview.error !== null && (
        <ProblemMessage error={preview.error} title="No preview could be made" onRetry={start} onDismiss={preview.reset} />
      )}
      <div className={styles.bar} role="region" aria-label="Selection">
        <strong>{rows.length} selected</strong>
        <Money value={sumOfSeen(rows.map((row) => row.impact))} signed per="month" />
        <Button appearance="primary" disabledFocusable={!canPreview} onClick={start} aria-keyshortcuts="Control+Enter">
          {preview.isPending ? 'Previewing' : `Preview ${plural(chosen.length, 'correction')}`}
        </Button>
        <span className={styles.note}>{noteOf(rows.length, fit.length, may)}</span>
        <Button appearance="subtle" onClick={onClear}>
          Clear
        </Button>
      </div>
    </>
  );
}

function noteOf(selected: number, fit: number, may: boolean): string {
  if (!may) return lacksPermission('corrections:propose');
  if (fit > mostInPlan) return `One plan takes ${mostInPlan}; the rest stays selected.`;
  const left = selected - fit;
  return left === 0 ? '' : `${plural(left, 'difference')} of the ${selected} cannot be corrected here.`;
}
