import { Field, Input } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { assignSegments, getCustomerLabels, listSegments } from '#contract/customer-labels.ts';
import { listCustomers } from '#contract/customers.ts';
import { wordsIn } from '#lib/words-in.ts';
import { call } from '../../../lib/api.ts';
import { plural } from '../../../lib/format.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { useToast } from '../../../ui/toasts.tsx';

/** Puts many customers into segments of the partner's own, or takes them out. */
export function SegmentsDialog({ customerIds, onClose }: { readonly customerIds: readonly string[]; readonly onClose: () => void }) {
  const client = useQueryClient();
  const toast = useToast();
  const [add, setAdd] = useState('');
  const [remove, setRemove] = useState('');
  const [tried, setTried] = useState(false);
  const isEmpty = wordsIn(add).length + wordsIn(remove).length === 0;
  const assign = useMutation({
    mutationFn: () => call(assignSegments, { body: { customerIds: [...customerIds], add: wordsIn(add), remove: wordsIn(remove) } }),
    onSuccess: async ({ added, removed }) => {
      await Promise.all([listSegments, listCustomers, getCustomerLabels].map(({ id }) => client.invalidateQueries({ queryKey: [id] })));
      toast(`${added} added, ${removed} removed`);
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Segments of ${plural(customerIds.length, 'customer')}`}
      submit="Save"
      isBusy={assign.isPending}
      error={assign.error}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (!isEmpty) assign.mutate();
      }}
    >
      <Field
        label="Add to (optional)"
        hint="Names, separated by commas."
        validationMessage={tried && isEmpty ? 'Name a segment to add or to take away.' : null}
      >
        <Input
          value={add}
          onChange={(_, { value }) => {
            setAdd(value);
          }}
        />
      </Field>
      <Field label="Take out of (optional)">
        <Input
          value={remove}
          onChange={(_, { value }) => {
            setRemove(value);
          }}
        />
      </Field>
    </FormDialog>
  );
}
