import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { z } from 'zod';
import {
  changeNoticeChannel,
  listNoticeChannels,
  listNoticeDeliveries,
  type NoticeChannel,
  removeNoticeChannel,
  testNoticeChannel,
} from '#contract/notice-channels.ts';
import { call } from '../../lib/api.ts';
import { formatNumber } from '../../lib/format.ts';
import { useMay } from '../../lib/use-me.ts';
import { windowWords } from '../../lib/week-days.ts';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useProved } from '../../ui/proof.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { When } from '../../ui/when.tsx';
import { cadenceWords, channelWords, eventWordOf, kindWords } from './words.ts';

const QuietDialog = lazy(async () => ({ default: (await import('./dialogs.tsx')).QuietDialog }));
const DeliveriesDialog = lazy(async () => ({ default: (await import('./dialogs.tsx')).DeliveriesDialog }));

type ChannelData = z.infer<typeof NoticeChannel>;

const useStyles = makeStyles({ acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS } });

export function ChannelsTable({ channels }: { readonly channels: readonly ChannelData[] }) {
  const [open, setOpen] = useState<ChannelData>();
  const [quieted, setQuieted] = useState<ChannelData>();
  return (
    <>
      <SmallTable
        label="Channels"
        rows={channels}
        rowId={(row) => row.id}
        columns={[
          { title: 'Name', cell: (row) => row.name },
          { title: 'To', cell: (row) => `${kindWords[row.kind]}: ${row.shown}` },
          { title: 'Told of', cell: (row) => (row.events.length === 0 ? 'Everything' : row.events.map(eventWordOf).join(', ')) },
          { title: 'When', cell: (row) => <Times channel={row} /> },
          { title: 'State', cell: (row) => <ChannelState channel={row} /> },
          {
            title: 'Deliveries',
            cell: (row) => (
              <Button
                size="small"
                appearance="subtle"
                aria-label={`${countsOf(row)}: what was sent to ${row.name}`}
                onClick={() => {
                  setOpen(row);
                }}
              >
                {countsOf(row)}
              </Button>
            ),
          },
          { title: 'Actions', cell: (row) => <ChannelActs channel={row} onQuiet={setQuieted} /> },
        ]}
      />
      <Suspense>
        {open !== undefined && (
          <DeliveriesDialog
            channel={open}
            onClose={() => {
              setOpen(undefined);
            }}
          />
        )}
        {quieted !== undefined && (
          <QuietDialog
            channel={quieted}
            onClose={() => {
              setQuieted(undefined);
            }}
          />
        )}
      </Suspense>
    </>
  );
}

/** When it is told, and when not. */
function Times({ channel: { cadence, quiet, quietUntil } }: { readonly channel: ChannelData }) {
  return (
    <div>
      <div>{cadenceWords[cadence]}</div>
      {quiet !== null && <div>{`Quiet ${windowWords(quiet.windows)} (${quiet.timeZone})`}</div>}
      {quietUntil !== null && (
        <div>
          Quiet now, until <When at={quietUntil} />
        </div>
      )}
    </div>
  );
}

const countsOf = ({ delivered, waiting, dead }: ChannelData): string =>
  [
    `${formatNumber(delivered)} delivered`,
    ...(waiting > 0 ? [`${formatNumber(waiting)} waiting`] : []),
    ...(dead > 0 ? [`${formatNumber(dead)} given up`] : []),
  ].join(', ');

function ChannelState({ channel: { state, reason, trouble, waiting } }: { readonly channel: ChannelData }) {
  const why = reason ?? (waiting > 0 ? trouble : null);
  return (
    <>
      <StateBadge state={channelWords[state]} />
      {why !== null && <div>{why}</div>}
    </>
  );
}

type CadenceButtonProps = {
  readonly channel: ChannelData;
  readonly disabled: boolean;
  readonly onChoose: (cadence: ChannelData['cadence']) => void;
};

/** A program is told each notice as it happens. */
function CadenceButton({ channel: { kind, name, cadence }, disabled, onChoose }: CadenceButtonProps) {
  if (kind === 'webhook') return null;
  const other = cadence === 'daily' ? 'instant' : 'daily';
  return (
    <Button
      size="small"
      disabled={disabled}
      aria-label={`${name}: send ${cadenceWords[other].toLowerCase()}`}
      onClick={() => {
        onChoose(other);
      }}
    >
      Send {cadenceWords[other].toLowerCase()}
    </Button>
  );
}

type ActsProps = { readonly channel: ChannelData; readonly onQuiet: (channel: ChannelData) => void };

/** A program has no night. */
function QuietButton({ channel, disabled, onQuiet }: ActsProps & { readonly disabled: boolean }) {
  if (channel.kind === 'webhook') return null;
  return (
    <Button
      size="small"
      disabled={disabled}
      aria-label={`Quiet hours of ${channel.name}`}
      onClick={() => {
        onQuiet(channel);
      }}
    >
      Quiet hours…
    </Button>
  );
}

function ChannelActs({ channel, onQuiet }: ActsProps) {
  const styles = useStyles();
  const client = useQueryClient();
  const toast = useToast();
  const proved = useProved();
  const [mayTest, mayWrite] = [useMay('connections:test'), useMay('connections:write')];
  const onSettled = () =>
    client.invalidateQueries({
      predicate: ({ queryKey }) => [listNoticeChannels.id, listNoticeDeliveries.id].includes(String(queryKey[0])),
    });
  const params = { id: channel.id };
  const test = useMutation({
    mutationFn: () => call(testNoticeChannel, { params }),
    onSuccess: ({ taken, detail }) => {
      if (taken) toast(`${channel.name} took the test. ${detail}`);
    },
    onSettled,
  });
  const change = useMutation({
    mutationFn: (body: { readonly paused: boolean } | { readonly cadence: ChannelData['cadence'] }) =>
      proved(() => call(changeNoticeChannel, { params, body })),
    onSettled,
  });
  const remove = useMutation({ mutationFn: () => proved(() => call(removeNoticeChannel, { params })), onSettled });
  const turn = channel.state === 'on' ? 'Pause' : 'Switch on';
  const failed = test.error ?? change.error ?? remove.error;
  return (
    <>
      <div className={styles.acts}>
        <Button
          size="small"
          disabled={!mayTest || test.isPending}
          aria-label={`Send a test to ${channel.name}`}
          onClick={() => {
            test.mutate();
          }}
        >
          {test.isPending ? 'Sending…' : 'Send a test'}
        </Button>
        <Button
          size="small"
          disabled={!mayWrite || change.isPending}
          aria-label={`${turn} ${channel.name}`}
          onClick={() => {
            change.mutate({ paused: channel.state === 'on' });
          }}
        >
          {turn}
        </Button>
        <CadenceButton
          channel={channel}
          disabled={!mayWrite || change.isPending}
          onChoose={(cadence) => {
            change.mutate({ cadence });
          }}
        />
        <QuietButton channel={channel} disabled={!mayWrite} onQuiet={onQuiet} />
        <Button
          size="small"
          disabled={!mayWrite || remove.isPending}
          aria-label={`Remove ${channel.name}`}
          onClick={() => {
            remove.mutate();
          }}
        >
          Remove
        </Button>
      </div>
      {test.data?.taken === false && <div role="alert">The test was not taken. {test.data.detail}</div>}
      {failed !== null && <ProblemMessage error={failed} title="It was not done" />}
    </>
  );
}
