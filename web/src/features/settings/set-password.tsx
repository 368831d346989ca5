import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { setPassword } from '#contract/sign-in.ts';
import { call } from '../../lib/api.ts';
import { meQuery, useMe } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useProved } from '../../ui/proof.tsx';
import { useToast } from '../../ui/toasts.tsx';

/** The contract's least length; the server also refuses common ones. */
const least = 15;
const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, maxWidth: '400px', alignItems: 'start' },
  field: { width: '100%' },
});

export function SetPassword() {
  const styles = useStyles();
  const client = useQueryClient();
  const proved = useProved();
  const toast = useToast();
  const me = useMe();
  const [password, setText] = useState('');
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: () => proved(() => call(setPassword, { body: { password } })),
    onSuccess: () => {
      setText('');
      setTried(false);
      toast('Password saved. Your other logins have ended.');
      void client.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
  const isShort = password.length < least;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isShort && !save.isPending) save.mutate();
  };
  return (
    <Card title={me?.hasPassword === false ? 'Set a password' : 'Change password'}>
      <form className={styles.form} onSubmit={submit}>
        <input type="text" name="username" autoComplete="username" value={me?.email ?? ''} readOnly hidden />
        <Field
          className={styles.field}
          label="New password"
          hint={`At least ${least} characters; a few words are fine.`}
          {...(tried && isShort && { validationMessage: `It has ${password.length} of at least ${least} characters.` })}
        >
          <Input
            type="password"
            autoComplete="new-password"
            value={password}
            onChange={(_, { value }) => {
              setText(value);
            }}
          />
        </Field>
        {save.isError && <ProblemMessage error={save.error} title="The password was not changed" />}
        <Button type="submit" appearance="primary" disabled={save.isPending}>
          Save password
        </Button>
      </form>
    </Card>
  );
}
