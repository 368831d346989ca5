/** What a JSON value looks like without its values: kinds, member names, and words whose spelling a client compares. */
export type Shape =
  | { readonly kind: 'text'; readonly words: readonly string[] }
  | { readonly kind: 'number' | 'flag' | 'null' }
  | { readonly kind: 'list'; readonly item?: Shape }
  | { readonly kind: 'object'; readonly members: Readonly<Record<string, Member>> }
  | { readonly kind: 'either'; readonly of: readonly Shape[] };

/** `always`: every object of the samples had it. */
export type Member = { readonly shape: Shape; readonly always: boolean };

/** A word such as `active` or `OneTime`: a spelling that programs compare. Sentences, names with blanks, ids and dates are none. */
const word = /^[A-Za-z]{2,40}$/;

export function shapeOf(value: unknown): Shape {
  if (value === null) return { kind: 'null' };
  if (Array.isArray(value)) {
    const shapes = value.map(shapeOf);
    const [first, ...others] = shapes;
    return first === undefined ? { kind: 'list' } : { kind: 'list', item: others.reduce(merged, first) };
  }
  if (typeof value === 'object') {
    const members = Object.entries(value).map(([name, member]): [string, Member] => [name, { shape: shapeOf(member), always: true }]);
    return { kind: 'object', members: Object.fromEntries(members) };
  }
  if (typeof value === 'string') return { kind: 'text', words: word.test(value) ? [value] : [] };
  return { kind: typeof value === 'boolean' ? 'flag' : 'number' };
}

/** One shape for two samples of the same thing. */
export function merged(one: Shape, other: Shape): Shape {
  if (one.kind === 'either') return one.of.reduce((sum, part) => merged(part, sum), other);
  if (other.kind === 'either') return mergedInto(other.of, one);
  if (one.kind === 'text' && other.kind === 'text') return { kind: 'text', words: [...new Set([...one.words, ...other.words])] };
  if (one.kind === 'list' && other.kind === 'list') return mergedLists(one.item, other.item);
  if (one.kind === 'object' && other.kind === 'object') return { kind: 'object', members: mergedMembers(one.members, other.members) };
  return one.kind === other.kind ? one : { kind: 'either', of: [one, other] };
}

function mergedInto(parts: readonly Shape[], shape: Shape): Shape {
  const at = parts.findIndex((part) => part.kind === shape.kind);
  if (at < 0) return { kind: 'either', of: [...parts, shape] };
  return { kind: 'either', of: parts.map((part, index) => (index === at ? merged(part, shape) : part)) };
}

function mergedLists(one: Shape | undefined, other: Shape | undefined): Shape {
  if (one === undefined) return other === undefined ? { kind: 'list' } : { kind: 'list', item: other };
  return { kind: 'list', item: other === undefined ? one : merged(one, other) };
}

function mergedMembers(one: Readonly<Record<string, Member>>, other: Readonly<Record<string, Member>>): Readonly<Record<string, Member>> {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    names.flatMap((name): [string, Member][] => {
      const [left, right] = [own(one, name), own(other, name)];
      if (left === undefined || right === undefined) {
        const only = left ?? right;
        return only === undefined ? [] : [[name, { ...only, always: false }]];
      }
      return [[name, { shape: merged(left.shape, right.shape), always: left.always && right.always }]];
    }),
  );
}

/** A member of these, and nothing that every object has. */
const own = (members: Readonly<Record<string, Member>>, name: string): Member | undefined =>
  Object.hasOwn(members, name) ? members[name] : undefined;

const partsOf = (shape: Shape): readonly Shape[] => (shape.kind === 'either' ? shape.of : [shape]);

/** How it ends where the sample's list has items and the answer's is empty. */
export const nothingToCompare = 'nothing in it to compare';

/**
 * Where an answer disagrees with the shape of the samples, as sentences with the path. Members beyond the samples are no disagreement
 * (pages document more than their example shows), unless only their casing differs.
 */
export function disagreements(sample: Shape, answer: Shape, path = ''): readonly string[] {
  const here = path === '' ? 'the body' : path;
  const wanted = partsOf(sample);
  return partsOf(answer).flatMap((part) => {
    if (wanted.every(({ kind }) => kind === 'null')) return [];
    const same = wanted.find(({ kind }) => kind === part.kind);
    if (same === undefined) return [`${here}: ${part.kind} instead of ${wanted.map(({ kind }) => kind).join(' or ')}`];
    return within(same, part, path);
  });
}

function within(same: Shape, part: Shape, path: string): readonly string[] {
  if (same.kind === 'object' && part.kind === 'object') return ofMembers(same.members, part.members, path);
  if (same.kind === 'list' && part.kind === 'list') {
    if (same.item === undefined) return [];
    return part.item === undefined ? [`${path}[]: ${nothingToCompare}`] : disagreements(same.item, part.item, `${path}[]`);
  }
  if (same.kind === 'text' && part.kind === 'text') {
    return part.words.flatMap((said) => {
      const meant = same.words.find((one) => one.toLowerCase() === said.toLowerCase());
      return meant === undefined || same.words.includes(said) ? [] : [`${path}: ${said} instead of ${meant}`];
    });
  }
  return [];
}

function ofMembers(sample: Readonly<Record<string, Member>>, answer: Readonly<Record<string, Member>>, path: string): readonly string[] {
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const lower = new Map(Object.keys(sample).map((name) => [name.toLowerCase(), name]));
  const lacking = Object.entries(sample).flatMap(([name, member]) => {
    const found = own(answer, name);
    if (found === undefined) return member.always ? [`${at(name)}: missing`] : [];
    const isSometimes = member.always && !found.always;
    return [...(isSometimes ? [`${at(name)}: sometimes missing`] : []), ...disagreements(member.shape, found.shape, at(name))];
  });
  const misspelt = Object.keys(answer).filter((name) => own(sample, name) === undefined && lower.has(name.toLowerCase()));
  return [...lacking, ...misspelt.map((name) => `${at(name)}: instead of ${lower.get(name.toLowerCase()) ?? ''}`)];
}
