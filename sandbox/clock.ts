/** What a clock remembers over a restart. Milliseconds since 1970. */
export type ClockState = {
  /** Virtual time at `realMs`. */
  readonly virtualMs: number;
  readonly realMs: number;
  /** Virtual seconds for each real one; 0 = stopped. */
  readonly rate: number;
  /** Virtual milliseconds that were jumped over so far. */
  readonly jumpedMs: number;
};

/** Virtual time of all remotes: startsAt + elapsed, unless stopped, jumped or run at another rate. */
export class SandboxClock {
  #state: ClockState;
  readonly #real: () => number;
  readonly #changed: (state: ClockState) => void;

  /** `real` gives the machine's time in milliseconds; `changed` is told the new state after every change, to keep it. */
  constructor(state: ClockState, real: () => number, changed: (state: ClockState) => void = () => undefined) {
    this.#state = state;
    this.#real = real;
    this.#changed = changed;
  }

  /** A clock that stands still at an instant until it is moved: for tests. */
  static stoppedAt(instant: string): SandboxClock {
    return new SandboxClock({ virtualMs: Temporal.Instant.from(instant).epochMilliseconds, realMs: 0, rate: 0, jumpedMs: 0 }, () => 0);
  }

  get state(): ClockState {
    return this.#state;
  }

  nowMs(): number {
    const { virtualMs, realMs, rate } = this.#state;
    return virtualMs + Math.floor((this.#real() - realMs) * rate);
  }

  now(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(this.nowMs());
  }

  /** Milliseconds for throttles: real time plus jumps, so that a stopped clock does not throttle for ever. */
  pacedMs(): number {
    return this.#real() + this.#state.jumpedMs;
  }

  stop(): void {
    this.run(0);
  }

  /** Lets time run at a rate: 1 as real, 0 stands, 3600 an hour a second. */
  run(rate: number): void {
    this.#set({ ...this.#state, virtualMs: this.nowMs(), realMs: this.#real(), rate });
  }

  /** Moves time forward by milliseconds. Time never runs backwards. */
  step(ms: number): void {
    if (ms < 0) throw new RangeError('Time does not run backwards');
    this.#set({ ...this.#state, virtualMs: this.nowMs() + ms, realMs: this.#real(), jumpedMs: this.#state.jumpedMs + ms });
  }

  jumpTo(instant: Temporal.Instant): void {
    this.step(instant.epochMilliseconds - this.nowMs());
  }

  #set(state: ClockState): void {
    this.#state = state;
    this.#changed(state);
  }
}
