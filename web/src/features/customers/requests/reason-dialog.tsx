import { Field, Textarea } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { decideChangeRequest, listChangeRequests, withdrawChangeRequest } from '#contract/change-requests.ts';
import { call } from '../../../lib/api.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import type { Request } from './queries.ts';

export type Refusing = { readonly request: Request; readonly act: 'decline' | 'withdraw' };

const words = {
  decline: { title: 'Decline this request?', submit: 'Decline', hint: 'Whoever asked reads it.' },
  withdraw: { title: 'Withdraw this request?', submit: 'Withdraw', hint: 'Whoever would have decided reads it.' },
} as const;

/** A request ends with a reason. */
export function ReasonDialog({ refusing: { request, act }, onClose }: { readonly refusing: Refusing; readonly onClose: () => void }) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const end = useMutation({
    mutationFn: () =>
      act === 'decline'
        ? call(decideChangeRequest, { params: { id: request.id }, body: { action: 'decline', reason } })
        : call(withdrawChangeRequest, { params: { id: request.id }, body: { reason } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: [listChangeRequests.id] });
      onClose();
    },
  });
  return (
    <FormDialog
      title={words[act].title}
      submit={words[act].submit}
      cancel="Leave it"
      isBusy={end.isPending}
      error={end.error}
      onSubmit={() => {
        end.mutate();
      }}
      onClose={onClose}
    >
      <span>{request.customerName}</span>
      <Field label="Reason" required hint={words[act].hint}>
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
