import type { Remote, RemoteAnswer, RemoteRequest } from './remote.ts';
import type { World } from './world/world.ts';

export type Params = Readonly<Record<string, string>>;
export type Handler = (request: RemoteRequest, world: World, params: Params) => RemoteAnswer | Promise<RemoteAnswer>;
export type Route = { readonly method: string; readonly template: string; readonly handler: Handler; readonly segments: readonly string[] };

/** `route('GET', '/v1/customers/{customerId}', handler)`: `{name}` takes one path segment, decoded. Paths are compared without regard to case. */
export const route = (method: string, template: string, handler: Handler): Route => ({
  method,
  template,
  handler,
  segments: template.split('/').slice(1),
});

/** What to answer when no route fits: in the remote's own error form. */
export type Misses = {
  notFound(request: RemoteRequest): RemoteAnswer;
  /** The path exists, the verb does not. */
  wrongVerb(request: RemoteRequest): RemoteAnswer;
};

/** Makes a remote's `handle` from routes. `before` may answer instead (authentication, throttling). */
export function routed(
  routes: readonly Route[],
  misses: Misses,
  before?: (request: RemoteRequest, world: World) => RemoteAnswer | undefined,
): Remote['handle'] {
  const tree = treeOf(routes);
  return (request, world) => {
    const early = before?.(request, world);
    if (early !== undefined) return early;
    const segments = splitPath(request.path);
    const fitting: Placed[] = [];
    collect(tree, segments, 0, fitting);
    let found: Placed | undefined;
    for (const one of fitting) {
      if (one.route.method === request.method && (found === undefined || one.place < found.place)) found = one;
    }
    if (found !== undefined) return found.route.handler(request, world, paramsOf(found.route.segments, segments));
    return fitting.length > 0 ? misses.wrongVerb(request) : misses.notFound(request);
  };
}

/** A route and its place in the list: of two that fit the earlier one answers. */
type Placed = { readonly route: Route; readonly place: number };

/** Routes by their segments, so that finding one does not look at the others. */
type Tree = { readonly words: Map<string, Tree>; any: Tree | undefined; readonly rest: Placed[]; readonly ends: Placed[] };

const emptyTree = (): Tree => ({ words: new Map(), any: undefined, rest: [], ends: [] });

function treeOf(routes: readonly Route[]): Tree {
  const tree = emptyTree();
  for (const [place, one] of routes.entries()) grow(tree, one.segments, { route: one, place });
  return tree;
}

function grow(tree: Tree, segments: readonly string[], placed: Placed): void {
  const [first, ...others] = segments;
  if (first === undefined) tree.ends.push(placed);
  else if (first === '*') tree.rest.push(placed);
  else if (isName(first)) grow((tree.any ??= emptyTree()), others, placed);
  else {
    const word = first.toLowerCase();
    const next = tree.words.get(word) ?? emptyTree();
    tree.words.set(word, next);
    grow(next, others, placed);
  }
}

function collect(tree: Tree, segments: readonly string[], at: number, into: Placed[]): void {
  into.push(...tree.rest);
  const segment = segments[at];
  if (segment === undefined) {
    into.push(...tree.ends);
    return;
  }
  const word = tree.words.get(segment.toLowerCase());
  if (word !== undefined) collect(word, segments, at + 1, into);
  if (tree.any !== undefined && segment !== '') collect(tree.any, segments, at + 1, into);
}

const isName = (segment: string): boolean => segment.startsWith('{') && segment.endsWith('}');

function paramsOf(template: readonly string[], path: readonly string[]): Params {
  const params: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    if (part === '*') return params;
    if (isName(part)) params[part.slice(1, -1)] = path[index] ?? '';
  }
  return params;
}

/** Whether a path fits a template such as `/v1/customers/{customerId}`; a `*` segment takes the rest. */
export function matchPath(template: string, path: string): Params | undefined {
  return matchSegments(template.split('/').slice(1), splitPath(path));
}

function splitPath(path: string): string[] {
  const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  return trimmed.split('/').slice(1).map(decoded);
}

function matchSegments(template: readonly string[], path: readonly string[]): Params | undefined {
  const params: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    if (part === '*') return params;
    const given = path[index];
    if (given === undefined) return undefined;
    if (isName(part)) {
      if (given === '') return undefined;
      params[part.slice(1, -1)] = given;
    } else if (part.toLowerCase() !== given.toLowerCase()) return undefined;
  }
  return template.length === path.length ? params : undefined;
}

function decoded(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
