import { Field, Input, Select } from '@fluentui/react-components';
import type { BillingChoice, EffectiveFrom } from '#model/billing-behaviour.ts';
import { type ChoiceName, choiceFields, fromWords } from './words.ts';

type Props = {
  readonly value: BillingChoice;
  readonly onChange: (value: BillingChoice) => void;
  readonly readOnly?: boolean;
  /** What is left out is as for all: of a customer or a product. */
  readonly mayLeaveOut?: boolean;
  readonly className?: string | undefined;
};

const leftOut = '';
const isFrom = (text: string): text is EffectiveFrom['from'] => text in fromWords;

/** The five choices of how corrections are billed. */
export function BillingFields({ value, onChange, readOnly = false, mayLeaveOut = false, className }: Props) {
  const { effective, ...others } = value;
  return (
    <>
      <Field
        className={className}
        label="Corrections count from"
        hint="Unless somebody names another day in the preview. A day that is billed already becomes the first open one."
      >
        <Select
          value={effective?.from ?? leftOut}
          disabled={readOnly}
          onChange={(_, { value: from }) => {
            onChange({ ...others, ...(isFrom(from) && { effective: from === 'day' ? { from, day: 1 } : { from } }) });
          }}
        >
          {mayLeaveOut && <option value={leftOut}>As for all</option>}
          {Object.entries(fromWords).map(([from, word]) => (
            <option key={from} value={from}>
              {word}
            </option>
          ))}
        </Select>
      </Field>
      {effective?.from === 'day' && (
        <Field className={className} label="Day of the month" hint="1 to 28: every month has it.">
          <Input
            type="number"
            min={1}
            max={28}
            value={String(effective.day)}
            readOnly={readOnly}
            onChange={(_, { value: day }) => {
              onChange({ ...value, effective: { from: 'day', day: Math.min(28, Math.max(1, Math.trunc(Number(day)) || 1)) } });
            }}
          />
        </Field>
      )}
      {(Object.keys(choiceFields) as ChoiceName[]).map((name) => (
        <Field key={name} className={className} label={choiceFields[name].label} hint={choiceFields[name].hint}>
          <Select
            value={value[name] === undefined ? leftOut : String(value[name])}
            disabled={readOnly}
            onChange={(_, { value: text }) => {
              onChange(withChoice(value, name, text));
            }}
          >
            {mayLeaveOut && <option value={leftOut}>As for all</option>}
            {Object.entries(choiceFields[name].values).map(([key, word]) => (
              <option key={key} value={key}>
                {word}
              </option>
            ))}
          </Select>
        </Field>
      ))}
    </>
  );
}

/** The server checks the words; the options are its own. */
function withChoice(value: BillingChoice, name: ChoiceName, text: string): BillingChoice {
  const { [name]: _, ...others } = value;
  if (text === leftOut) return others;
  return { ...others, [name]: name === 'prorate' ? text === 'true' : text };
}
