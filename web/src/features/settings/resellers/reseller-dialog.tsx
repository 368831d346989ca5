import { Dropdown, Field, Input, Option } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addOrganisation, changeOrganisation, listOrganisations } from '#contract/organisations.ts';
import { call } from '../../../lib/api.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { useProved } from '../../../ui/proof.tsx';
import type { Reseller } from './queries.ts';
import { signInWords } from './words.ts';

type ResellerDialogProps = {
  /** The one to change; left out: a new one. */
  readonly reseller?: Reseller;
  readonly onKept: (reseller: Reseller) => void;
  readonly onClose: () => void;
};

type Draft = Pick<Reseller, 'name' | 'mpn' | 'email' | 'signIn'>;
const nothing: Draft = { name: '', mpn: '', email: '', signIn: 'password' };
const ways = ['password', 'link'] as const;

/** Name, partner id, address and how its people sign in. */
export function ResellerDialog({ reseller, onKept, onClose }: ResellerDialogProps) {
  const client = useQueryClient();
  const proved = useProved();
  const [draft, setDraft] = useState<Draft>(reseller ?? nothing);
  const [tried, setTried] = useState(false);
  const keep = useMutation({
    mutationFn: () => proved(() => send(reseller?.id, draft)),
    onSuccess: (kept) => {
      void client.invalidateQueries({ queryKey: [listOrganisations.id] });
      onKept(kept);
      onClose();
    },
  });
  const problems = tried ? problemsOf(draft) : {};
  const text = (name: 'name' | 'mpn' | 'email', label: string, hint?: string) => (
    <Field
      label={label}
      required={name === 'name'}
      {...(hint !== undefined && { hint })}
      {...(problems[name] !== undefined && { validationMessage: problems[name] })}
    >
      <Input
        value={draft[name]}
        maxLength={254}
        onChange={(_, { value }) => {
          setDraft({ ...draft, [name]: value });
        }}
      />
    </Field>
  );
  return (
    <FormDialog
      title={reseller === undefined ? 'Add a reseller' : `Change ${reseller.name}`}
      submit={reseller === undefined ? 'Add reseller' : 'Save'}
      isBusy={keep.isPending}
      error={keep.error}
      onSubmit={() => {
        setTried(true);
        if (Object.keys(problemsOf(draft)).length === 0) keep.mutate();
      }}
      onClose={onClose}
    >
      {text('name', 'Name')}
      {text('mpn', 'Partner id (optional)', 'Its MPN at Microsoft, digits only.')}
      {text('email', 'E-mail (optional)', 'Whom to write to.')}
      <Field label="Its people sign in">
        <Dropdown
          value={signInWords[draft.signIn]}
          selectedOptions={[draft.signIn]}
          onOptionSelect={(_, { optionValue }) => {
            setDraft({ ...draft, signIn: ways.find((way) => way === optionValue) ?? draft.signIn });
          }}
        >
          {ways.map((way) => (
            <Option key={way} value={way}>
              {signInWords[way]}
            </Option>
          ))}
        </Dropdown>
      </Field>
    </FormDialog>
  );
}

const send = (id: string | undefined, { name, mpn, email, signIn }: Draft) => {
  const body = { name: name.trim(), mpn: mpn.trim(), email: email.trim(), signIn };
  return id === undefined ? call(addOrganisation, { body }) : call(changeOrganisation, { params: { id }, body });
};

/** What the server would not take, field by field. Pure. */
export function problemsOf({ name, mpn, email }: Draft): Readonly<Partial<Record<keyof Draft, string>>> {
  return {
    ...(name.trim() === '' && { name: 'Write its name.' }),
    ...(!/^\d{0,10}$/.test(mpn.trim()) && { mpn: 'Write up to ten digits.' }),
    ...(email.trim() !== '' && !/^\S+@\S+\.\S+$/.test(email.trim()) && { email: 'Write an address like ana@contoso.com.' }),
  };
}
