import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { listNoticeChannels, listNoticeDeliveries, type NoticeChannel, retryNoticeDeliveries } from '#contract/notice-channels.ts';
import { call } from '../../lib/api.ts';
import { plural } from '../../lib/format.ts';
import { useMay } from '../../lib/use-me.ts';
import { FocusBack } from '../../ui/focus-back.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { When } from '../../ui/when.tsx';
import { deliveryWords } from './words.ts';

type Props = { readonly channel: z.infer<typeof NoticeChannel>; readonly onClose: () => void };

/** What was sent to a channel and what became of it. */
export function DeliveriesDialog({ channel, onClose }: Props) {
  const client = useQueryClient();
  const toast = useToast();
  const may = useMay('connections:test');
  const query = useQuery({
    queryKey: [listNoticeDeliveries.id, channel.id],
    queryFn: ({ signal }) => call(listNoticeDeliveries, { params: { id: channel.id }, signal }),
    refetchInterval: 5_000,
  });
  const retry = useMutation({
    mutationFn: () => call(retryNoticeDeliveries, { params: { id: channel.id } }),
    onSuccess: ({ retried }) => {
      toast(`${plural(retried, 'notice')} will be sent again`);
      void client.invalidateQueries({ queryKey: [listNoticeDeliveries.id] });
      void client.invalidateQueries({ queryKey: [listNoticeChannels.id] });
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(_, { open }) => {
        if (!open) onClose();
      }}
    >
      <DialogSurface style={{ maxWidth: '760px' }}>
        <FocusBack />
        <DialogBody>
          <DialogTitle>Deliveries to {channel.name}</DialogTitle>
          <DialogContent>
            <QueryStates query={query}>
              {({ data }) =>
                data.length === 0 ? (
                  <p>Nothing was sent in the last 30 days.</p>
                ) : (
                  <SmallTable
                    label={`Deliveries to ${channel.name}, newest first`}
                    rows={data}
                    rowId={(row) => row.id}
                    columns={[
                      { title: 'When', cell: (row) => <When at={row.at} /> },
                      { title: 'What', cell: (row) => row.title ?? 'A test' },
                      { title: 'State', cell: (row) => <StateBadge state={deliveryWords[row.state]} /> },
                      { title: 'Tries', align: 'end', cell: (row) => row.attempts },
                      { title: 'Answer', cell: (row) => row.detail ?? '–' },
                      { title: 'Next try', cell: (row) => (row.nextAt === null ? '–' : <When at={row.nextAt} />) },
                    ]}
                  />
                )
              }
            </QueryStates>
            {retry.isError && <ProblemMessage error={retry.error} title="Nothing is sent again" />}
          </DialogContent>
          <DialogActions>
            <Button
              disabled={
                !may || retry.isPending || !(query.data?.data.some(({ state, title }) => state === 'dead' && title !== null) ?? false)
              }
              onClick={() => {
                retry.mutate();
              }}
            >
              Send again what was given up
            </Button>
            <Button appearance="primary" onClick={onClose}>
              Close
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
