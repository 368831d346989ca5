import type { Clock } from '../../lib/clock.ts';
import type { IdMaker } from '../../lib/ids.ts';
import type { Log } from '../log.ts';
import type { AllowList } from './allow.ts';
import type { Circuit } from './circuit.ts';
import type { LimitsTable } from './limits.ts';
import type { Recorder } from './recording.ts';
import type { Throttle } from './throttle.ts';
import type { Transport } from './transport.ts';

export type HttpClientOptions = {
  readonly transport: Transport;
  /** Waits, deadlines and pace run on it. Give it the machine's clock, not one that follows a sandbox. */
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly ids: IdMaker;
  readonly allow: AllowList;
  readonly throttle: Throttle;
  readonly circuit: Circuit;
  readonly recorder: Recorder;
  readonly log: Log;
  readonly limits?: LimitsTable;
};

/** The same with everything filled in. */
export type Running = HttpClientOptions & { readonly limits: LimitsTable };
