import { Field, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Money } from '../../ui/money.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { usePublish, type Version } from './queries.ts';

export type PublishDialogProps = { readonly invoiceId: string; readonly version: Version; readonly onClose: () => void };

/** Uses a version that does not add up. The reason stands in the audit trail. */
export function PublishDialog({ invoiceId, version, onClose }: PublishDialogProps) {
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const publish = usePublish(invoiceId);
  const toast = useToast();
  const isEmpty = reason.trim() === '';
  return (
    <FormDialog
      title={`Use version ${version.n} all the same?`}
      submit="Use this version"
      cancel="Wait for the rest"
      isBusy={publish.isPending}
      error={publish.error}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (isEmpty) return;
        publish.mutate(
          { version: version.n, reason: reason.trim() },
          {
            onSuccess: () => {
              onClose();
              toast(`Version ${version.n} is in use.`);
            },
          },
        );
      }}
    >
      <span>
        Header and lines differ by <Money value={version.rest} signed />. Differences of the month are found on these lines.
      </span>
      <Field label="Reason" required {...(tried && isEmpty && { validationMessage: 'Say why; it stands in the audit trail.' })}>
        <Textarea
          value={reason}
          maxLength={500}
          onChange={(_, { value }) => {
            setReason(value);
          }}
        />
      </Field>
    </FormDialog>
  );
}
