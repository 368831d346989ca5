import { Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import { plural } from '../../../lib/format.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { usePreviewPlan } from './use-preview-plan.ts';

export type ResellerDialogProps = {
  readonly connectionId: string;
  /** Tenants that are on hold. */
  readonly tenantIds: readonly string[];
  readonly onClose: () => void;
};

/** Names through whom an indirect provider sells to tenants of which no reseller is known (partner id, MPN). */
export function ResellerDialog({ connectionId, tenantIds, onClose }: ResellerDialogProps) {
  const [mpn, setMpn] = useState('');
  const [tried, setTried] = useState(false);
  const preview = usePreviewPlan();
  const isRight = /^\d{1,10}$/.test(mpn.trim());
  return (
    <FormDialog
      title={`Who is the reseller of ${plural(tenantIds.length, 'tenant')}?`}
      submit="Preview the import again"
      cancel="Leave on hold"
      isBusy={preview.isPending}
      error={preview.error}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (!isRight) return;
        const resellers = tenantIds.map((tenantId) => ({ tenantId, mpn: mpn.trim() }));
        preview.mutate({ kind: 'import', connectionId, resellers }, { onSuccess: onClose });
      }}
    >
      <Field
        label="Partner id (MPN)"
        hint="Of a reseller below this account. Partner Center shows it with the reseller's profile."
        required
        validationMessage={tried && !isRight ? 'A partner id has only digits.' : null}
      >
        <Input
          value={mpn}
          inputMode="numeric"
          onChange={(_, { value }) => {
            setMpn(value);
          }}
        />
      </Field>
    </FormDialog>
  );
}
