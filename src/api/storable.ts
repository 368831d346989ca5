/** Whether a text of a request holds the character NUL, which the database cannot keep and nobody means. */
export function hasNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(([key, item]) => key.includes('\0') || hasNul(item));
}
