import { Button, Checkbox, Dropdown, Field, Input, makeStyles, Option, Textarea, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { DifferenceKind } from '#model/difference-kind.ts';
import { wordsIn } from '../../lib/url-state.ts';
import { Card } from '../../ui/card.tsx';
import { CustomerPicker } from '../../ui/customer-picker.tsx';
import { differenceKindWords } from '../../ui/difference-words.ts';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { draftOf, emptyRule, mistakesIn, type RuleFields } from './draft.ts';
import { useAddRule, useTryRule } from './queries.ts';
import { TrialResult } from './trial-result.tsx';

const useStyles = makeStyles({
  fields: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(240px, 1fr))', gap: tokens.spacingHorizontalL },
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** A new rule with its test bench: what it would dismiss now, and what it would have hidden last month. Any change wants a new try. */
export function RuleForm({ onClose }: { readonly onClose: () => void }) {
  const styles = useStyles();
  const [fields, setFields] = useState<RuleFields>(emptyRule);
  const [checked, setChecked] = useState(false);
  const attempt = useTryRule();
  const add = useAddRule();
  const toast = useToast();
  const mistakes = checked ? mistakesIn(fields) : {};
  const set = (patch: Partial<RuleFields>) => {
    setFields((before) => ({ ...before, ...patch }));
    attempt.reset();
  };
  const whenRight = (act: () => void) => () => {
    setChecked(true);
    if (Object.keys(mistakesIn(fields)).length === 0) act();
  };
  const text = (name: 'name' | 'product' | 'limitEach' | 'limitTotal' | 'currency' | 'expiresOn', label: string, type?: 'date') => (
    <Field label={label} {...(mistakes[name] !== undefined && { validationMessage: mistakes[name] })}>
      <Input
        value={fields[name]}
        {...(type !== undefined && { type })}
        onChange={(_, { value }) => {
          set({ [name]: value });
        }}
      />
    </Field>
  );
  return (
    <Card title="A new rule">
      <div className={styles.fields}>
        {text('name', 'Name')}
        <Field label="Kinds it dismisses" {...(mistakes.kinds !== undefined && { validationMessage: mistakes.kinds })}>
          <Dropdown
            multiselect
            placeholder="Choose"
            value={fields.kinds.map((kind) => differenceKindWords[kind]).join(', ')}
            selectedOptions={[...fields.kinds]}
            onOptionSelect={(_, { selectedOptions }) => {
              set({ kinds: wordsIn(selectedOptions.join(','), DifferenceKind.options) });
            }}
          >
            {DifferenceKind.options.map((kind) => (
              <Option key={kind} value={kind}>
                {differenceKindWords[kind]}
              </Option>
            ))}
          </Dropdown>
        </Field>
        {text('limitEach', 'Money of one, at most')}
        {text('limitTotal', 'Money of all together, at most')}
        {text('currency', 'Currency')}
        <Field label="Customer (optional)">
          <CustomerPicker
            customerId={fields.customerId}
            onChoose={(customerId) => {
              set({ customerId });
            }}
          />
        </Field>
        {text('product', 'Product, its whole name (optional)')}
        {text('expiresOn', 'Last day (optional)', 'date')}
      </div>
      <Checkbox
        label="Only causes that are certain"
        checked={fields.onlyCertain}
        onChange={(_, { checked: value }) => {
          set({ onlyCertain: value === true });
        }}
      />
      <Field label="Reason" {...(mistakes.reason !== undefined && { validationMessage: mistakes.reason })}>
        <Textarea
          value={fields.reason}
          maxLength={500}
          onChange={(_, { value }) => {
            set({ reason: value });
          }}
        />
      </Field>
      {attempt.error !== null && <ProblemMessage error={attempt.error} title="The rule could not be tried" />}
      {add.error !== null && <ProblemMessage error={add.error} title="The rule was not added" />}
      {attempt.data !== undefined && <TrialResult trial={attempt.data} />}
      <div className={styles.acts}>
        <Button
          appearance={attempt.data === undefined ? 'primary' : 'secondary'}
          disabledFocusable={attempt.isPending}
          onClick={whenRight(() => {
            attempt.mutate(draftOf(fields));
          })}
        >
          Try it
        </Button>
        {attempt.data !== undefined && (
          <Button
            appearance="primary"
            disabledFocusable={add.isPending}
            onClick={whenRight(() => {
              add.mutate(draftOf(fields), {
                onSuccess: () => {
                  onClose();
                  toast('The rule works from the next comparison on.');
                },
              });
            })}
          >
            Add this rule
          </Button>
        )}
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </Card>
  );
}
