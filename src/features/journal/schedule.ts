/** When to look next at a command whose outcome nobody knows: after 30 s, 2, 5 and 15 minutes, an hour, then hourly (reliability reference, section 3 rule 6). */
const waitsSeconds = [30, 120, 300, 900, 3_600] as const;
const hourSeconds = 3_600;

/** Looking stops a day after the first try; then a person decides. */
export const looksForHours = 24;

/** Nothing is sent again before the remote had this long to finish what it may have received (F49). */
export const quietMinutes = 15;

/** `looks`: how many look-ups have been made already. */
export const nextLookAt = (now: Temporal.Instant, looks: number): Temporal.Instant =>
  now.add({ seconds: waitsSeconds[looks] ?? hourSeconds });

export const isQuietOver = (submittedAt: Temporal.Instant, now: Temporal.Instant): boolean =>
  Temporal.Instant.compare(submittedAt.add({ minutes: quietMinutes }), now) <= 0;

export const isLookingOver = (firstTriedAt: Temporal.Instant, now: Temporal.Instant): boolean =>
  Temporal.Instant.compare(firstTriedAt.add({ hours: looksForHours }), now) <= 0;
