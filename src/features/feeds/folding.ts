/** How often a resource was read lately because of events. */
export type Readings = {
  readonly readAt: Temporal.Instant | undefined;
  /** In a row, without a pause between them. */
  readonly readings: number;
  readonly failures: number;
  readonly retryAt: Temporal.Instant | undefined;
};

export const never: Readings = { readAt: undefined, readings: 0, failures: 0, retryAt: undefined };

/** Events within so many seconds after the first are one trailing reading (reliability reference, section 11, 7). */
const foldSeconds = 5;
/** After that one reading in so many seconds. */
const pauseSeconds = 30;
/** Nothing was read for so long: the next event is a first one again. */
const quietSeconds = 60;
const longestPauseSeconds = 300;

const earlier = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) < 0;

/** When a resource that has unread events may be read: the first event at once, those behind it folded. */
export function readableAt({ readAt, readings, retryAt }: Readings): Temporal.Instant | undefined {
  const folded = readAt?.add({ seconds: readings === 1 ? foldSeconds : pauseSeconds });
  if (folded === undefined || retryAt === undefined) return folded ?? retryAt;
  return earlier(folded, retryAt) ? retryAt : folded;
}

export const isReadable = (before: Readings, now: Temporal.Instant): boolean => {
  const at = readableAt(before);
  return at === undefined || !earlier(now, at);
};

/** After a reading that was asked for at `at`. */
export function afterReading(before: Readings, at: Temporal.Instant): Readings {
  const isFirst = before.readAt === undefined || !earlier(at, before.readAt.add({ seconds: quietSeconds }));
  return { readAt: at, readings: isFirst ? 1 : before.readings + 1, failures: 0, retryAt: undefined };
}

/** After a reading that failed: tried again, later each time, for ever; or when the remote said. */
export function afterFailure(before: Readings, now: Temporal.Instant, told: Temporal.Instant | undefined): Readings {
  const failures = before.failures + 1;
  const retryAt = told ?? now.add({ seconds: Math.min(longestPauseSeconds, 2 ** Math.min(failures, 10)) });
  return { ...before, failures, retryAt };
}
