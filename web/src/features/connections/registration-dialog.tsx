import { Checkbox, Field, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import type { WebhookAct } from '#model/feed.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';

export type Asked = {
  readonly act: WebhookAct;
  readonly reason: string;
  readonly seenHost: string | null;
  readonly handOn: boolean;
};

type Props = {
  readonly act: WebhookAct;
  readonly seenHost: string | null;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onGo: (asked: Asked) => void;
  readonly onClose: () => void;
};

const words: Readonly<Record<WebhookAct, { readonly submit: string; readonly cancel: string }>> = {
  register: { submit: 'Register Concord', cancel: 'Leave it free' },
  takeOver: { submit: 'Take over', cancel: 'Leave it there' },
  giveBack: { submit: 'Give back', cancel: 'Keep it' },
};

const meaning = (act: WebhookAct, host: string): string =>
  ({
    register: 'Microsoft then tells Concord of each change.',
    takeOver: `An account has one registration. ${host} loses it, until you give it back as it was.`,
    giveBack: 'The tool that had it before gets it back as it was. Concord then follows the activity log.',
  })[act];

/** Who gets Microsoft's notifications is a decision with a reason, about what was seen. */
export function RegistrationDialog({ act, seenHost, isBusy, error, onGo, onClose }: Props) {
  const [reason, setReason] = useState('');
  const [handOn, setHandOn] = useState(true);
  const [tried, setTried] = useState(false);
  const { submit, cancel } = words[act];
  return (
    <FormDialog
      title={act === 'takeOver' ? `Take the registration over from ${seenHost ?? 'nobody'}?` : `${submit}?`}
      submit={submit}
      cancel={cancel}
      isBusy={isBusy}
      error={error}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (reason.trim() !== '') onGo({ act, reason: reason.trim(), seenHost, handOn });
      }}
    >
      <span>{meaning(act, seenHost ?? 'The other tool')}</span>
      {act === 'takeOver' && (
        <Checkbox
          label="Hand every notification on to that tool, unchanged"
          checked={handOn}
          onChange={(_, { checked }) => {
            setHandOn(checked === true);
          }}
        />
      )}
      <Field
        label="Reason"
        hint="Goes into the audit log."
        required
        {...(tried && reason.trim() === '' && { validationMessage: 'Say why.' })}
      >
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
