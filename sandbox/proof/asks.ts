import { partnerCenterAudience, type TestSandbox } from '../testing.ts';
import type { Shown } from './case.ts';
import { keptSamples } from './samples.ts';

/** A call to a remote below its real host name. */
export type Ask = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; text is sent as it is. */
  readonly body?: unknown;
};

export type Answered = { readonly status: number; readonly headers: Headers; readonly text: string; readonly body: unknown };

export async function ask(box: TestSandbox, address: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answered> {
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const answer = await fetch(`${box.url}/${address}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    redirect: 'manual',
    ...sent,
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: readJson(text) };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('\u{feff}') ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

const bearers = new WeakMap<TestSandbox, Map<string, Promise<string>>>();

function bearer(box: TestSandbox, account: string, audience: string): Promise<string> {
  const mine = bearers.get(box) ?? new Map<string, Promise<string>>();
  bearers.set(box, mine);
  // Cases move the clock, and a token lives for an hour.
  const halfHour = Math.floor(box.sandbox.world.clock.nowMs() / 1_800_000);
  const key = `${account} ${audience} ${String(halfHour)}`;
  const found = mine.get(key) ?? box.bearer(account, audience);
  mine.set(key, found);
  return found;
}

/** Partner Center v1 as the integration user of an account: `pc(box, '/customers')`. */
export const pc = async (box: TestSandbox, path: string, call: Ask & { readonly account?: string } = {}): Promise<Answered> =>
  ask(box, `api.partnercenter.microsoft.com${path.startsWith('/webhooks') ? '' : '/v1'}${path}`, {
    ...call,
    headers: { authorization: `Bearer ${await bearer(box, call.account ?? 'pc-1', partnerCenterAudience)}`, ...call.headers },
  });

/** Graph v1.0 likewise. */
export const graph = async (box: TestSandbox, path: string, call: Ask & { readonly account?: string } = {}): Promise<Answered> =>
  ask(box, `graph.microsoft.com/v1.0${path}`, {
    ...call,
    headers: { authorization: `Bearer ${await bearer(box, call.account ?? 'pc-1', 'https://graph.microsoft.com')}`, ...call.headers },
  });

/** The body of an answer with the wanted status; otherwise says what came. */
export function shown(answer: Answered, status = 200): Shown {
  if (answer.status !== status) throw new Error(`${String(answer.status)} instead of ${String(status)}: ${answer.text.slice(0, 300)}`);
  return { body: answer.body };
}

/** A request sample: what was sent and how it was taken. */
export const taken = (sent: unknown, answer: Answered): Shown => ({ sent, status: answer.status, answer: answer.body });

/** Ids of the first customer of an account that has a subscription. */
export function someone(box: TestSandbox, account = 'pc-1'): { readonly customerId: string; readonly subscriptionId: string } {
  const [row] = box.sandbox.world.tables.subscriptions.by('accountId', account).filter(({ status }) => status === 'active');
  if (row === undefined) throw new Error(`${account} sells nothing`);
  return { customerId: row.customerId, subscriptionId: row.id };
}

/** A published request body of Partner Center, by its file's name without `.request.json`. */
export function requestOf(name: string): Readonly<Record<string, unknown>> {
  requests ??= new Map(keptSamples().map((sample) => [sample.name, sample.body]));
  const body = requests.get(`partner-center/${name}.request.json`);
  if (typeof body !== 'object' || body === null) throw new Error(`There is no request sample ${name}`);
  return { ...body };
}
let requests: ReadonlyMap<string, unknown> | undefined;

type Credentials = {
  readonly distributors: readonly { readonly kind: string; readonly clientId: string; readonly clientSecret: string }[];
  readonly psas: readonly {
    readonly kind: string;
    readonly baseUrl: string;
    readonly companyId: string | null;
    readonly publicKey: string | null;
    readonly privateKey: string | null;
    readonly clientId: string | null;
  }[];
};

/** What GET /_control/credentials tells to sign in at distributors and PSA systems. */
export const credentials = async (box: TestSandbox): Promise<Credentials> => (await box.get('credentials')).body as Credentials;

/** A member of a JSON body by its path, as text; '' when it is not there: `textAt(body, 'content', 0, 'id')`. */
export function textAt(body: unknown, ...path: readonly (string | number)[]): string {
  let at: unknown = body;
  for (const step of path) at = typeof at === 'object' && at !== null ? (at as Readonly<Record<string, unknown>>)[String(step)] : undefined;
  return typeof at === 'string' || typeof at === 'number' ? String(at) : '';
}
