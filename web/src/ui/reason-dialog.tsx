import { Field, Textarea } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { FormDialog } from './form-dialog.tsx';

export type ReasonDialogProps = {
  readonly title: string;
  /** The act again: "Withdraw". */
  readonly submit: string;
  readonly cancel?: string;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onSubmit: (reason: string) => void;
  readonly onClose: () => void;
  /** What it means, above the field. */
  readonly children: ReactNode;
};

/** The shortest reason that the API takes. */
const least = 3;

/** An act whose reason stands in the audit trail. */
export function ReasonDialog({ onSubmit, children, ...dialog }: ReasonDialogProps) {
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const isMissing = text.trim().length < least;
  return (
    <FormDialog
      {...dialog}
      onSubmit={() => {
        setTried(true);
        if (!isMissing) onSubmit(text.trim());
      }}
    >
      <span>{children}</span>
      <Field label="Reason" required {...(tried && isMissing && { validationMessage: 'Say why, so that others need not ask.' })}>
        <Textarea
          value={text}
          maxLength={500}
          onChange={(_, { value }) => {
            setText(value);
          }}
        />
      </Field>
    </FormDialog>
  );
}
