import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { lazy, Suspense } from 'react';
import { connectSamples } from '#contract/setup.ts';
import type { ConnectionKind } from '#model/connection.ts';
import { call } from '../../lib/api.ts';
import { formatNumber } from '../../lib/format.ts';
import { useMay } from '../../lib/use-me.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { connectionKindWords, connectionWords, reasonWords } from '../../ui/words.ts';
import { type SetupData, useSetupAct } from './queries.ts';

type ConnectionData = SetupData['connections'][number];

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  text: { margin: 0 },
});

/** Each system that was chosen with its accounts; the form is the one of the settings. */
export function ConnectionsScreen({ setup }: { readonly setup: SetupData }) {
  const styles = useStyles();
  const may = useMay('connections:write');
  const samples = useSetupAct(() => call(connectSamples, {}));
  const kinds: readonly ConnectionKind[] = ['partnerCenter', ...(setup.choices?.distributors ?? []), ...(setup.choices?.psas ?? [])];
  /** Files are the person's own, in a sandbox as well. */
  const isMissing = kinds.some((kind) => kind !== 'distributorFile' && !setup.connections.some((each) => each.kind === kind));
  return (
    <div className={styles.column}>
      {setup.hasSamples && isMissing && (
        <Card title="This is a sandbox">
          <p className={styles.text}>Its simulated accounts are connected at once. Real ones need an installation of their own.</p>
          <div>
            <Button
              appearance="primary"
              disabledFocusable={!may || samples.isPending}
              onClick={() => {
                if (may && !samples.isPending) samples.mutate();
              }}
            >
              {samples.isPending ? 'Connecting…' : 'Connect the sandbox accounts'}
            </Button>
          </div>
          {samples.isError && <ProblemMessage error={samples.error} title="The sandbox accounts were not connected" />}
        </Card>
      )}
      {kinds.map((kind) => (
        <KindCard key={kind} kind={kind} connections={setup.connections.filter((each) => each.kind === kind)} may={may} />
      ))}
    </div>
  );
}

type KindProps = { readonly kind: ConnectionKind; readonly connections: readonly ConnectionData[]; readonly may: boolean };

function KindCard({ kind, connections, may }: KindProps) {
  const styles = useStyles();
  const name = connectionKindWords[kind];
  return (
    <Card
      title={name}
      action={
        may && (
          <TextLink to={`/settings/connections/add?kind=${kind}&from=setup`}>
            {connections.length === 0 ? `Connect ${name}` : 'Connect another'}
          </TextLink>
        )
      }
    >
      {connections.length === 0 ? (
        <p className={styles.text}>No account is connected yet.</p>
      ) : (
        <>
          <Facts facts={connections.map((each) => [each.name, <Account key={each.id} connection={each} />] as const)} />
          {connections.filter(needsSignIn).map((each) => (
            <Suspense key={each.id}>
              <SetupConsent connectionId={each.id} name={each.name} />
            </Suspense>
          ))}
        </>
      )}
    </Card>
  );
}

/** Only accounts at Microsoft sign in by a link. */
const needsSignIn = ({ kind, state, reason }: ConnectionData): boolean =>
  kind === 'partnerCenter' &&
  (['draft', 'awaitingConsent', 'disconnected'].includes(state) || ['reconsentNeeded', 'mfaRequired'].includes(reason ?? ''));

/** Only who has to sign in needs it. */
const SetupConsent = lazy(async () => ({ default: (await import('./setup-consent.tsx')).SetupConsent }));

/** State, what was found, and the way to its checks. */
function Account({ connection: { id, kind, state, reason, readAt, isReading, counts } }: { readonly connection: ConnectionData }) {
  const found = ['customers', 'accounts', 'subscriptions', 'agreements'].flatMap((kind) =>
    counts[kind] === undefined ? [] : [`${formatNumber(counts[kind])} ${kind === 'accounts' ? 'companies' : kind}`],
  );
  return (
    <>
      <StateBadge state={connectionWords[state]} /> {reason !== null && reasonWords[reason]}{' '}
      {isReading && readAt === null
        ? 'Being read for the first time.'
        : readAt !== null && (
            <>
              Read <When at={readAt} age />.
            </>
          )}{' '}
      {found.length > 0 && `Found ${found.join(', ')}.`}{' '}
      <TextLink to={`/settings/connections/${id}?from=setup`}>{kind === 'distributorFile' ? 'Files' : 'Checks'}</TextLink>
    </>
  );
}
