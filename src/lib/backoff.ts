/** Waiting time before try `attempt` (from 1), in milliseconds: full jitter between 0 and base x 2^(attempt-1), capped. `random` is in [0, 1). */
export function backoffMs(attempt: number, random: number, { baseMs = 1_000, capMs = 300_000 } = {}): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.max(0, attempt - 1));
  return Math.round(ceiling * random);
}
