/** A customer's tenant in one form: the first API writes it as `org:GUID` at times (partner-center-api.md 10.3). */
export function tenantIdOf(text: string): string {
  const lower = text.toLowerCase();
  return lower.startsWith('org:') ? lower.slice(4) : lower;
}
