import { Field, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { formatMonth, plural } from '../../lib/format.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { type Month, useClosing } from './queries.ts';

export type ClosingDialogProps = { readonly period: Month; readonly act: 'signOff' | 'reopen'; readonly onClose: () => void };

/** Closes a month, or opens it again. Checks that are not met need a reason, which goes into the evidence. */
export function ClosingDialog({ period, act, onClose }: ClosingDialogProps) {
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const closing = useClosing(period.month, act);
  const toast = useToast();
  const month = formatMonth(period.month);
  const unmet = period.checks.filter(({ state }) => state !== 'met');
  const needsReason = act === 'reopen' || unmet.length > 0;
  const isMissing = needsReason && reason.trim() === '';
  const words =
    act === 'reopen'
      ? { title: `Reopen ${month}?`, submit: 'Reopen', cancel: 'Keep it closed', done: `${month} is open again.` }
      : { title: `Close ${month}?`, submit: `Close ${month}`, cancel: 'Leave it open', done: `${month} is signed off.` };
  return (
    <FormDialog
      title={words.title}
      submit={words.submit}
      cancel={words.cancel}
      isBusy={closing.isPending}
      error={closing.error}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (isMissing) return;
        closing.mutate(reason.trim(), {
          onSuccess: () => {
            onClose();
            toast(words.done);
          },
        });
      }}
    >
      <span>
        {act === 'reopen'
          ? 'What was signed is kept with its hash. Decisions of the month can be changed again.'
          : 'What stands is frozen with its control totals, and the decisions of the month are locked.'}
      </span>
      {act === 'signOff' && unmet.length > 0 && (
        <ul>
          {unmet.map(({ id, sentence }) => (
            <li key={id}>{sentence}</li>
          ))}
        </ul>
      )}
      {needsReason && (
        <Field
          label={act === 'reopen' ? 'Reason' : `Why in spite of ${plural(unmet.length, 'check')} not met`}
          required
          {...(tried && isMissing && { validationMessage: 'Say why; it stands in the evidence.' })}
        >
          <Textarea
            value={reason}
            maxLength={500}
            onChange={(_, { value }) => {
              setReason(value);
            }}
          />
        </Field>
      )}
    </FormDialog>
  );
}
