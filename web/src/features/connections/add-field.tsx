import { Field, Input, type InputProps, Select } from '@fluentui/react-components';
import { type FormField, longestName, type Mistakes } from './add-form.ts';
import { choiceWords } from './add-words.ts';

export type AddFieldProps = {
  readonly form: FormField;
  readonly value: string;
  readonly mistakes: Mistakes;
  readonly onType: (text: string) => void;
  readonly onLeave: () => void;
  /** Also where the schema needs it: a secret that stays as it is stored when nothing is typed. */
  readonly isOptional?: boolean;
};

/** The id of a field's control, so that the list of mistakes can lead to it. */
export const controlId = (name: string): string => `connection-${name}`;

/** A long choice must not make its field wider than the card on a phone. */
export const fieldStyle = { gridTemplateColumns: 'minmax(0, 1fr)' } as const;

/** One thing to enter: label above, hint and mistake below and tied to it. */
export function AddField({ form, value, mistakes, onType, onLeave, isOptional = form.field?.isOptional === true }: AddFieldProps) {
  const mistake = mistakes[form.name];
  const id = controlId(form.name);
  return (
    <Field
      style={fieldStyle}
      label={{ children: isOptional ? `${form.label} (optional)` : form.label, htmlFor: id }}
      required={!isOptional}
      {...(form.hint !== undefined && { hint: form.hint })}
      {...(mistake !== undefined && { validationMessage: mistake })}
    >
      {form.field?.choices === undefined ? (
        <Input
          id={id}
          value={value}
          {...looksOf(form)}
          onChange={(_, data) => {
            onType(data.value);
          }}
          onBlur={onLeave}
        />
      ) : (
        <Select
          id={id}
          value={value}
          onChange={(_, data) => {
            onType(data.value);
          }}
          onBlur={onLeave}
        >
          {value === '' && <option value="">Choose</option>}
          {form.field.choices.map((choice) => (
            <option key={choice} value={choice}>
              {choiceWords[choice] ?? choice}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** Secrets are not shown while they are typed, not kept by the browser, and may be pasted. */
function looksOf({ field }: FormField): Partial<InputProps> {
  if (field === undefined) return { maxLength: longestName, autoComplete: 'off' };
  if (field.part === 'secrets') return { type: 'password', autoComplete: 'new-password', spellCheck: false };
  if (field.check === 'address') return { type: 'url', inputMode: 'url', autoComplete: 'off', spellCheck: false };
  return { autoComplete: 'off', spellCheck: false };
}
