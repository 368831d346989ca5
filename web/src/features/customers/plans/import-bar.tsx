import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { plural } from '../../../lib/format.ts';
import { useMay } from '../../../lib/use-me.ts';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { ResellerDialog } from './reseller-dialog.tsx';
import { usePreviewPlan } from './use-preview-plan.ts';
import type { CustomerPlanShape, Tenant } from './words.ts';

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
});

export type ImportBarProps = { readonly plan: CustomerPlanShape; readonly rows: readonly Tenant[]; readonly onClear: () => void };

/** Only those that are chosen, or the reseller of those on hold: either way a fresh preview. */
export function ImportBar({ plan, rows, onClear }: ImportBarProps) {
  const styles = useStyles();
  const may = useMay('customers:write');
  const preview = usePreviewPlan();
  const [isNaming, setNaming] = useState(false);
  const held = rows.filter(({ action }) => action === 'hold');
  const { connectionId } = plan;
  if (connectionId === null) return null;
  const canPreview = may && !preview.isPending;
  return (
    <>
      {preview.isError && <ProblemMessage error={preview.error} title="There is no preview" />}
      <div className={styles.bar} role="region" aria-label="Selection">
        <strong>{plural(rows.length, 'tenant')} selected</strong>
        <Button
          disabledFocusable={!canPreview}
          onClick={() => {
            if (canPreview) preview.mutate({ kind: 'import', connectionId, tenantIds: rows.map(({ tenantId }) => tenantId) });
          }}
        >
          {preview.isPending ? 'Reading the list…' : 'Preview only these'}
        </Button>
        {held.length > 0 && (
          <Button
            disabledFocusable={!may}
            onClick={() => {
              if (may) setNaming(true);
            }}
          >
            Name the reseller of {held.length}
          </Button>
        )}
        <Button appearance="subtle" onClick={onClear}>
          Clear
        </Button>
      </div>
      {isNaming && (
        <ResellerDialog
          connectionId={connectionId}
          tenantIds={held.map(({ tenantId }) => tenantId)}
          onClose={() => {
            setNaming(false);
          }}
        />
      )}
    </>
  );
}
