import { Field, Input } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { addExternalId, type getCustomerLabels } from '#contract/customer-labels.ts';
import { call, type ReplyOf } from '../../../lib/api.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';

type ExternalIdDialogProps = {
  readonly customerId: string;
  readonly onKept: (labels: ReplyOf<typeof getCustomerLabels>) => void;
  readonly onClose: () => void;
};

/** How the customer is called elsewhere. An id of somebody else is refused by the server, which names him. */
export function ExternalIdDialog({ customerId, onKept, onClose }: ExternalIdDialogProps) {
  const [system, setSystem] = useState('erp');
  const [externalId, setExternalId] = useState('');
  const add = useMutation({
    mutationFn: () => call(addExternalId, { params: { id: customerId }, body: { system, externalId } }),
    onSuccess: onKept,
  });
  return (
    <FormDialog
      title="Add an id of another system"
      submit="Add id"
      isBusy={add.isPending}
      error={add.error}
      onSubmit={() => {
        add.mutate();
      }}
      onClose={onClose}
    >
      <Field label="System" hint="A short name that you use for all customers, like erp, crm or datev.">
        <Input
          value={system}
          onChange={(_, { value }) => {
            setSystem(value);
          }}
        />
      </Field>
      <Field label="Id" hint="Exactly as that system writes it. It may name one customer only.">
        <Input
          value={externalId}
          onChange={(_, { value }) => {
            setExternalId(value);
          }}
        />
      </Field>
    </FormDialog>
  );
}
