import { Field, Input } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { changeNoticeChannel, listNoticeChannels, type NoticeChannel } from '#contract/notice-channels.ts';
import { noticeMatters } from '#model/notice-matter.ts';
import { call } from '../../lib/api.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { useProved } from '../../ui/proof.tsx';
import { TimeWindows } from '../../ui/time-windows.tsx';

type ChannelData = z.infer<typeof NoticeChannel>;

const nights = { days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '07:00' };
const urgent = Object.values(noticeMatters).filter((matter) => matter.urgent);

type Props = { readonly channel: ChannelData; readonly onClose: () => void };

/** When a channel is told only what is urgent, in the time zone of whoever reads it. */
export function QuietDialog({ channel, onClose }: Props) {
  const client = useQueryClient();
  const proved = useProved();
  const [windows, setWindows] = useState(channel.quiet?.windows ?? [nights]);
  const [timeZone, setTimeZone] = useState(channel.quiet?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  const save = useMutation({
    mutationFn: () =>
      proved(() =>
        call(changeNoticeChannel, {
          params: { id: channel.id },
          body: { quiet: windows.length === 0 ? null : { timeZone: timeZone.trim(), windows } },
        }),
      ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: [listNoticeChannels.id] });
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Quiet hours of ${channel.name}`}
      submit="Save quiet hours"
      cancel="Cancel"
      isBusy={save.isPending}
      error={save.error}
      errorTitle="They were not saved"
      onClose={onClose}
      onSubmit={() => {
        save.mutate();
      }}
    >
      <p style={{ margin: 0 }}>
        {windows.length === 0
          ? 'None: it is told at any time.'
          : 'What is told meanwhile comes as one message when they end. A daily digest waits, too.'}
      </p>
      <TimeWindows label="Quiet hours" windows={windows} next={nights} may isBusy={save.isPending} onChange={setWindows} />
      <Field label="Time zone" hint="Of whoever reads it, like Europe/Berlin">
        <Input
          value={timeZone}
          onChange={(_, { value }) => {
            setTimeZone(value);
          }}
        />
      </Field>
      <section aria-label="What is told all the same">
        <p style={{ margin: 0 }}>Told all the same, because it is urgent, unless the channel gets one digest a day:</p>
        <ul style={{ margin: 0 }}>
          {urgent.map(({ words }) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      </section>
    </FormDialog>
  );
}
