import type { FastifyInstance } from 'fastify';
import { apiBase } from '../contract/index.ts';
import { streamJob } from '../contract/jobs.ts';
import { type Context, system } from '../features/context.ts';
import { findJob, type JobRecord } from '../features/jobs/index.ts';
import { isEnded } from '../model/job.ts';
import { checkCall, findCaller } from './guard.ts';
import { toJob } from './jobs.ts';
import { sendProblem, shownTo } from './mount.ts';
import { fromRefusal, ofCode } from './problem.ts';

const lookEveryMs = 400;

/** `GET /jobs/{id}/stream`: the job each time it changes, until it ends. Any process can answer: it looks at the job's row. */
export function serveStream(server: FastifyInstance, deps: { readonly context: Context; readonly baseUrl: () => string }): void {
  server.get<{ Params: { id: string } }>(apiBase + streamJob.path.replace('{id}', ':id'), async (request, reply) => {
    const caller = await findCaller(deps.context, request, deps.baseUrl());
    const refusal = checkCall(streamJob, caller, request, deps.context.clock.now());
    if (refusal !== undefined) return sendProblem(reply, fromRefusal(refusal, request.id));
    const id = streamJob.params?.safeParse(request.params);
    const context: Context = { ...deps.context, actor: caller?.actor ?? system };
    const job = id?.success === true ? await findJob(context, id.data.id) : undefined;
    if (job === undefined) return sendProblem(reply, ofCode('not_found', 'There is no job with this id.', request.id));
    reply.hijack();
    const stop = new AbortController();
    request.raw.on('close', () => {
      stop.abort();
    });
    reply.raw.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
      'Request-Id': request.id,
    });
    const show = (shown: unknown): string => JSON.stringify(shownTo(caller, streamJob, shown));
    try {
      await follow(context, job, { show, write: (text) => reply.raw.write(text) }, stop.signal);
    } finally {
      reply.raw.end(); // also when the database could not be asked: who follows asks again, instead of waiting for ever
    }
    return reply;
  });
}

type Line = { readonly show: (job: unknown) => string; readonly write: (text: string) => void };

async function follow(context: Context, first: JobRecord, { show, write }: Line, signal: AbortSignal): Promise<void> {
  let shown = '';
  let idleTurns = 0;
  for (let job: JobRecord | undefined = first; job !== undefined && !signal.aborted; job = await findJob(context, first.jobId)) {
    const text = show(toJob(job, context.clock.now()));
    if (text !== shown) write(`event: job\ndata: ${text}\n\n`);
    else if ((idleTurns += 1) % 40 === 0) write(': still here\n\n'); // proxies close silent connections
    shown = text;
    if (isEnded(job.state)) break;
    await context.clock.sleep(lookEveryMs, signal).catch(() => undefined);
  }
}
