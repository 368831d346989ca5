/** Shapes of the sandbox's throttle that P1 names. */
export const shapes = ['tokenBucket', 'window', 'strict'] as const;
export type Shape = (typeof shapes)[number];

export type Allowance = {
  readonly shape: Shape;
  /** Calls a minute, so many milliseconds after the start. */
  readonly perMinuteAt: (ms: number) => number;
  /** Where in its minute the window was at the start, in milliseconds. */
  readonly into: number;
};

const stepMs = 10;

/**
 * Milliseconds that the throttle itself needs for so many calls: of a client that knows the rule and is never refused. Each shape gives at
 * once what it has, so whoever takes everything as soon as it is there is the fastest.
 */
export function soonestMs(calls: number, { shape, perMinuteAt, into }: Allowance): number {
  const taken: { readonly at: number; readonly calls: number }[] = [];
  let left = calls;
  let tokens = perMinuteAt(0);
  for (let ms = 0; ; ms += stepMs) {
    const allowed = perMinuteAt(ms);
    if (shape === 'tokenBucket') {
      if (ms > 0) tokens = Math.min(allowed, tokens + (allowed * stepMs) / 60_000);
    } else {
      const since = shape === 'window' ? ms - ((into + ms) % 60_000) : ms - 60_000 + stepMs;
      while ((taken[0]?.at ?? since) < since) taken.shift();
      tokens = allowed - taken.reduce((sum, one) => sum + one.calls, 0);
    }
    const now = Math.max(0, Math.min(left, Math.floor(tokens)));
    left -= now;
    if (left === 0) return ms;
    if (now === 0) continue;
    tokens -= now;
    taken.push({ at: ms, calls: now });
  }
}
