import { makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { getConsents } from '#contract/consent.ts';
import type { ReplyOf } from '../../lib/api.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { When } from '../../ui/when.tsx';
import type { ConnectionData } from './connection-facts.tsx';
import { LinkMaker } from './link-maker.tsx';
import { consentsQuery } from './queries.ts';

type Consents = ReplyOf<typeof getConsents>;

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0, overflowWrap: 'anywhere' },
  text: { margin: 0 },
});

/** Who signed in at Microsoft for a connection, and the link by which somebody does. */
export function ConsentCard({ connection }: { readonly connection: ConnectionData }) {
  const styles = useStyles();
  const query = useQuery(consentsQuery(connection.id));
  return (
    <Card title="Sign-in at Microsoft" action={<StateBadge state={stateOf(query.data)} />}>
      <QueryStates query={query}>
        {(consents) => (
          <div className={styles.stack}>
            <Identity consents={consents} />
            <LinkMaker connection={connection} consents={consents} purpose="reading" />
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
