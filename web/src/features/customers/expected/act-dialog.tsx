import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { decideExpectedCustomer } from '#contract/expected-customers.ts';
import { type BodyOf, call } from '../../../lib/api.ts';
import { CustomerPicker } from '../../../ui/customer-picker.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { ReasonDialog } from '../../../ui/reason-dialog.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { customersChanged, type Expected } from './queries.ts';
import { type Act, actWords, expectedWords } from './words.ts';

export type ActDialogProps = { readonly act: Act; readonly expected: Expected; readonly onClose: () => void };

/** One decision about an expected customer. */
export function ActDialog({ act, expected, onClose }: ActDialogProps) {
  const client = useQueryClient();
  const toast = useToast();
  const [customerId, setCustomerId] = useState<string>();
  const decide = useMutation({
    mutationFn: (body: BodyOf<typeof decideExpectedCustomer>) => call(decideExpectedCustomer, { params: { id: expected.id }, body }),
    onSuccess: async ({ name, state }) => {
      await customersChanged(client);
      toast(`${name}: ${expectedWords[state].word}`);
      onClose();
    },
  });
  const words = actWords[act];
  const dialog = {
    title: words.title(expected.name),
    submit: words.button,
    cancel: 'Leave it as it is',
    isBusy: decide.isPending,
    error: decide.error,
    onClose,
  };
  if (act !== 'approve' && act !== 'link')
    return (
      <ReasonDialog
        {...dialog}
        onSubmit={(reason) => {
          decide.mutate({ action: act, reason });
        }}
      >
        {words.text}
      </ReasonDialog>
    );
  return (
    <FormDialog
      {...dialog}
      isBusy={decide.isPending || (act === 'link' && customerId === undefined)}
      onSubmit={() => {
        if (act === 'approve') decide.mutate({ action: act });
        else if (customerId !== undefined) decide.mutate({ action: act, customerId });
      }}
    >
      <span>{words.text}</span>
      {act === 'link' && <CustomerPicker customerId={customerId} onChoose={setCustomerId} />}
    </FormDialog>
  );
}
