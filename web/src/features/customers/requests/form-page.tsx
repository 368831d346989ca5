import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { answerCustomerForm, lookAtCustomerForm } from '#contract/change-requests.ts';
import { call, isProblem, type ReplyOf } from '../../../lib/api.ts';
import { usePathPart } from '../../../lib/url-state.ts';
import { billToFieldWords } from '../../../ui/bill-to-words.ts';
import { LonePage } from '../../../ui/lone-page.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { When } from '../../../ui/when.tsx';

type Form = ReplyOf<typeof lookAtCustomerForm>;

const useStyles = makeStyles({
  text: { margin: 0 },
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
});

/** The page behind a form's link: for whoever holds it, without an account here. It shows nothing that is known. */
export function FormPage() {
  const token = usePathPart('token');
  const query = useQuery({
    queryKey: [lookAtCustomerForm.id, token],
    queryFn: ({ signal }) => call(lookAtCustomerForm, { params: { token }, signal }),
    // What somebody is typing must not go.
    refetchOnWindowFocus: false,
  });
  return (
    <LonePage
      title={query.data === undefined || query.data.state === 'waiting' ? 'Details for your Microsoft orders' : 'This form is closed'}
    >
      <QueryStates query={query}>
        {(form) => (form.state === 'waiting' ? <Questions token={token} form={form} /> : <Closed form={form} />)}
      </QueryStates>
    </LonePage>
  );
}

function Closed({ form }: { readonly form: Form }) {
  const styles = useStyles();
  return (
    <p className={styles.text}>
      {form.state === 'answered' ? 'Your answers were received; it works once.' : 'Its time is over, or a newer one took its place.'} Ask
      whoever sent it for a new one if something has to be changed.
    </p>
  );
}

function Questions({ token, form }: { readonly token: string; readonly form: Form }) {
  const styles = useStyles();
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  const send = useMutation({ mutationFn: () => call(answerCustomerForm, { params: { token }, body: { answers } }) });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!send.isPending) send.mutate();
  };
  if (send.isSuccess)
    return (
      <p className={styles.text} role="status">
        Thank you. Your answers were received and are looked at before they are sent to Microsoft. You can close this page.
      </p>
    );
  const wrong = isProblem(send.error) ? (send.error.problem.errors ?? []) : [];
  return (
    <form className={styles.fields} noValidate onSubmit={submit}>
      <p className={styles.text}>
        Microsoft takes no order for your company before these are there. The form works once, until <When at={form.endsAt} />.
      </p>
      {form.fields.map((field) => {
        const mistake = wrong.find(({ pointer }) => pointer === `/answers/${field}`);
        return (
          <Field
            key={field}
            label={billToFieldWords[field]}
            required={field !== 'addressLine2'}
            {...(mistake !== undefined && { validationMessage: `This ${mistake.detail}.` })}
          >
            <Input
              value={answers[field] ?? ''}
              maxLength={200}
              onChange={(_, { value }) => {
                setAnswers({ ...answers, [field]: value });
              }}
            />
          </Field>
        );
      })}
      {send.isError && wrong.length === 0 && <ProblemMessage error={send.error} title="Your answers were not received" />}
      <div>
        <Button type="submit" appearance="primary" disabledFocusable={send.isPending}>
          Send
        </Button>
      </div>
    </form>
  );
}
