import { Field, Input, Select } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addRecipient, changeRecipient } from '#contract/contacts.ts';
import { call } from '../../../lib/api.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { contactsChanged, type RecipientShape } from './queries.ts';

type Draft = Omit<RecipientShape, 'id' | 'version'>;
const emptyDraft: Draft = { name: '', email: '', costCentre: '', language: '', purchaseOrder: '', delivery: 'email' };

const deliveryWords: Readonly<Record<Draft['delivery'], string>> = { email: 'By e-mail', portal: 'In the portal', post: 'By post' };
const deliveries = Object.keys(deliveryWords) as Draft['delivery'][]; // keys of a complete record

const mistakesOf = ({ name, email, delivery }: Draft) => ({
  name: name.trim() === '' ? 'Give a name, of a person or a department.' : null,
  email:
    email.trim() === ''
      ? delivery === 'email'
        ? 'Bills by e-mail need an address.'
        : null
      : /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim())
        ? null
        : 'An address like ana@contoso.com.',
});

export type RecipientDialogProps = {
  readonly customerId: string;
  /** Undefined: a new one. */
  readonly recipient: RecipientShape | undefined;
  readonly onClose: () => void;
};

/** Somebody who gets our bills, for a cost centre or for the rest. */
export function RecipientDialog({ customerId, recipient, onClose }: RecipientDialogProps) {
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(recipient ?? emptyDraft);
  const [tried, setTried] = useState(false);
  const keep = useMutation({
    mutationFn: () => {
      const { name, email, costCentre, language, purchaseOrder, delivery } = draft;
      const body = { name: name.trim(), email: email.trim(), costCentre, language, purchaseOrder, delivery };
      return recipient === undefined
        ? call(addRecipient, { params: { id: customerId }, body })
        : call(changeRecipient, { params: { id: customerId, recipientId: recipient.id }, body: { ...body, version: recipient.version } });
    },
    onSuccess: async () => {
      await contactsChanged(client, customerId);
      onClose();
    },
  });
  const mistakes = mistakesOf(draft);
  const entry = (field: Exclude<keyof Draft, 'delivery'>, label: string, hint = '') => (
    <Field
      label={label}
      {...(hint !== '' && { hint })}
      validationMessage={tried && (field === 'name' || field === 'email') ? mistakes[field] : null}
    >
      <Input
        value={draft[field]}
        maxLength={200}
        onChange={(_, { value }) => {
          setDraft({ ...draft, [field]: value });
        }}
      />
    </Field>
  );
  return (
    <FormDialog
      title={recipient === undefined ? 'Add somebody who gets our bills' : `Change ${recipient.name}`}
      submit={recipient === undefined ? 'Add' : 'Save'}
      isBusy={keep.isPending}
      error={keep.error}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (mistakes.name === null && mistakes.email === null) keep.mutate();
      }}
    >
      {entry('name', 'Name')}
      <Field label="How bills are sent">
        <Select
          value={draft.delivery}
          onChange={(_, { value }) => {
            setDraft({ ...draft, delivery: deliveries.find((each) => each === value) ?? 'email' });
          }}
        >
          {deliveries.map((each) => (
            <option key={each} value={each}>
              {deliveryWords[each]}
            </option>
          ))}
        </Select>
      </Field>
      {entry('email', 'E-mail')}
      {entry('costCentre', 'Cost centre (optional)', 'Only what is booked there; empty for everything that nobody else has.')}
      {entry('purchaseOrder', 'Purchase order (optional)', 'Printed on the bill.')}
      {entry('language', 'Language (optional)', 'Of the bill, like en or de-CH.')}
    </FormDialog>
  );
}
