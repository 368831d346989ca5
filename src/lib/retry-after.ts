/**
 * A Retry-After header (seconds or HTTP date, RFC 9110 section 10.2.3) as milliseconds from `now`; undefined when absent or unreadable. Capped
 * at one hour.
 */
export function retryAfterMs(header: string | null | undefined, now: Temporal.Instant): number | undefined {
  if (header === null || header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return cap(Number(text) * 1_000);
  // Date.parse alone takes "-5" for a day in 2001, and a date without a zone for local time.
  if (!dateForms.test(text)) return undefined;
  const at = Date.parse(hasZone.test(text) ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : cap(at - now.epochMilliseconds);
}

/** IMF-fixdate and RFC 850 begin with a day and a comma, asctime with a day; gateways also send ISO 8601. */
const dateForms = /^([A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}( \d{4}| GMT)|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(Z|[+-]\d{2}:\d{2}))$/;
const hasZone = /(GMT|Z|[+-]\d{2}:\d{2})$/;

const oneHourMs = 3_600_000;
const cap = (ms: number): number => Math.min(oneHourMs, Math.max(0, Math.ceil(ms)));
