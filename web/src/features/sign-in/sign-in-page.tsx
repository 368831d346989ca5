import { Button, Field, Input, makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useEffect, useState } from 'react';
import { signIn } from '#contract/sign-in.ts';
import { call } from '../../lib/api.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { meQuery } from '../../lib/use-me.ts';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useGo } from '../../ui/text-link.tsx';

const useStyles = makeStyles({
  page: { minHeight: '100dvh', display: 'grid', placeItems: 'center', padding: tokens.spacingHorizontalL, boxSizing: 'border-box' },
  box: {
    width: 'min(400px, 100%)',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    padding: tokens.spacingHorizontalXXL,
    boxSizing: 'border-box',
  },
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  title: { ...typographyStyles.title2, margin: 0 },
  lead: { margin: 0, marginBlockEnd: tokens.spacingVerticalL, color: tokens.colorNeutralForeground2 },
  hint: { margin: 0, color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** Only paths of this app: a link from elsewhere must not lead people away after they signed in. */
export const safeNext = (next: string | undefined): string => (next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/');

/** E-mail and password; the one-time link of the host opens without this page. */
export function SignInPage() {
  const styles = useStyles();
  const [search] = useUrlState();
  const go = useGo();
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const enter = useMutation({
    mutationFn: () => call(signIn, { body: { email, password } }),
    onSuccess: async () => {
      await client.resetQueries({ queryKey: meQuery.queryKey });
      go(safeNext(search['next']));
    },
  });
  useEffect(() => {
    document.title = 'Sign in – Concord';
  }, []);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (email !== '' && password !== '' && !enter.isPending) enter.mutate();
  };
  const missing = (value: string, what: string) => (tried && value === '' ? { validationMessage: `Enter your ${what}.` } : {});
  return (
    <main className={styles.page}>
      <div className={styles.box}>
        <h1 className={styles.title}>Sign in to Concord</h1>
        <p className={styles.lead}>Microsoft, distributor and PSA in agreement.</p>
        <form className={styles.form} onSubmit={submit} noValidate>
          {enter.isError && <ProblemMessage error={enter.error} />}
          <Field label="E-mail" {...missing(email, 'e-mail')}>
            <Input
              type="email"
              autoComplete="username"
              value={email}
              onChange={(_, { value }) => {
                setEmail(value);
              }}
            />
          </Field>
          <Field label="Password" {...missing(password, 'password')}>
            <Input
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={(_, { value }) => {
                setPassword(value);
              }}
            />
          </Field>
          <Button type="submit" appearance="primary" disabled={enter.isPending}>
            {enter.isPending ? 'Signing in…' : 'Sign in'}
          </Button>
          <p className={styles.hint}>
            No password yet? Run <code>bin/concord sign-in-link</code> on the host for a link that signs you in once.
          </p>
        </form>
      </div>
    </main>
  );
}
