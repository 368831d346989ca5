import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { plural } from '../../../lib/format.ts';
import { useMay } from '../../../lib/use-me.ts';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { SelectionBar } from '../../../ui/selection-bar.tsx';
import { ResellerDialog } from './reseller-dialog.tsx';
import { usePreviewPlan } from './use-preview-plan.ts';
import type { CustomerPlanShape, Tenant } from './words.ts';

export type ImportBarProps = { readonly plan: CustomerPlanShape; readonly rows: readonly Tenant[]; readonly onClear: () => void };

/** Only those that are chosen, or the reseller of those on hold: either way a fresh preview. */
export function ImportBar({ plan, rows, onClear }: ImportBarProps) {
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
      <SelectionBar selected={plural(rows.length, 'tenant')} onClear={onClear}>
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
      </SelectionBar>
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
