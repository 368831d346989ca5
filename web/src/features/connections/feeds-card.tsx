import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { actOnRegistration, type Feeds, getFeeds, sendTestEvent } from '#contract/feeds.ts';
import { call } from '../../lib/api.ts';
import { formatNumber, plural } from '../../lib/format.ts';
import { useMay } from '../../lib/use-me.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { CopyText } from '../../ui/copy-text.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useProved } from '../../ui/proof.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { When } from '../../ui/when.tsx';
import { actStateWords, feedWords, holderSentence, secondsText } from './feed-words.ts';
import { type Asked, RegistrationDialog } from './registration-dialog.tsx';

type FeedsData = z.infer<typeof Feeds>;

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingHorizontalL, minWidth: 0 },
  text: { margin: 0 },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** How changes of a partner account reach Concord, and how long they take. */
export function FeedsCard({ connectionId }: { readonly connectionId: string }) {
  const styles = useStyles();
  const query = useQuery({
    queryKey: [getFeeds.id, connectionId],
    queryFn: ({ signal }) => call(getFeeds, { params: { id: connectionId }, signal }),
    refetchInterval: 30_000,
  });
  return (
    <QueryStates query={query}>
      {(feeds) => (
        <div className={styles.column}>
          <Registration connectionId={connectionId} feeds={feeds} />
          <ActivityLog feeds={feeds} />
          <Lags feeds={feeds} />
          {feeds.destinations.length > 0 && <Destinations feeds={feeds} />}
          {feeds.acts.length > 0 && <Acts feeds={feeds} />}
        </div>
      )}
    </QueryStates>
  );
}

function useRegistration(connectionId: string) {
  const client = useQueryClient();
  const proved = useProved();
  const toast = useToast();
  return useMutation({
    mutationFn: (body: Asked) => proved(() => call(actOnRegistration, { params: { id: connectionId }, body })),
    onSuccess: ({ state }) => {
      toast(`Registration: ${actStateWords[state].toLowerCase()}`);
      void client.invalidateQueries({ queryKey: [getFeeds.id] });
    },
  });
}

function Registration({ connectionId, feeds }: { readonly connectionId: string; readonly feeds: FeedsData }) {
  const styles = useStyles();
  const may = useMay('connections:write');
  const [asking, setAsking] = useState<Asked['act'] | undefined>();
  const change = useRegistration(connectionId);
  const toast = useToast();
  const test = useMutation({
    mutationFn: () => call(sendTestEvent, { params: { id: connectionId } }),
    onSuccess: () => {
      toast('Microsoft was asked for a test notification');
    },
  });
  const acts = [
    ...(feeds.holder === 'none' ? (['register'] as const) : []),
    ...(feeds.holder === 'foreign' ? (['takeOver'] as const) : []),
    ...(feeds.canGiveBack ? (['giveBack'] as const) : []),
  ];
  const titles = { register: 'Register Concord…', takeOver: 'Take over…', giveBack: 'Give back…' };
  return (
    <Card title="Notifications">
      <p className={styles.text}>{holderSentence(feeds)}</p>
      <Facts
        facts={[
          ['Since', <When key="since" at={feeds.holderSince} />],
          ['Looked at', feeds.checkedAt === null ? 'not yet' : <When key="checked" at={feeds.checkedAt} age />],
          ['Last notification', feeds.lastDeliveryAt === null ? 'none yet' : <When key="last" at={feeds.lastDeliveryAt} age />],
          ['Not told of, last day', formatNumber(feeds.untold)],
          ...(feeds.holder === 'foreign'
            ? [['Let the other tool hand on to', <CopyText key="relay" text={feeds.relayAddress} />] as const]
            : []),
        ]}
      />
      {test.isError && <ProblemMessage error={test.error} title="No test was sent" />}
      <div className={styles.buttons}>
        {acts.map((act) => (
          <Button
            key={act}
            disabled={!may}
            {...(!may && { title: 'Ask an owner for "connections:write".' })}
            onClick={() => {
              change.reset();
              setAsking(act);
            }}
          >
            {titles[act]}
          </Button>
        ))}
        {feeds.holder === 'ours' && (
          <Button
            disabled={test.isPending}
            onClick={() => {
              test.mutate();
            }}
          >
            Send a test
          </Button>
        )}
      </div>
      {asking !== undefined && (
        <RegistrationDialog
          act={asking}
          seenHost={feeds.registeredHost}
          isBusy={change.isPending}
          error={change.error}
          onClose={() => {
            setAsking(undefined);
          }}
          onGo={(asked) => {
            change.mutate(asked, {
              onSuccess: () => {
                setAsking(undefined);
              },
            });
          }}
        />
      )}
    </Card>
  );
}

