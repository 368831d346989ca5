import { Button, Field, Input, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { lookAtRegistrationForm, registerCompany } from '#contract/registrations.ts';
import { call, isProblem } from '../../../lib/api.ts';
import { LonePage } from '../../../ui/lone-page.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { useGo } from '../../../ui/text-link.tsx';

const useStyles = makeStyles({ form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM } });

const fields = [
  { name: 'company', label: 'Company', hint: undefined },
  { name: 'domain', label: 'Domain', hint: 'Of your company, like contoso.com.' },
  { name: 'country', label: 'Country', hint: 'Two letters, like US or DE.' },
  { name: 'contact', label: 'Your name', hint: undefined },
  { name: 'email', label: 'Your e-mail', hint: undefined },
] as const;
type Draft = Record<(typeof fields)[number]['name'] | 'note', string>;
const empty: Draft = { company: '', domain: '', country: '', contact: '', email: '', note: '' };

/** The form by which a company registers itself: for anybody, without an account. It says nothing of who is known here. */
export function RegisterPage() {
  const query = useQuery({
    queryKey: [lookAtRegistrationForm.id],
    queryFn: ({ signal }) => call(lookAtRegistrationForm, { signal }),
    // What somebody is typing must not go.
    refetchOnWindowFocus: false,
  });
  return (
    <LonePage title={query.data?.open === false ? 'Registration is closed' : 'Register your company'}>
      <QueryStates query={query}>
        {({ open }) => (open ? <Form /> : <p>Companies cannot register themselves here. Ask whoever sent you.</p>)}
      </QueryStates>
    </LonePage>
  );
}

function Form() {
  const styles = useStyles();
  const go = useGo();
  const [draft, setDraft] = useState(empty);
  const send = useMutation({
    mutationFn: () => call(registerCompany, { body: draft }),
    onSuccess: ({ token }) => {
      go(`/register/${token}`);
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!send.isPending) send.mutate();
  };
  const wrong = isProblem(send.error) ? (send.error.problem.errors ?? []) : [];
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <p>Somebody looks at every registration. The next page says what became of yours; keep its address.</p>
      {fields.map(({ name, label, hint }) => (
        <Field
          key={name}
          label={label}
          required
          {...(hint !== undefined && { hint })}
          {...(wrong.some(({ pointer }) => pointer === `/${name}`) && {
            validationMessage: `Write your ${label.toLowerCase().replace('your ', '')}.`,
          })}
        >
          <Input
            value={draft[name]}
            maxLength={254}
            onChange={(_, { value }) => {
              setDraft({ ...draft, [name]: value });
            }}
          />
        </Field>
      ))}
      <Field label="Note (optional)">
        <Textarea
          value={draft.note}
          maxLength={1_000}
          onChange={(_, { value }) => {
            setDraft({ ...draft, note: value });
          }}
        />
      </Field>
      {send.isError && wrong.length === 0 && <ProblemMessage error={send.error} title="Your registration was not received" />}
      <div>
        <Button type="submit" appearance="primary" disabledFocusable={send.isPending}>
          Register
        </Button>
      </div>
    </form>
  );
}
