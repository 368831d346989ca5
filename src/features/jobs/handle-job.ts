import { ownReseller } from '../../model/ids.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import type { JobHandle } from './job.ts';
import { changeJob, insertItem, type JobChange, readJob } from './store.ts';

const writeEveryMs = 400;

/** What a running job reports through: writes at most about twice a second, notices a cancel with each write, and always writes the last word. */
export class Reporter implements JobHandle {
  readonly jobId: JobHandle['jobId'];
  readonly signal: AbortSignal;
  readonly #cancel = new AbortController();
  readonly #context: Context;
  #pending: JobChange = {};
  #writtenAtMs = 0;

  constructor(context: Context, jobId: JobHandle['jobId'], stop: AbortSignal) {
    this.#context = context;
    this.jobId = jobId;
    this.signal = AbortSignal.any([stop, this.#cancel.signal]);
  }

  get isCancelled(): boolean {
    return this.#cancel.signal.aborted;
  }

  async progress(change: Parameters<JobHandle['progress']>[0]): Promise<void> {
    this.#pending = { ...this.#pending, ...change };
    const nowMs = this.#context.clock.now().epochMilliseconds;
    if (nowMs - this.#writtenAtMs < writeEveryMs && change.waitingUntil === undefined) return;
    this.#writtenAtMs = nowMs;
    await this.flush();
  }

  async flush(): Promise<void> {
    const change = this.#pending;
    this.#pending = {};
    const asked = await inScope(this.#context.db, this.#context.scope, async (tx) => {
      const state =
        change.waitingUntil === undefined ? {} : { state: change.waitingUntil === null ? ('running' as const) : ('paused' as const) };
      await changeJob(tx, this.jobId, { ...change, ...state }, ['running', 'paused'], this.#context.clock.now());
      return (await readJob(tx, this.jobId))?.cancelAsked ?? false;
    });
    if (asked) this.#cancel.abort(new Error('Somebody cancelled this job'));
  }

  async item(item: Parameters<JobHandle['item']>[0]): Promise<void> {
    const row = {
      itemId: this.#context.ids(),
      subject: item.subject,
      outcome: item.outcome,
      code: item.code ?? null,
      reason: item.reason ?? null,
      at: this.#context.clock.now(),
    };
    await inScope(this.#context.db, this.#context.scope, (tx) => insertItem(tx, this.jobId, ownReseller, row));
  }
}
