/** Waiting time before each further try, in seconds: 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h (ux reference 12). Then it is given up. */
const pauses = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;

/**
 * When the next try is due after `attempts` tries, with up to a tenth more so that many do not come at once; undefined when it is given up.
 * `askedSeconds`: what `Retry-After` asked for, which counts when it is longer. `random` is in [0, 1). Pure.
 */
export function nextTry(attempts: number, now: Temporal.Instant, random: number, askedSeconds = 0): Temporal.Instant | undefined {
  const pause = pauses[attempts - 1];
  if (pause === undefined) return undefined;
  const seconds = Math.max(pause, askedSeconds);
  return now.add({ milliseconds: Math.round(seconds * 1_000 * (1 + random / 10)) });
}
