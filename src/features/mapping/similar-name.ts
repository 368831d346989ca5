import { foldCompany } from '../../lib/normalise.ts';

/** Names that are less alike than this suggest nothing: in per cent, both measures taken together. */
export const leastAlike = 80;

/**
 * How alike two names of companies are, 0 to 100: the better of shared words and of letters that differ, both without legal forms. Names that are
 * equal so far are 100; they are found by stronger evidence.
 */
export function alikeness(a: string, b: string): number {
  const [ours, theirs] = [skeleton(foldCompany(a)), skeleton(foldCompany(b))];
  if (ours === '' || theirs === '') return 0;
  if (ours === theirs) return 100;
  return Math.floor(100 * Math.max(sharedWords(ours, theirs), sameLetters(ours, theirs)));
}

/** Letters of another alphabet that look like Latin ones: Cyrillic and Greek, of what foldName leaves (lower case). */
const lookAlikes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    аα: 'a',
    е: 'e',
    оο: 'o',
    рρ: 'p',
    с: 'c',
    у: 'y',
    хχ: 'x',
    іι: 'i',
    ј: 'j',
    ѕ: 's',
    һ: 'h',
    ԁ: 'd',
    ԛ: 'q',
    ԝ: 'w',
    ν: 'v',
    υ: 'u',
    κ: 'k',
    τ: 't',
  }).flatMap(([others, latin]) => Array.from(others, (letter): [string, string] => [letter, latin])),
);

const skeleton = (name: string): string => Array.from(name, (letter) => lookAlikes.get(letter) ?? letter).join('');

/** The two read the same and are written with other letters: what a forger does, or a keyboard layout. */
export const isLookAlike = (a: string, b: string): boolean =>
  foldCompany(a) !== foldCompany(b) && skeleton(foldCompany(a)) === skeleton(foldCompany(b));

/** Letters in words that both have, by all letters: a long word with one letter more, less or different is the same word, for a little less. */
function sharedWords(a: string, b: string): number {
  const [ours, theirs] = [a.split(' '), b.split(' ')];
  const left = [...theirs];
  let shared = 0;
  for (const word of ours) {
    const at = left.findIndex((other) => isOneWord(word, other));
    const other = left[at];
    if (other === undefined) continue;
    shared += (word.length + other.length) * sameLetters(word, other);
    left.splice(at, 1);
  }
  return shared / (lettersOf(ours) + lettersOf(theirs));
}

const longWord = 6;
const isOneWord = (a: string, b: string): boolean => a === b || (Math.min(a.length, b.length) >= longWord && distance(a, b) <= 1);
const lettersOf = (words: readonly string[]): number => words.reduce((sum, word) => sum + word.length, 0);

const sameLetters = (a: string, b: string): number => 1 - distance(a, b) / Math.max(a.length, b.length);

/** Letters to put in, take out, change or swap with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(Math.min(change, at(row, j) + 1, at(next, j - 1) + 1, isSwap ? at(before, j - 2) + 1 : a.length + b.length));
    }
    before = row;
    row = next;
  }
  return at(row, b.length);
}

/** Outside is as far as can be. */
const at = (row: readonly number[], index: number): number => row[index] ?? Number.MAX_SAFE_INTEGER;

/** What names must have in common before they are compared at all: a word, or their first or last letters. */
export function namedKeys(name: string): readonly string[] {
  const folded = skeleton(foldCompany(name));
  const words = folded.split(' ').filter((word) => word.length >= 4);
  return folded === '' ? [] : [...words, `^${folded.slice(0, 3)}`, `${folded.slice(-3)}$`];
}
