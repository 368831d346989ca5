import { Field, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { useAddNote } from '../queries.ts';
import type { NamedRow } from './use-acts.ts';

/** A note on one difference: for colleagues, and in every export. */
export function NoteDialog({ row, onClose }: { readonly row: NamedRow; readonly onClose: () => void }) {
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const add = useAddNote();
  const toast = useToast();
  const isEmpty = text.trim() === '';
  return (
    <FormDialog
      title="Add a note"
      submit="Add note"
      isBusy={add.isPending}
      error={add.error}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (isEmpty) return;
        add.mutate(
          { id: row.id, text: text.trim() },
          {
            onSuccess: () => {
              onClose();
              toast('Note added.');
            },
          },
        );
      }}
    >
      <span>
        {row.customerName}, {row.productName}
      </span>
      <Field label="Note" required {...(tried && isEmpty && { validationMessage: 'Write something first.' })}>
        <Textarea
          value={text}
          maxLength={4_000}
          resize="vertical"
          autoFocus
          onChange={(_, { value }) => {
            setText(value);
          }}
        />
      </Field>
    </FormDialog>
  );
}
