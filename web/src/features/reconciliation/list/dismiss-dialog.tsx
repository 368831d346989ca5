import { Field, Input, MessageBar, MessageBarBody, MessageBarTitle, Radio, RadioGroup, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { DismissReason, DismissScope } from '#model/worklist.ts';
import { plural } from '../../../lib/format.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { type DecisionBody, useDecide } from '../queries.ts';
import type { Asked } from './use-acts.ts';
import { type Decisions, sentenceOf, useToldDecisions } from './use-told-decisions.ts';
import { dismissWords, scopeWords } from './work-words.ts';

type Dismissal = Extract<Asked, { readonly act: 'dismiss' }>;
export type DismissDialogProps = { readonly asked: Dismissal; readonly onClose: () => void };

/** Leaves differences as they are, with a reason and for how long. The number keys choose the reason. When somebody was faster, what was typed stays. */
export function DismissDialog({ asked, onClose }: DismissDialogProps) {
  const [because, setBecause] = useState<DismissReason>();
  const [text, setText] = useState('');
  const [scope, setScope] = useState<DismissScope>(asked.scope);
  const [until, setUntil] = useState('');
  const [tried, setTried] = useState(false);
  const [of, setOf] = useState(asked.of);
  const [left, setLeft] = useState<string>();
  const decide = useDecide();
  const tell = useToldDecisions();
  const missing = missingOf(because, text, scope, until);
  const submit = () => {
    setTried(true);
    if (because === undefined || missing.text || missing.until) return;
    const body = decisionOf(because, text, scope, until);
    decide.mutate(
      { of, decide: body },
      {
        onSuccess: (done) => {
          const again = asSeenNow(done.results);
          if (done.jobId === null && done.decided === 0 && again.length > 0) {
            setLeft(`${sentenceOf(done)} Look at what stands there now; sent again, it is decided as it is.`);
            setOf({ differences: again });
            return;
          }
          onClose();
          tell(done);
        },
      },
    );
  };
  return (
    <FormDialog
      title={asked.count === 1 ? 'Leave this difference as it is?' : `Leave ${plural(asked.count, 'difference')} as they are?`}
      submit={asked.count === 1 ? 'Dismiss' : `Dismiss ${asked.count}`}
      cancel="Leave it to do"
      isBusy={decide.isPending}
      error={decide.error}
      onSubmit={submit}
      onClose={onClose}
      onKey={(key) => {
        const chosen = DismissReason.options[Number(key) - 1];
        if (chosen !== undefined) setBecause(chosen);
        return chosen !== undefined;
      }}
    >
      <span>{asked.what}</span>
      {left !== undefined && <Changed text={left} />}
      <Field label="Reason" required {...(tried && missing.because && { validationMessage: 'Choose a reason.' })}>
        <RadioGroup
          value={because ?? ''}
          onChange={(_, { value }) => {
            setBecause(DismissReason.options.find((each) => each === value));
          }}
        >
          {DismissReason.options.map((each, index) => (
            <Radio key={each} value={each} label={`${index + 1}  ${dismissWords[each]}`} />
          ))}
        </RadioGroup>
      </Field>
      <Field
        label={because === 'other' ? 'In words' : 'In words (optional)'}
        {...(tried && missing.text && { validationMessage: 'Say why, so that others need not ask.' })}
      >
        <Textarea
          value={text}
          maxLength={500}
          onChange={(_, { value }) => {
            setText(value);
          }}
        />
      </Field>
      <Field label="For how long" hint={scopeWords[scope].hint}>
        <RadioGroup
          layout="horizontal"
          value={scope}
          onChange={(_, { value }) => {
            setScope(DismissScope.options.find((each) => each === value) ?? 'thisRun');
          }}
        >
          {DismissScope.options.map((each) => (
            <Radio key={each} value={each} label={scopeWords[each].word} />
          ))}
        </RadioGroup>
      </Field>
      {scope === 'until' && <Day value={until} isMissing={tried && missing.until} onChange={setUntil} />}
    </FormDialog>
  );
}

function Changed({ text }: { readonly text: string }) {
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>This changed since you looked</MessageBarTitle> {text}
      </MessageBarBody>
    </MessageBar>
  );
}

type DayProps = { readonly value: string; readonly isMissing: boolean; readonly onChange: (day: string) => void };

function Day({ value, isMissing, onChange }: DayProps) {
  return (
    <Field label="Until" required {...(isMissing && { validationMessage: 'Choose a day.' })}>
      <Input
        type="date"
        value={value}
        onChange={(_, { value: day }) => {
          onChange(day);
        }}
      />
    </Field>
  );
}

/** Those that somebody else changed, as they are now. */
const asSeenNow = (results: Decisions['results']) =>
  results.flatMap(({ id, outcome, version }) => (outcome === 'changedSince' && version !== null ? [{ id, version }] : []));

function decisionOf(because: DismissReason, text: string, scope: DismissScope, until: string): DecisionBody['decide'] {
  const reason = text.trim() === '' ? dismissWords[because] : text.trim();
  return scope === 'until' ? { decision: 'mute', because, reason, until } : { decision: 'accept', because, reason, scope };
}

const missingOf = (because: DismissReason | undefined, text: string, scope: DismissScope, until: string) => ({
  because: because === undefined,
  text: because === 'other' && text.trim() === '',
  until: scope === 'until' && until === '',
});
