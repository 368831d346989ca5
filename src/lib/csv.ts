/** A field of a CSV (RFC 4180). Text that a spreadsheet would run as a formula gets a leading apostrophe (SEC-26); numbers do not. */
export function csvField(text: string): string {
  const safe = runsInSpreadsheets(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvRecord = (fields: readonly string[]): string => `${fields.map(csvField).join(',')}\r\n`;

/** Text as it was before `csvField` guarded it, so that what we export is the same when it is imported. */
export const unguarded = (text: string): string => (text.startsWith("'") && runsInSpreadsheets(text.slice(1)) ? text.slice(1) : text);

const runsInSpreadsheets = (text: string): boolean => /^[=+\-@\t\r\0]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text);
