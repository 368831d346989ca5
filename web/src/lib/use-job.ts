import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { z } from 'zod';
import { apiBase } from '#contract/base.ts';
import { getJob, type Job, streamJob } from '#contract/jobs.ts';
import { isEnded } from '#model/job.ts';
import { call } from './api.ts';

export type JobShape = z.infer<typeof Job>;
export const jobKey = (id: string | undefined) => ['getJob', id] as const;

/** A job as it goes: server-sent events, with a look every 3 s where they do not come through. `onEnd` runs once per job. */
export function useJob(id: string | undefined, onEnd?: (job: JobShape) => void) {
  const client = useQueryClient();
  const ended = useRef(onEnd);
  useEffect(() => {
    ended.current = onEnd;
  });
  const query = useQuery({
    queryKey: jobKey(id),
    queryFn: ({ signal }) => call(getJob, { params: { id: id ?? '' }, signal }),
    enabled: id !== undefined,
    refetchInterval: (state) => (state.state.data === undefined || isEnded(state.state.data.status) ? false : 3_000),
  });
  useEffect(() => {
    if (id === undefined) return;
    const stop = new AbortController();
    followJob(id, stop.signal, (job) => client.setQueryData(jobKey(id), job)).catch(() => undefined); // the 3 s look goes on without it
    return () => {
      stop.abort();
    };
  }, [id, client]);
  const status = query.data?.status;
  const data = useRef(query.data);
  data.current = query.data;
  useEffect(() => {
    if (id !== undefined && status !== undefined && isEnded(status) && data.current !== undefined) ended.current?.(data.current);
  }, [id, status]);
  return query;
}

/** Reads `GET /jobs/{id}/stream` to its end. By fetch and not EventSource: that one would connect again for ever after the job ended. */
async function followJob(id: string, signal: AbortSignal, show: (job: JobShape) => void): Promise<void> {
  const answer = await fetch(apiBase + streamJob.path.replace('{id}', id), { signal, headers: { Accept: 'text/event-stream' } });
  if (!answer.ok || answer.body === null) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const events = (rest + part.value).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const line = event.split('\n').find((each) => each.startsWith('data: '));
      if (line !== undefined) show(JSON.parse(line.slice(6)) as JobShape); // the server checked it against the contract
    }
  }
}
