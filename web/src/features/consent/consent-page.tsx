import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { beginConsent, lookAtConsentLink } from '#contract/consent.ts';
import { call, type ReplyOf } from '../../lib/api.ts';
import { usePathPart } from '../../lib/url-state.ts';
import { Facts } from '../../ui/card.tsx';
import { RefusalMessage } from '../../ui/consent-refusal.tsx';
import { LonePage } from '../../ui/lone-page.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { When } from '../../ui/when.tsx';

type View = ReplyOf<typeof lookAtConsentLink>;

const useStyles = makeStyles({
  text: { margin: 0 },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
});

/** The page behind a consent link: for whoever holds it, also without an account here. */
export function ConsentPage() {
  const token = usePathPart('token');
  return token === 'not-begun' ? <NotBegun /> : <LinkPage token={token} />;
}

const NotBegun = () => (
  <LonePage title="This sign-in was not begun here">
    <p>The answer of Microsoft belongs to no sign-in that this browser began, or it came too late. Nothing was stored.</p>
    <p>Open the link that you were sent and start again, in one browser from start to end.</p>
  </LonePage>
);

function LinkPage({ token }: { readonly token: string }) {
  const query = useQuery({
    queryKey: [lookAtConsentLink.id, token],
    queryFn: ({ signal }) => call(lookAtConsentLink, { params: { token }, signal }),
    // Somebody may sign in by it in another tab.
    refetchInterval: 5_000,
  });
  return (
    <LonePage title={titleOf(query.data)}>
      <QueryStates query={query}>{(view) => <LinkState token={token} view={view} />}</QueryStates>
    </LonePage>
  );
}

const titleOf = (view: View | undefined): string => {
  if (view?.state === 'received') return 'Thank you, the sign-in was received';
  return view === undefined || view.mayBegin ? 'Sign in to Microsoft for Concord' : 'This link cannot be used any more';
};

function LinkState({ token, view }: { readonly token: string; readonly view: View }) {
  const styles = useStyles();
  if (view.state === 'received')
    return (
      <p className={styles.text}>
        {view.purpose === 'writing'
          ? `${view.connectionName} may be written to. Nothing is switched on yet.`
          : `${view.connectionName} is connected.`}{' '}
        You can close this page.
      </p>
    );
  if (!view.mayBegin)
    return (
      <p className={styles.text}>
        {view.state === 'opened' || view.state === 'refused'
          ? 'It was begun with in another browser and works there only. Go on there, or ask for a new link.'
          : 'It works once and for a limited time. Ask whoever sent it for a new one.'}
      </p>
    );
  return <SignIn token={token} view={view} />;
}

function SignIn({ token, view }: { readonly token: string; readonly view: View }) {
  const styles = useStyles();
  const begin = useMutation({
    mutationFn: (purpose: 'signIn' | 'adminConsent') => call(beginConsent, { params: { token }, body: { purpose } }),
    onSuccess: ({ url }) => {
      window.location.assign(url);
    },
  });
  const start = (purpose: 'signIn' | 'adminConsent') => () => {
    if (!begin.isPending) begin.mutate(purpose);
  };
  return (
    <>
      {view.refusal !== null && <RefusalMessage refusal={view.refusal} />}
      {begin.isError && <ProblemMessage error={begin.error} title="The sign-in was not begun" />}
      <Facts
        facts={[
          ['Connection', view.connectionName],
          ['Microsoft tenant', view.tenantId],
          ['Sign in as', view.expectedUser ?? 'the integration account of that tenant, not your own'],
          ['Link ends', <When key="ends" at={view.endsAt} />],
        ]}
      />
      <p className={styles.text}>
        Microsoft asks which account to use, so a private window is not needed. Confirm the second factor. You enter no password here, and
        tenant, account and second factor are checked before anything is stored.
      </p>
      <section aria-label="What Concord asks for">
        <p className={styles.text}>
          {view.purpose === 'writing' ? 'Concord asks to write, once somebody switches it on:' : 'Concord asks to read:'}
        </p>
        <ul className={styles.list}>
          {view.permissions.map(({ name, why }) => (
            <li key={name}>
              {why} ({name})
            </li>
          ))}
        </ul>
      </section>
      <div className={styles.actions}>
        <Button appearance="primary" disabledFocusable={begin.isPending} onClick={start('signIn')}>
          {begin.isPending ? 'Going to Microsoft…' : 'Sign in at Microsoft'}
        </Button>
        {view.refusal?.code === 'approvalNeeded' && (
          <Button disabledFocusable={begin.isPending} onClick={start('adminConsent')}>
            I am an administrator: consent for everybody
          </Button>
        )}
      </div>
    </>
  );
}
