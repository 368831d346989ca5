/** The only source of time (rule B1). Instants are UTC; `today` is the UTC calendar date, as at Microsoft. */
export interface Clock {
  now(): Temporal.Instant;
  today(): Temporal.PlainDate;
  /** Resolves after that many milliseconds of this clock; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const utcDate = (instant: Temporal.Instant): Temporal.PlainDate => instant.toZonedDateTimeISO('UTC').toPlainDate();

type Sleeper = { readonly wakesAt: bigint; readonly wake: () => void };

/** A clock that only moves when told; sleepers wake in order of time. For tests. */
export class VirtualClock implements Clock {
  #at: Temporal.Instant;
  #sleepers: Sleeper[] = [];

  constructor(startsAt: string | Temporal.Instant) {
    this.#at = typeof startsAt === 'string' ? Temporal.Instant.from(startsAt) : startsAt;
  }

  now(): Temporal.Instant {
    return this.#at;
  }

  today(): Temporal.PlainDate {
    return utcDate(this.#at);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(asError(signal.reason));
    return new Promise((resolve, reject) => {
      const sleeper: Sleeper = { wakesAt: this.#at.epochNanoseconds + BigInt(Math.round(ms * 1e6)), wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener(
        'abort',
        () => {
          this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
          reject(asError(signal.reason));
        },
        { once: true },
      );
    });
  }

  /** Moves time forward and lets everything run that became due, step by step. */
  async advance(ms: number): Promise<void> {
    const target = this.#at.epochNanoseconds + BigInt(Math.round(ms * 1e6));
    for (;;) {
      const due = this.#sleepers.filter((sleeper) => sleeper.wakesAt <= target).sort((a, b) => (a.wakesAt < b.wakesAt ? -1 : 1))[0];
      if (due === undefined) break;
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== due);
      this.#at = Temporal.Instant.fromEpochNanoseconds(due.wakesAt > this.#at.epochNanoseconds ? due.wakesAt : this.#at.epochNanoseconds);
      due.wake();
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    }
    this.#at = Temporal.Instant.fromEpochNanoseconds(target);
  }
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error('Aborted', { cause: reason }));
