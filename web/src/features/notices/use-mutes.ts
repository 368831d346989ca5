import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { addNoticeMute, listNoticeMutes, removeNoticeMute } from '#contract/notice-mutes.ts';
import { listNotices } from '#contract/notices.ts';
import type { MuteLength, NoticeEvent } from '#model/notice.ts';
import { call } from '../../lib/api.ts';
import { formatInstant } from '../../lib/format.ts';
import { useToast } from '../../ui/toasts.tsx';

export type Muting = {
  /** Public id of a customer or connection. */
  readonly object: string;
  readonly name: string;
  /** Left out: every event. */
  readonly event?: z.infer<typeof NoticeEvent>;
  readonly lasts: z.infer<typeof MuteLength>;
};

/** Muting, which can be undone in the same place, and unmuting. */
export function useMutes() {
  const client = useQueryClient();
  const toast = useToast();
  const onSettled = () =>
    client.invalidateQueries({ predicate: ({ queryKey }) => [listNotices.id, listNoticeMutes.id].includes(String(queryKey[0])) });
  const unmute = useMutation({ mutationFn: (id: string) => call(removeNoticeMute, { params: { id } }), onSettled });
  const mute = useMutation({
    mutationFn: ({ object, event, lasts }: Muting) =>
      call(addNoticeMute, { body: { object, lasts, ...(event !== undefined && { event }) } }),
    onSuccess: ({ id, until }, { name }) => {
      toast(until === null ? `${name} is muted until you unmute it` : `${name} is muted until ${formatInstant(until)}`, () => {
        unmute.mutate(id);
      });
    },
    onSettled,
  });
  return { mute, unmute, isBusy: mute.isPending || unmute.isPending, error: mute.error ?? unmute.error };
}
