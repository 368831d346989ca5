/** Levels of lists and objects in one request; the deepest of the contract has four (SEC-22). */
const deepest = 32;

/** Why a part of a request cannot be taken whatever its schema says: NUL, which the database cannot keep, or nesting nobody means. */
export function whyNotStorable(value: unknown, depth = 0): 'nul' | 'deep' | undefined {
  if (typeof value === 'string') return value.includes('\0') ? 'nul' : undefined;
  if (value === null || typeof value !== 'object') return undefined;
  if (depth === deepest) return 'deep';
  for (const [key, item] of Object.entries(value)) {
    const why = key.includes('\0') ? 'nul' : whyNotStorable(item, depth + 1);
    if (why !== undefined) return why;
  }
  return undefined;
}
