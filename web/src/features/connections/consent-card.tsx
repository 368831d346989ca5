import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getConsents, makeConsentLink } from '#contract/consent.ts';
import { call, type ReplyOf } from '../../lib/api.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { RefusalMessage } from '../../ui/consent-refusal.tsx';
import { linkWords } from '../../ui/consent-words.ts';
import { CopyText } from '../../ui/copy-text.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useProved } from '../../ui/proof.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { When } from '../../ui/when.tsx';
import type { ConnectionData } from './connection-facts.tsx';

type Consents = ReplyOf<typeof getConsents>;

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0, overflowWrap: 'anywhere' },
  text: { margin: 0 },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
});

/** Who signed in at Microsoft for a connection, and the link by which somebody does. */
export function ConsentCard({ connection }: { readonly connection: ConnectionData }) {
  const styles = useStyles();
  const query = useQuery({
    queryKey: [getConsents.id, connection.id],
    queryFn: ({ signal }) => call(getConsents, { params: { id: connection.id }, signal }),
    // While somebody else signs in, this page shows it as it happens.
    refetchInterval: ({ state }) => (['waiting', 'opened'].includes(state.data?.links[0]?.state ?? '') ? 3_000 : false),
  });
  return (
    <Card title="Sign-in at Microsoft" action={<StateBadge state={stateOf(query.data)} />}>
      <QueryStates query={query}>
        {(consents) => (
          <div className={styles.stack}>
            <Identity consents={consents} />
            <LinkMaker connection={connection} consents={consents} />
          </div>
        )}
      </QueryStates>
    </Card>
  );
}

const stateOf = (consents: Consents | undefined) => {
  if (consents?.consents.length === 0) return { word: 'Nobody yet', intent: 'neutral' } as const;
  return consents === undefined || (consents.warnings.length === 0 && consents.missing.length === 0)
    ? ({ word: 'Signed in', intent: 'success' } as const)
    : ({ word: 'Look at this', intent: 'warning' } as const);
};

function Identity({ consents: { consents, warnings, missing } }: { readonly consents: Consents }) {
  const styles = useStyles();
  const [current, ...earlier] = consents;
  if (current === undefined)
    return <p className={styles.text}>Nobody has signed in by a consent link yet. Make one and send it to whoever may.</p>;
  return (
    <>
      <Facts
        facts={[
          ['Signed in as', current.userPrincipalName ?? 'not told'],
          ['Tenant', current.tenantId],
          ['Second factor', current.secondFactor.includes('mfa') ? 'Yes' : 'No'],
          ['When', <When key="at" at={current.at} />],
          ['Before', earlier.map(({ userPrincipalName }) => userPrincipalName ?? 'not told').join(', ') || undefined],
        ]}
      />
      {warnings.map(({ code, text, fix }) => (
        <p key={code} className={styles.text}>
          {text} {fix}
        </p>
      ))}
      {missing.length > 0 && (
        <p className={styles.text}>
          Not given yet: {missing.map(({ name, why }) => `${why} (${name})`).join(', ')}. Add the permission to the app, then sign in again.
        </p>
      )}
    </>
  );
}

type LinkOf = Consents['links'][number];

function LinkMaker({ connection, consents }: { readonly connection: ConnectionData; readonly consents: Consents }) {
  const styles = useStyles();
  const client = useQueryClient();
  const proved = useProved();
  const may = useMay('connections:write');
  const make = useMutation({
    mutationFn: () => proved(() => call(makeConsentLink, { params: { id: connection.id }, body: {} })),
    onSuccess: () => client.invalidateQueries(),
  });
  const [link] = consents.links;
  const withoutSecret = connection.secretsSet.includes('clientSecret') ? undefined : 'Enter the client secret of the app first.';
  const why = may ? withoutSecret : lacksPermission('connections:write');
  return (
    <>
      {make.isError && <ProblemMessage error={make.error} title="No link was made" />}
      {link !== undefined && <LastLink link={link} url={make.data?.id === link.id ? make.data.url : undefined} />}
      {consents.redirectUri !== null && (
        <Facts facts={[['Redirect address of the app (type Web)', <CopyText key="uri" text={consents.redirectUri} />]]} />
      )}
      <div>
        <Button
          disabled={why !== undefined}
          disabledFocusable={make.isPending}
          onClick={() => {
            make.mutate();
          }}
        >
          {consents.consents.length === 0 ? 'Generate consent link' : 'Generate link to sign in again'}
        </Button>
        {why !== undefined && <p className={styles.text}>{why}</p>}
      </div>
    </>
  );
}

/** What became of the newest link; its address only where it was just made. */
function LastLink({ link, url }: { readonly link: LinkOf; readonly url: string | undefined }) {
  const styles = useStyles();
  return (
    <>
      <Facts
        facts={[
          ['Last link', <StateBadge key="state" state={linkWords[link.state]} />],
          ['Made by', link.madeBy],
          ['Ends', <When key="ends" at={link.endsAt} />],
        ]}
      />
      {link.refusal !== null && <RefusalMessage refusal={link.refusal} />}
      {url !== undefined && link.state === 'waiting' && (
        <>
          <CopyText text={url} />
          <ol className={styles.list}>
            <li>Copy the link and send it to the administrator, or open it yourself. It is shown once and works in one browser.</li>
            <li>Whoever opens it signs in as {link.expectedUser ?? 'the integration account'} and confirms the second factor.</li>
            <li>This page shows when the sign-in is received, or why it was not taken.</li>
          </ol>
        </>
      )}
    </>
  );
}
