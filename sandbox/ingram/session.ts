import { bearerOf, json, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import { type Params, type Route, route } from '../routing.ts';
import { findToken } from '../tokens.ts';
import { type IngramAccount, ingramAccount } from '../world/distributors2/accounts.ts';
import type { World } from '../world/world.ts';
import { badRequest, notFound, traced, unauthorized } from './errors.ts';
import { hasKey } from './token.ts';

export type Call = { readonly request: RemoteRequest; readonly world: World; readonly params: Params; readonly account: IngramAccount };

const seedOf = (world: World): string => `${String(world.options.seed)}/${world.now()}`;

/** The production base is `/marketplace/us`, the lab's `/marketplace/dev`. */
const isHere = (request: RemoteRequest, params: Params, account: IngramAccount): boolean =>
  params['region'] === (request.host.startsWith('api-lab') ? 'dev' : account.marketplace);

/** A route below the marketplace's base that any caller may ask, whose answer is traced. */
export const open = (method: string, path: string, work: (call: Call) => RemoteAnswer): Route =>
  route(method, `/marketplace/{region}${path}`, (request, world, params) => {
    const account = ingramAccount(world.options);
    const answer = isHere(request, params, account) ? work({ request, world, params, account }) : notFound('The marketplace');
    return traced(answer, request, seedOf(world));
  });

/** A route that needs the bearer token and the subscription key. */
export const guarded = (method: string, path: string, work: (call: Call) => RemoteAnswer): Route =>
  open(method, path, (call) => {
    if (!hasKey(call.request, call.account)) return unauthorized('Access denied due to missing or invalid subscription key.');
    if (findToken(call.world, bearerOf(call.request), 'ingram') === undefined)
      return unauthorized('The token is missing, wrong or expired');
    return work(call);
  });

/** The document names no greatest limit: assumed. */
const maxLimit = 1000;

/** One page of rows that are already in order: `{data, pagination: {offset, limit, total}}`. */
export function pageOf<Row>({ request }: Call, rows: readonly Row[], show: (row: Row) => unknown): RemoteAnswer {
  const offset = wholeOf(request.query.get('offset'), 0);
  const limit = wholeOf(request.query.get('limit'), 10);
  if (offset === undefined || limit === undefined || limit < 1 || limit > maxLimit)
    return badRequest('offset and limit are whole numbers', [`limit is from 1 to ${String(maxLimit)}`]);
  return json(200, { data: rows.slice(offset, offset + limit).map(show), pagination: { offset, limit, total: rows.length } });
}

function wholeOf(text: string | null, otherwise: number): number | undefined {
  if (text === null || text === '') return otherwise;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** The newest first: what came later stands before what came earlier, also in the same second. */
export const newestFirst = <Row extends { readonly createdAt: string }>(rows: readonly Row[]): readonly Row[] =>
  rows.toReversed().toSorted((a, b) => (a.createdAt === b.createdAt ? 0 : a.createdAt < b.createdAt ? 1 : -1));

/** Whether a filter of the query fits a value; one that is absent fits everything. */
export const fits = ({ request }: Call, name: string, value: string | undefined): boolean => {
  const asked = request.query.get(name) ?? '';
  return asked === '' || asked.toLowerCase() === (value ?? '').toLowerCase();
};
export const fitsPart = ({ request }: Call, name: string, value: string): boolean =>
  value.toLowerCase().includes((request.query.get(name) ?? '').toLowerCase());
/** `{name}From` and `{name}To`, both included; a day as end means its whole day. */
export function fitsTime({ request }: Call, name: string, at: string): boolean {
  const bound = (end: 'From' | 'To'): string => (request.query.get(`${name}${end}`) ?? '').replace(' ', 'T').replace(/(Z|\+00:00)$/, '');
  const [from, to] = [bound('From'), bound('To')];
  const plain = at.slice(0, 19);
  return (from === '' || plain >= from) && (to === '' || plain.slice(0, to.length) <= to);
}
