import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense } from 'react';
import { verifyConnection } from '#contract/verifications.ts';
import { call } from '../../lib/api.ts';
import { formatNumber } from '../../lib/format.ts';
import { useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { When } from '../../ui/when.tsx';
import { verificationsQuery } from './queries.ts';
import { VerificationHistory } from './tabs.ts';
import { outcomeWords, probeWords } from './words.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  line: { display: 'flex', gap: tokens.spacingHorizontalM, flexWrap: 'wrap', alignItems: 'center' },
  name: {
    display: 'inline-block',
    '::first-letter': { textTransform: 'uppercase' },
    fontWeight: tokens.fontWeightSemibold,
    flex: '1 1 auto',
  },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  text: { margin: 0, overflowWrap: 'anywhere' },
});

/** "Verify connectivity": each probe with its outcome, its time and what to do about it. */
export function Probes({ connectionId }: { readonly connectionId: string }) {
  const styles = useStyles();
  const client = useQueryClient();
  const may = useMay('connections:test');
  const query = useQuery(verificationsQuery(connectionId));
  const verify = useMutation({
    mutationFn: () => call(verifyConnection, { params: { id: connectionId } }),
    onSettled: () => client.invalidateQueries(),
  });
  const button = (
    <Button
      disabled={!may || verify.isPending}
      {...(!may && { title: 'Ask an owner for "connections:test".' })}
      onClick={() => {
        verify.mutate();
      }}
    >
      {verify.isPending ? 'Verifying…' : 'Verify now'}
    </Button>
  );
  return (
    <Card title="Connectivity" action={button}>
      {verify.isError && <ProblemMessage error={verify.error} title="The connection could not be verified" />}
      <QueryStates query={query}>
        {({ data }) => {
          const last = data[0];
          if (last === undefined) return <p>Not verified yet.</p>;
          return (
            <>
              <span className={styles.quiet}>
                Verified <When at={last.at} />: {outcomeWords[last.outcome]}
              </span>
              <Suspense>
                <VerificationHistory runs={data} />
              </Suspense>
              <ul className={styles.list}>
                {last.probes.map((probe) => (
                  <li key={probe.name}>
                    <div className={styles.line}>
                      <StateBadge state={probeWords[probe.outcome]} />
                      <span className={styles.name}>{probe.name}</span>
                      <span className={styles.quiet}>{formatNumber(probe.ms)} ms</span>
                    </div>
                    <p className={styles.text}>{probe.detail}</p>
                    {probe.hint !== undefined && <p className={styles.text}>What to do: {probe.hint}</p>}
                    {probe.outcome === 'failed' && (probe.code !== undefined || probe.correlationId !== undefined) && (
                      <span className={styles.quiet}>
                        {[probe.code, probe.correlationId].filter((each) => each !== undefined).join(' · ')}
                      </span>
                    )}
                  </li>
                ))}
              </ul>
            </>
          );
        }}
      </QueryStates>
    </Card>
  );
}
