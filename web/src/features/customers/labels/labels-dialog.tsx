import { Field, Input } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeCustomerLabels, type getCustomerLabels, listSegments } from '#contract/customer-labels.ts';
import { wordsIn } from '#lib/words-in.ts';
import { call, type ReplyOf } from '../../../lib/api.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';

type Labels = ReplyOf<typeof getCustomerLabels>;

type LabelsDialogProps = {
  readonly customerId: string;
  readonly labels: Labels;
  readonly onKept: (labels: Labels) => void;
  readonly onClose: () => void;
};

/** Segments as names between commas, and the currency; the server checks both. */
export function LabelsDialog({ customerId, labels, onKept, onClose }: LabelsDialogProps) {
  const client = useQueryClient();
  const [segments, setSegments] = useState(labels.segments.join(', '));
  const [currency, setCurrency] = useState(labels.preferredCurrency ?? '');
  const save = useMutation({
    mutationFn: () =>
      call(changeCustomerLabels, {
        params: { id: customerId },
        body: {
          segments: wordsIn(segments),
          preferredCurrency: currency.trim() === '' ? null : currency,
        },
      }),
    onSuccess: (kept) => {
      void client.invalidateQueries({ queryKey: [listSegments.id] });
      onKept(kept);
    },
  });
  return (
    <FormDialog
      title="Labels of this customer"
      submit="Save labels"
      isBusy={save.isPending}
      error={save.error}
      onSubmit={() => {
        save.mutate();
      }}
      onClose={onClose}
    >
      <Field
        label="Segments"
        hint="Groups of your own, separated by commas, like Gold, Schools. Microsoft’s segments (Commercial, Education, Charity, Government) belong to products and are something else."
      >
        <Input
          value={segments}
          onChange={(_, { value }) => {
            setSegments(value);
          }}
        />
      </Field>
      <Field label="Preferred currency" hint="Three letters, like EUR. Empty: the currency of the account that sells to it.">
        <Input
          value={currency}
          maxLength={3}
          onChange={(_, { value }) => {
            setCurrency(value);
          }}
        />
      </Field>
    </FormDialog>
  );
}
