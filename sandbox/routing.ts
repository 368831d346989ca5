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
  return (request, world) => {
    const early = before?.(request, world);
    if (early !== undefined) return early;
    const segments = splitPath(request.path);
    let pathKnown = false;
    for (const candidate of routes) {
      const params = matchSegments(candidate.segments, segments);
      if (params === undefined) continue;
      if (candidate.method === request.method) return candidate.handler(request, world, params);
      pathKnown = true;
    }
    return pathKnown ? misses.wrongVerb(request) : misses.notFound(request);
  };
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
    if (part.startsWith('{') && part.endsWith('}')) {
      if (given === '') return undefined;
      params[part.slice(1, -1)] = given;
    } else if (part.toLowerCase() !== given.toLowerCase()) return undefined;
  }
  return template.length === path.length ? params : undefined;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
