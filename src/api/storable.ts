/** Levels of lists and objects in one request; the deepest of the contract has four (SEC-22). */
const deepest = 32;

type Why = 'nul' | 'deep' | 'halfCharacter';

/**
 * Why a part of a request cannot be taken whatever its schema says: NUL, which the database cannot keep; half a character (a lone
 * surrogate), which it would keep as another one; nesting that nobody means.
 */
export function whyNotStorable(value: unknown, depth = 0): Why | undefined {
  if (typeof value === 'string') return whyNotText(value);
  if (value === null || typeof value !== 'object') return undefined;
  if (depth === deepest) return 'deep';
  for (const [key, item] of Object.entries(value)) {
    const why = whyNotText(key) ?? whyNotStorable(item, depth + 1);
    if (why !== undefined) return why;
  }
  return undefined;
}

function whyNotText(text: string): Why | undefined {
  if (text.includes('\0')) return 'nul';
  return text.isWellFormed() ? undefined : 'halfCharacter';
}
