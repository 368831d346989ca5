import type { z } from 'zod';
import { type JsonValue, writeJson } from '../../lib/exact-json.ts';
import type { Answer, Call, HttpClient, Method } from '../../platform/http/call.ts';
import { isRemoteError } from '../../platform/http/fault.ts';
import { type Keys, signInHeaders } from './auth.ts';
import { findCodebase } from './codebase.ts';
import { explainRefusal } from './explain.ts';
import { hostOf, nextId } from './link-header.ts';
import { WireList } from './schema.ts';

export type ListPage = { readonly rows: readonly unknown[]; readonly nextId: string | undefined };

export type CallerOptions = { readonly http: HttpClient; readonly connectionId: string; readonly site: string; readonly keys: Keys };
type Request = { readonly path: string; readonly signal: AbortSignal | undefined; readonly headers?: Readonly<Record<string, string>> };

/** Most rows a page holds (psa reference 3.2). */
const pageSize = 1000;

/** How every call to ConnectWise is made: address, sign-in, pages. */
export function createCaller({ http, connectionId, site, keys }: CallerOptions) {
  const discover = (): Promise<string> => findCodebase({ http, connectionId, site, companyId: keys.companyId });
  let codebase: Promise<string> | undefined;

  const current = (): Promise<string> => {
    codebase ??= discover().catch((error: unknown) => {
      codebase = undefined;
      throw error;
    });
    return codebase;
  };

  const call = (base: string, method: Method, { path, signal, headers }: Request): Call => ({
    remote: 'connectwise',
    connectionId,
    family: 'api',
    method,
    url: `${site}/${base}/apis/3.0${path}`,
    headers: { accept: 'application/json', ...headers },
    authorise: () => Promise.resolve(signInHeaders(keys)),
    explain: explainRefusal,
    write: method !== 'GET',
    ...(signal === undefined ? {} : { signal }),
  });

  /** After an upgrade the old address answers 404 or redirects. Neither was carried out, so the call may go to the new one. */
  async function atCodebase<T>(work: (base: string) => Promise<T>): Promise<T> {
    const known = await current();
    try {
      return await work(known);
    } catch (error) {
      if (!isRemoteError(error, 'remote_not_found') && !isRemoteError(error, 'remote_redirect')) throw error;
      const now = await discover();
      if (now === known) throw error;
      codebase = Promise.resolve(now);
      return work(now);
    }
  }

  const get = <S extends z.ZodType>(request: Request, reply: S): Promise<{ body: z.infer<S>; answer: Answer }> =>
    atCodebase(async (base) => {
      const whole = call(base, 'GET', request);
      const answer = await http.send(whole);
      return { body: http.parse(whole, answer, reply), answer };
    });

  const send = <S extends z.ZodType>(
    method: 'POST' | 'PATCH',
    path: string,
    body: JsonValue,
    reply: S,
    signal: AbortSignal | undefined,
  ): Promise<z.infer<S>> =>
    atCodebase(async (base) => {
      const headers = { 'content-type': 'application/json' };
      const whole: Call = { ...call(base, method, { path, signal, headers }), body: writeJson(body) };
      return http.parse(whole, await http.send(whole), reply);
    });

  /** One page of a big list, forward only: rows whose id is greater than `afterId`, by id, so nothing shifts while it is read. */
  async function page(
    path: string,
    conditions: string | undefined,
    afterId: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ListPage> {
    const query = new URLSearchParams({ pageSize: String(pageSize) });
    if (conditions !== undefined) query.set('conditions', conditions);
    if (afterId !== undefined) query.set('pageId', afterId);
    const { body, answer } = await get(
      { path: `${path}?${query.toString()}`, signal, headers: { 'pagination-type': 'forward-only' } },
      WireList,
    );
    return { rows: body, nextId: nextId(answer.headers['link'], (link) => http.link(link, hostOf(site))) };
  }

  return {
    get,
    send,
    page,
    /** Asks where the API is now, and goes there from here on. */
    discover: async (): Promise<string> => {
      const found = await discover();
      codebase = Promise.resolve(found);
      return found;
    },
  };
}
