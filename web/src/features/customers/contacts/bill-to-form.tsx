import { Button, Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { previewBillTo } from '#contract/contacts.ts';
import type { BillTo, BillToField } from '#model/bill-to.ts';
import { type BillToProblem, problemsOf } from '#model/bill-to-rules.ts';
import { call } from '../../../lib/api.ts';
import { billToFieldWords } from '../../../ui/bill-to-words.ts';
import { Card } from '../../../ui/card.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { useGo } from '../../../ui/text-link.tsx';
import { billToProblemWords } from '../words.ts';
import type { Account } from './queries.ts';

const useStyles = makeStyles({
  fields: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 260px), 1fr))', gap: tokens.spacingHorizontalM },
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** In the order of an address; what Microsoft's rules ask for stands beside the field. */
const fields = [
  ...(['companyName', 'firstName', 'lastName', 'email', 'phone', 'addressLine1', 'addressLine2'] as const),
  ...(['postalCode', 'city', 'state', 'country', 'culture', 'language'] as const),
] satisfies readonly BillToField[];

export type BillToFormProps = { readonly customerId: string; readonly account: Account; readonly onClose: () => void };

/** Changes a billing profile: nothing is sent from here, it leads to a preview with before and after. */
export function BillToForm({ customerId, account, onClose }: BillToFormProps) {
  const styles = useStyles();
  const go = useGo();
  const [draft, setDraft] = useState<BillTo>(account.billTo);
  const [tried, setTried] = useState(false);
  const preview = useMutation({
    mutationFn: (changes: Partial<BillTo>) =>
      call(previewBillTo, { params: { id: customerId }, body: { connectionId: account.connectionId, changes } }),
    onSuccess: (plan) => {
      go(`/plans/${plan.id}`);
    },
  });
  const changed = fields.filter((field) => draft[field].trim() !== account.billTo[field]);
  // What another country asks for is told with the preview.
  const rules = draft.country.trim() === account.billTo.country ? (account.rules ?? undefined) : undefined;
  const problems = problemsOf(draft, account.registrationNumber, rules);
  const isWrong = problems.some(({ field, problem }) => problem !== 'missing' && changed.some((each) => each === field));
  const submit = () => {
    setTried(true);
    if (changed.length > 0 && !isWrong && !preview.isPending)
      preview.mutate(Object.fromEntries(changed.map((field) => [field, draft[field].trim()])));
  };
  return (
    <Card title={`Change the billing profile at ${account.connectionName}`}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className={styles.fields}>
          {fields.map((field) => (
            <Entry
              key={field}
              field={field}
              value={draft[field]}
              states={field === 'state' ? (rules?.states ?? []) : []}
              problem={problems.find((each) => each.field === field)}
              onChange={(value) => {
                setDraft({ ...draft, [field]: value });
              }}
            />
          ))}
        </div>
        {tried && changed.length === 0 && <p role="alert">Nothing is changed yet.</p>}
        {preview.isError && <ProblemMessage error={preview.error} title="There is no preview" />}
        <p className={styles.acts}>
          <Button type="submit" appearance="primary" disabledFocusable={preview.isPending}>
            {preview.isPending ? 'Reading it at Microsoft…' : 'Preview the change'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </p>
      </form>
    </Card>
  );
}

type EntryProps = {
  readonly field: BillToField;
  readonly value: string;
  /** What Microsoft takes; empty: anything. */
  readonly states: readonly string[];
  readonly problem: BillToProblem | undefined;
  readonly onChange: (value: string) => void;
};

function Entry({ field, value, states, problem, onChange }: EntryProps) {
  const isOdd = value !== '' && !states.includes(value.toUpperCase());
  return (
    <Field
      label={billToFieldWords[field]}
      {...(problem !== undefined && {
        validationState: problem.problem === 'missing' ? ('warning' as const) : ('error' as const),
        validationMessage: `${billToFieldWords[field]} ${billToProblemWords[problem.problem]}.`,
      })}
    >
      {states.length === 0 ? (
        <Input
          value={value}
          maxLength={200}
          onChange={(_, { value: text }) => {
            onChange(text);
          }}
        />
      ) : (
        <Select
          value={isOdd ? value : value.toUpperCase()}
          onChange={(_, { value: text }) => {
            onChange(text);
          }}
        >
          <option value="">–</option>
          {isOdd && <option value={value}>{value}</option>}
          {states.map((state) => (
            <option key={state} value={state}>
              {state}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
