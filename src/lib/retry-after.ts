/** A Retry-After header (seconds or HTTP date, RFC 9110 section 10.2.3) as milliseconds from `now`; undefined when absent or unreadable. Capped at one hour. */
export function retryAfterMs(header: string | null | undefined, now: Temporal.Instant): number | undefined {
  if (header === null || header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return cap(Number(text) * 1_000);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : cap(at - now.epochMilliseconds);
}

const oneHourMs = 3_600_000;
const cap = (ms: number): number => Math.min(oneHourMs, Math.max(0, Math.ceil(ms)));
