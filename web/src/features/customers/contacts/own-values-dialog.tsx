import { Field, Input } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeCustomerDetails, getCustomerDetails } from '#contract/customer-details.ts';
import { call } from '../../../lib/api.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { detailFieldWords } from '../words.ts';
import type { DetailRow } from './queries.ts';
import { contactsChanged } from './queries.ts';

type OwnValuesDialogProps = { readonly customerId: string; readonly details: readonly DetailRow[]; readonly onClose: () => void };

/** What we say ourselves, in fields that are ours; an empty one follows Microsoft. */
export function OwnValuesDialog({ customerId, details, onClose }: OwnValuesDialogProps) {
  const client = useQueryClient();
  const rows = details.filter(({ change, own }) => change === 'here' || own !== null);
  const [draft, setDraft] = useState<Readonly<Record<string, string>>>(
    Object.fromEntries(rows.map(({ field, own }) => [field, own?.value ?? ''])),
  );
  const keep = useMutation({
    mutationFn: () => {
      const changed = rows.filter(({ field, own }) => (draft[field] ?? '').trim() !== (own?.value ?? ''));
      const changes = Object.fromEntries(changed.map(({ field }) => [field, (draft[field] ?? '').trim() || null]));
      return call(changeCustomerDetails, { params: { id: customerId }, body: { changes } });
    },
    onSuccess: async () => {
      await Promise.all([client.invalidateQueries({ queryKey: [getCustomerDetails.id, customerId] }), contactsChanged(client, customerId)]);
      onClose();
    },
  });
  return (
    <FormDialog
      title="What is ours"
      submit="Keep"
      isBusy={keep.isPending}
      error={keep.error}
      onSubmit={() => {
        keep.mutate();
      }}
      onClose={onClose}
    >
      <span>Kept here: no sync changes it, and Microsoft is not told. An empty field follows Microsoft.</span>
      {rows.map(({ field, atMicrosoft, change }) => (
        <Field
          key={field}
          label={detailFieldWords[field]}
          hint={`${atMicrosoft === null || atMicrosoft === '' ? 'Microsoft says nothing' : `Microsoft: ${atMicrosoft}`}${change === 'here' ? '' : '. No longer ours: it can only be emptied.'}`}
        >
          <Input
            value={draft[field] ?? ''}
            maxLength={200}
            onChange={(_, { value }) => {
              setDraft({ ...draft, [field]: value });
            }}
          />
        </Field>
      ))}
    </FormDialog>
  );
}
