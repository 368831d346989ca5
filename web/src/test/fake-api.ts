import { apiBase, routes } from '#contract/index.ts';
import { type ProblemCode, problems } from '#contract/problem.ts';
import type { Route } from '#contract/route.ts';
import type { BodyOf, ReplyOf } from '../lib/api.ts';

/** What a call of the page looked like. */
export type Seen<R extends Route = Route> = {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: BodyOf<R>;
  readonly headers: Headers;
};

type Reply = { readonly status: number; readonly body: unknown };
type Answer = (seen: Seen) => Reply | Promise<Reply>;

/** A refusal as the server words it. */
export class Refused {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly more: Readonly<Record<string, unknown>>;
  constructor(code: ProblemCode, detail = 'Because of the test.', more: Readonly<Record<string, unknown>> = {}) {
    this.code = code;
    this.detail = detail;
    this.more = more;
  }
}

export type FakeApi = {
  /** Says what a route answers from now on: a reply, a refusal, or a function of the call. */
  readonly on: <R extends Route>(
    route: R,
    answer: ReplyOf<R> | Refused | ((seen: Seen<R>) => ReplyOf<R> | Refused | Promise<ReplyOf<R> | Refused>),
  ) => void;
  /** The calls of a route so far. */
  readonly seen: <R extends Route>(route: R) => readonly Seen<R>[];
  readonly uninstall: () => void;
};

/** A server at the edge: stands where `fetch` goes out, typed by the contract. Calls that no test prepared answer 404. */
export function installFakeApi(): FakeApi {
  const answers = new Map<string, Answer>();
  const known = new Set<Route>(routes);
  const calls = new Map<string, Seen[]>();
  const real = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input), location.origin);
    if (!url.pathname.startsWith(apiBase)) return real(input, init);
    const found = findRoute(known, init?.method ?? 'GET', url.pathname.slice(apiBase.length));
    if (found === undefined) return toResponse(refusalReply(new Refused('not_found', `No route ${url.pathname}`)));
    const seen = seenOf(found.params, url, init);
    calls.set(found.route.id, [...(calls.get(found.route.id) ?? []), seen]);
    const answer = answers.get(found.route.id);
    const reply = await (answer?.(seen) ?? refusalReply(new Refused('not_found', `The test prepared no answer for ${found.route.id}.`)));
    init?.signal?.throwIfAborted();
    return toResponse(reply, found.route.stream === true);
  };
  return {
    on: (route, answer) => {
      known.add(route); // also one whose handler is still to come
      answers.set(route.id, async (seen) => {
        const given: unknown = typeof answer === 'function' ? await (answer as (seen: Seen) => unknown)(seen) : answer; // replies are data, never functions
        return given instanceof Refused ? refusalReply(given) : { status: route.status, body: given };
      });
    },
    seen: (route) => calls.get(route.id) ?? [],
    uninstall: () => {
      globalThis.fetch = real;
    },
  };
}

const seenOf = (params: Record<string, string>, url: URL, init: RequestInit | undefined): Seen => ({
  params,
  query: Object.fromEntries(url.searchParams),
  body: typeof init?.body === 'string' ? JSON.parse(init.body) : undefined,
  headers: new Headers(init?.headers),
});

function findRoute(known: ReadonlySet<Route>, method: string, path: string): { route: Route; params: Record<string, string> } | undefined {
  for (const route of byExactness(known)) {
    const names = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
    const match = new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`).exec(path);
    if (route.method === method && match !== null)
      return { route, params: Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')])) };
  }
  return undefined;
}

/** `/differences/counts` before `/differences/{id}`, as the server takes it. */
const byExactness = (known: ReadonlySet<Route>): Route[] => [...known].sort((a, b) => placeholders(a) - placeholders(b));
const placeholders = ({ path }: Route): number => path.split('{').length;

const refusalReply = ({ code, detail, more }: Refused): Reply => ({
  status: problems[code].status,
  body: {
    type: `/docs/errors/${code}`,
    title: problems[code].title,
    status: problems[code].status,
    detail,
    code,
    requestId: 'req_test',
    retryable: false,
    ...more,
  },
});

function toResponse({ status, body }: Reply, stream = false): Response {
  if (status === 204) return new Response(null, { status });
  if (stream && status === 200)
    return new Response(`event: job\ndata: ${JSON.stringify(body)}\n\n`, { status, headers: { 'Content-Type': 'text/event-stream' } });
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } });
}

/** One page of a list with everything in it. */
export const pageOf = <Row>(data: Row[], more: { nextCursor?: string; rows?: number } = {}) => ({
  data,
  page: { nextCursor: more.nextCursor ?? null, previousCursor: null, hasMore: more.nextCursor !== undefined, limit: 100 },
  totals: { rows: more.rows ?? data.length, exact: true },
});
