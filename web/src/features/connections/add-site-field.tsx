import { Field, Select } from '@fluentui/react-components';
import { useState } from 'react';
import { AddField, type AddFieldProps, controlId, fieldStyle } from './add-field.tsx';
import { connectWiseSites } from './add-words.ts';

/** A site of ConnectWise's cloud, or the partner's own address. */
export function SiteField(props: AddFieldProps) {
  const { form, value, onType, onLeave } = props;
  const [isOther, setIsOther] = useState(() => !connectWiseSites.some(({ url }) => url === value));
  if (isOther)
    return (
      <>
        <Choice id="connection-site" label={form.label} hint={undefined} value="" onType={choose} onLeave={onLeave} />
        <AddField {...props} form={{ ...form, label: 'Address', hint: 'https:// and the host; the path of the API may follow.' }} />
      </>
    );
  return <Choice id={controlId(form.name)} label={form.label} hint={form.hint} value={value} onType={choose} onLeave={onLeave} />;

  function choose(url: string) {
    setIsOther(url === '');
    onType(url);
  }
}

type ChoiceProps = Pick<AddFieldProps, 'onType' | 'onLeave' | 'value'> & {
  readonly id: string;
  readonly label: string;
  readonly hint: string | undefined;
};

const Choice = ({ id, label, hint, value, onType, onLeave }: ChoiceProps) => (
  <Field style={fieldStyle} label={{ children: label, htmlFor: id }} required {...(hint !== undefined && { hint })}>
    <Select
      id={id}
      value={value}
      onChange={(_, data) => {
        onType(data.value);
      }}
      onBlur={onLeave}
    >
      {connectWiseSites.map(({ url, word }) => (
        <option key={url} value={url}>
          {word} ({new URL(url).host})
        </option>
      ))}
      <option value="">Another address</option>
    </Select>
  </Field>
);