function ActivityLog({ feeds }: { readonly feeds: FeedsData }) {
  return (
    <Card title="Activity log">
      <Facts
        facts={[
          ['Read', feeds.polledAt === null ? 'not yet' : <When key="polled" at={feeds.polledAt} age />],
          ['Read again', `every ${secondsText(feeds.pollEverySeconds)}`],
          ['Trouble', feeds.trouble?.reason],
          [
            'Waiting to be read',
            feeds.waiting.since === null ? (
              'nothing'
            ) : (
              <span key="waiting">
                {formatNumber(feeds.waiting.count)}, since <When at={feeds.waiting.since} />
              </span>
            ),
          ],
        ]}
      />
    </Card>
  );
}

function Lags({ feeds }: { readonly feeds: FeedsData }) {
  return (
    <Card title="How long changes took, last day">
      {feeds.lags.length === 0 ? (
        <span>No change was told of in the last day.</span>
      ) : (
        <SmallTable
          label="Lag of each kind of event"
          rows={feeds.lags}
          rowId={(row) => `${row.feed} ${row.event}`}
          columns={[
            { title: 'Event', cell: (row) => row.event },
            { title: 'Told by', cell: (row) => feedWords[row.feed] },
            { title: 'Events', align: 'end', cell: (row) => formatNumber(row.count) },
            { title: 'Half within', align: 'end', cell: (row) => secondsText(row.p50Ms / 1000) },
            { title: '95 % within', align: 'end', cell: (row) => secondsText(row.p95Ms / 1000) },
            { title: 'Longest', align: 'end', cell: (row) => secondsText(row.maxMs / 1000) },
          ]}
        />
      )}
      {feeds.invitations !== null && <span>{invitationWords(feeds.invitations)}</span>}
    </Card>
  );
}

/** How long customers took from an invitation until they were here. */
const invitationWords = ({ count, waiting, p50Ms, p95Ms }: NonNullable<FeedsData['invitations']>): string => {
  const still = `${plural(waiting, 'customer')} invited in the last 90 days ${waiting === 1 ? 'has' : 'have'} not come yet.`;
  if (count === 0) return still;
  const came = `${plural(count, 'invited customer')} came: half within ${secondsText(p50Ms / 1000)}, 95 % within ${secondsText(p95Ms / 1000)}.`;
  return waiting === 0 ? came : `${came} ${still}`;
};

const Destinations = ({ feeds }: { readonly feeds: FeedsData }) => (
  <Card title="Handed on to">
    <SmallTable
      label="Tools that get every notification"
      rows={feeds.destinations}
      rowId={(row) => row.id}
      columns={[
        { title: 'Tool', cell: (row) => (row.paused ? `${row.name} (paused)` : row.name) },
        { title: 'Delivered', align: 'end', cell: (row) => formatNumber(row.delivered) },
        { title: 'Waiting', align: 'end', cell: (row) => formatNumber(row.waiting) },
        { title: 'Given up', align: 'end', cell: (row) => formatNumber(row.dead) },
        { title: 'Trouble', cell: (row) => row.trouble ?? '–' },
      ]}
    />
  </Card>
);

const actWords = { register: 'Registered', takeOver: 'Taken over', giveBack: 'Given back' } as const;

const Acts = ({ feeds }: { readonly feeds: FeedsData }) => (
  <Card title="What was done with the registration">
    <SmallTable
      label="Acts on the registration, newest first"
      rows={feeds.acts}
      rowId={(row) => row.at}
      columns={[
        { title: 'When', cell: (row) => <When at={row.at} /> },
        { title: 'What', cell: (row) => `${actWords[row.act]}, ${actStateWords[row.state].toLowerCase()}` },
        { title: 'Who', cell: (row) => row.actor },
        { title: 'Why', cell: (row) => row.reason },
        { title: 'From', cell: (row) => row.fromHost ?? 'nobody' },
        { title: 'Said', cell: (row) => row.detail ?? '–' },
      ]}
    />
  </Card>
);
