import { bar } from './bars.ts';

/** One side of a race: the product, a peer, or a limit of the machine. */
export type Contender = {
  readonly name: string;
  /** Runs once in a process of its own where memory matters; answers what was measured. */
  readonly run: () => Promise<Measured>;
};

/** Seconds of wall clock and processor, peak memory in MiB, and whatever else is worth a column (counts, lines a second). */
export type Measured = {
  readonly seconds: number;
  readonly cpuSeconds?: number | undefined;
  readonly peakMiB?: number | undefined;
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
};

/** A named benchmark: prepares its data, then product and peers run in turn, round by round. The first contender is the product. */
export type Benchmark = {
  readonly name: string;
  readonly what: string;
  /** How often it runs when nobody says: 3. */
  readonly rounds?: number;
  /** Its lines are different things, no peers of each other: there is nothing to divide. */
  readonly areApart?: true;
  readonly prepare: (flags: Flags) => Promise<Prepared>;
};

/** The most that the median of product / peer may be. */
export type RatioBar = { readonly goal: string; readonly against: string; readonly most: number };

type Prepared = {
  readonly contenders: readonly Contender[];
  readonly bars?: readonly RatioBar[];
  readonly facts: Readonly<Record<string, string | number>>;
  /** Ends what was started for it. */
  readonly close?: () => Promise<void>;
};

/** Options behind the benchmark's name: `--lines 100000`. */
export type Flags = {
  readonly text: (name: string, otherwise: string) => string;
  readonly count: (name: string, otherwise: number) => number;
};

export function readFlags(args: readonly string[]): { readonly names: readonly string[]; readonly flags: Flags } {
  const names: string[] = [];
  const given = new Map<string, string>();
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (!arg.startsWith('--')) names.push(arg);
    else {
      const [name = '', value] = arg.slice(2).split('=');
      if (value === undefined) at += 1;
      given.set(name, value ?? args[at] ?? '');
    }
  }
  const text = (name: string, otherwise: string): string => given.get(name) ?? otherwise;
  const count = (name: string, otherwise: number): number => {
    const value = Number(text(name, String(otherwise)));
    if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} must be a whole number.`);
    return value;
  };
  return { names, flags: { text, count } };
}

export type Spread = { readonly min: number; readonly median: number; readonly max: number };

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  const lower = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  return { min: sorted[0] ?? Number.NaN, median: (lower + upper) / 2, max: sorted.at(-1) ?? Number.NaN };
}

export type Race = {
  readonly contenders: readonly {
    readonly name: string;
    readonly seconds: Spread;
    readonly cpuSeconds?: Spread;
    readonly peakMiB?: Spread;
    readonly last: Measured;
  }[];
  /** Product / peer, taken pair by pair within each round. */
  readonly ratios: readonly { readonly against: string; readonly ratio: Spread }[];
};

/** Each bar with what was reached: `P4, / inflate-only: 2.10 x (bar 2.3 x: met)`. */
export const heldAgainst = (bars: readonly RatioBar[], { ratios }: Pick<Race, 'ratios'>): string[] =>
  bars.map(({ goal, against, most }) => {
    const reached = ratios.find((one) => one.against === against)?.ratio.median ?? Number.NaN;
    return `${goal}, / ${against}: ${bar(reached, most, 'x')}`;
  });

const known = (values: readonly (number | undefined)[]): Spread | undefined => {
  const numbers = values.filter((value) => value !== undefined);
  return numbers.length === 0 ? undefined : spread(numbers);
};

/** Lets the contenders run in turn, `rounds` times, so that noise of the machine meets all of them. */
export async function race(contenders: readonly Contender[], rounds: number, onRun: (text: string) => void): Promise<Race> {
  const runs = new Map<string, Measured[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const { name, run } of contenders) {
      const measured = await run();
      runs.get(name)?.push(measured);
      onRun(`round ${round}: ${name} ${measured.seconds.toFixed(2)} s`);
    }
  }
  const [product] = contenders;
  const own = runs.get(product?.name ?? '') ?? [];
  return {
    contenders: contenders.map(({ name }) => {
      const all = runs.get(name) ?? [];
      const cpuSeconds = known(all.map((one) => one.cpuSeconds));
      const peakMiB = known(all.map((one) => one.peakMiB));
      return {
        name,
        seconds: spread(all.map((one) => one.seconds)),
        ...(cpuSeconds === undefined ? {} : { cpuSeconds }),
        ...(peakMiB === undefined ? {} : { peakMiB }),
        last: all.at(-1) ?? { seconds: Number.NaN },
      };
    }),
    ratios: contenders.slice(1).map(({ name }) => ({
      against: name,
      ratio: spread((runs.get(name) ?? []).map((peer, round) => (own[round]?.seconds ?? Number.NaN) / peer.seconds)),
    })),
  };
}
