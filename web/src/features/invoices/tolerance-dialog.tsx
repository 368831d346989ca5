import { Field, Input, Textarea } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { getInvoiceProof, setInvoiceTolerance } from '#contract/invoice-proof.ts';
import { call } from '../../lib/api.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';

type Props = { readonly invoiceId: string; readonly currency: string; readonly onClose: () => void };

const isAmount = (text: string): boolean => /^\d{1,12}(\.\d{1,6})?$/.test(text.trim());

/** How far amounts of this import may be off before a person has to look. It changes no amount. */
export function ToleranceDialog({ invoiceId, currency, onClose }: Props) {
  const client = useQueryClient();
  const [texts, setTexts] = useState({ absolute: '', percent: '0', perUnit: '0', reason: '' });
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: () =>
      call(setInvoiceTolerance, {
        params: { id: invoiceId },
        body: {
          tolerance: { rules: [{ absolute: texts.absolute.trim(), percent: texts.percent.trim(), perUnit: texts.perUnit.trim() }] },
          reason: texts.reason.trim(),
        },
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: [getInvoiceProof.id, invoiceId] });
      onClose();
    },
  });
  const amount = (name: 'absolute' | 'percent' | 'perUnit', label: string, unit: string) => (
    <Field label={label} {...(tried && !isAmount(texts[name]) && { validationMessage: 'Write an amount such as 0.05.' })}>
      <Input
        inputMode="decimal"
        contentBefore={unit}
        value={texts[name]}
        onChange={(_, { value }) => {
          setTexts({ ...texts, [name]: value });
        }}
      />
    </Field>
  );
  return (
    <FormDialog
      title="Tolerance of this import"
      submit="Use it and prove again"
      isBusy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if ([texts.absolute, texts.percent, texts.perUnit].every(isAmount) && texts.reason.trim() !== '') save.mutate();
      }}
    >
      {amount('absolute', 'A line may be off by', currency)}
      {amount('percent', 'Or by, if that is more', '%')}
      {amount('perUnit', 'Besides, for each seat or unit', currency)}
      <Field label="Why" {...(tried && texts.reason.trim() === '' && { validationMessage: 'Say why; it goes into the audit log.' })}>
        <Textarea
          value={texts.reason}
          onChange={(_, { value }) => {
            setTexts({ ...texts, reason: value });
          }}
        />
      </Field>
    </FormDialog>
  );
}
