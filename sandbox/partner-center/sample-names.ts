import { readFileSync } from 'node:fs';

// For the tests of Microsoft's remotes.

/** A documented sample of one of our fixture folders. */
export const sample = (folder: 'partner-center' | 'graph', name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../${folder}/fixtures/${name}.json`, import.meta.url), 'utf8'));

/** All names of a value as paths: `items[].companyProfile.links`. Of a list the union of its items. */
export function namesIn(value: unknown, at = ''): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((item) => [...namesIn(item, `${at}[]`)]));
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(
    Object.entries(value).flatMap(([name, inner]) => {
      const path = at === '' ? name : `${at}.${name}`;
      return [path, ...namesIn(inner, path)];
    }),
  );
}

/** Names that the sample has and the answer has not. */
export const missingNames = (documented: unknown, answer: unknown): string[] => {
  const given = namesIn(answer);
  return [...namesIn(documented)].filter((name) => !given.has(name));
};
