import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../src/lib/exact-json.ts';
import { pageOf } from './connectwise/lists/page.ts';
import { isRefusal as isGraphRefusal } from './graph/errors.ts';
import { page as graphPage } from './graph/odata/page.ts';
import { isRefusal } from './partner-center/errors.ts';
import { seekPage, sizeOf } from './partner-center/paging.ts';
import { pageAnswer } from './pax8/pages.ts';
import { sorted } from './pax8/sorting.ts';
import type { RemoteRequest } from './remote.ts';

// Who follows a remote's own links sees every row once, in one order, and then the end.

function request(query: string, headers: Readonly<Record<string, string>> = {}): RemoteRequest {
  return {
    method: 'GET',
    host: 'host',
    path: '/list',
    query: new URLSearchParams(query),
    rawQuery: query === '' ? '' : `?${query}`,
    headers,
    rawBody: Buffer.alloc(0),
    body: '',
    linkBase: 'http://127.0.0.1:8090/host',
    linkTo: (host) => `http://127.0.0.1:8090/${host}`,
  };
}
const keys = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { maxLength: 60 }).map((ids) => ids.toSorted((a, b) => a - b));
const size = fc.integer({ min: 1, max: 20 });
const keyOf = (id: number): string => String(id).padStart(4, '0');
const tooMany = 200;

describe('Partner Center', () => {
  type Step = 'next' | 'previous';
  function seek(rows: readonly number[], pageSize: number, operation = '', continuation?: string) {
    const query = new URLSearchParams({ size: String(pageSize), ...(operation === '' ? {} : { seekOperation: operation }) });
    const found = seekPage('/customers', rows, keyOf, { query, continuation });
    if (isRefusal(found)) throw new Error(found.description);
    return found;
  }
  const cursor = (page: ReturnType<typeof seek>, step: Step): string | undefined => page.links[step]?.headers[0]?.value;

  test('every row once by following next', () => {
    fc.assert(
      fc.property(keys, size, (rows, pageSize) => {
        const seen: number[] = [];
        let page = seek(rows, pageSize);
        for (let pages = 0; pages < tooMany; pages += 1) {
          seen.push(...page.items);
          const next = cursor(page, 'next');
          if (next === undefined) break;
          page = seek(rows, pageSize, 'Next', next);
        }
        expect(seen).toEqual(rows);
      }),
    );
  });

  test('a token that was altered is refused, also where base64 would read it all the same', () => {
    const token = cursor(seek([1, 2, 3], 1), 'next') ?? '';
    for (const altered of [`${token}=`, ` ${token}`, token.slice(1)]) expect(() => seek([1, 2, 3], 1, 'Next', altered)).toThrow();
    expect(seek([1, 2, 3], 1, 'Next', token).items).toEqual([2]);
  });

  test('and back again by following previous', () => {
    fc.assert(
      fc.property(keys, size, (rows, pageSize) => {
        let page = seek(rows, pageSize, 'Last');
        const seen = new Set<number>(page.items);
        for (let pages = 0; pages < tooMany; pages += 1) {
          const previous = cursor(page, 'previous');
          if (previous === undefined) break;
          page = seek(rows, pageSize, 'Previous', previous);
          for (const item of page.items) seen.add(item);
        }
        expect([...seen].toSorted((a, b) => a - b)).toEqual(rows);
      }),
    );
  });

  test('rows that come and go while somebody reads are neither repeated nor do they hide others', () => {
    fc.assert(
      fc.property(keys, size, fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 10 }), (rows, pageSize, changes) => {
        const present = new Set(rows);
        const changed = new Set(changes);
        const now = (): number[] => [...present].toSorted((a, b) => a - b);
        const seen: number[] = [];
        let page = seek(now(), pageSize);
        for (let pages = 0; pages < tooMany; pages += 1) {
          seen.push(...page.items);
          const next = cursor(page, 'next');
          if (next === undefined) break;
          const change = changes.shift();
          if (change !== undefined && !present.delete(change)) present.add(change);
          page = seek(now(), pageSize, 'Next', next);
        }
        expect(new Set(seen).size).toBe(seen.length);
        for (const row of rows) if (!changed.has(row)) expect(seen).toContain(row);
      }),
    );
  });

  test.each([
    ['', 100],
    ['size=0', 100],
    ['size=000', 100],
    ['size=1', 1],
    ['size=500', 500],
    ['size=501', 500],
    ['size=999999', 500],
  ])('%j is a page of %i', (query, expected) => {
    expect(sizeOf(new URLSearchParams(query))).toBe(expected);
  });

  test.each(['size=-1', 'size=x', 'size=1.5', 'size=9999999', 'size=', 'size= 5'])('%j is refused', (query) => {
    expect(isRefusal(sizeOf(new URLSearchParams(query)))).toBe(true);
  });

  test.each([
    ['none', undefined],
    ['no base64', '***'],
    ['no JSON', Buffer.from('[').toString('base64')],
    ["another list's", Buffer.from('["/others","0001"]').toString('base64')],
    ['without a key', Buffer.from('["/customers"]').toString('base64')],
    ['with a number for a key', Buffer.from('["/customers",1]').toString('base64')],
  ])('a continuation token: %s is refused', (_name, token) => {
    expect(() => seek([1, 2, 3], 1, 'Next', token)).toThrow('Invalid request input');
  });

  test('an unknown operation is refused', () => {
    expect(() => seek([1], 1, 'Sideways', Buffer.from('["/customers","0001"]').toString('base64'))).toThrow('Invalid request input');
  });
});

describe('Graph', () => {
  type Row = { readonly id: number; readonly name: string };
  const shape = {
    context: '/v1.0/$metadata#list',
    paths: ['id', 'name'],
    read: (row: Row, path: string) => (path === 'name' ? row.name : keyOf(row.id)),
    keyOf: (row: Row) => keyOf(row.id),
    answer: (row: Row) => ({ '@odata.etag': 'e', id: row.id, name: row.name }),
    maxTop: 300,
  };
  type Page = { readonly value: readonly Row[]; readonly '@odata.nextLink'?: string; readonly '@odata.count'?: number };
  function get(rows: readonly Row[], query: string): Page {
    const found = graphPage(request(query), rows, shape);
    if (isGraphRefusal(found)) throw new Error(found.message);
    // `page` answers an open record; these are the members that the protocol names.
    return found as unknown as Page;
  }
  const named = keys.map((ids) => ids.map((id) => ({ id, name: ['Alpen', 'bytes', "O'Brien"][id % 3] ?? '' })));

  test('every row once by following the next link, in the wanted order', () => {
    fc.assert(
      fc.property(named, size, fc.constantFrom('', 'id', 'name', 'name desc', 'id desc'), (rows, top, orderby) => {
        const seen: Row[] = [];
        let query = new URLSearchParams({ $top: String(top), ...(orderby === '' ? {} : { $orderby: orderby }) }).toString();
        for (let pages = 0; pages < tooMany; pages += 1) {
          const page = get(rows, query);
          expect(page.value.length).toBeLessThanOrEqual(top);
          seen.push(...page.value);
          const next = page['@odata.nextLink'];
          if (next === undefined) break;
          query = new URL(next).search.slice(1);
        }
        expect(seen.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(rows.map(({ id }) => id));
        if (orderby === 'id desc') expect(seen.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).toReversed());
      }),
      { numRuns: 60 },
    );
  });

  test('a filter leaves what it says, and the count is of all pages', () => {
    fc.assert(
      fc.property(named, fc.integer({ min: 1, max: 400 }), (rows, id) => {
        const page = get(
          rows,
          new URLSearchParams({ $filter: `id ge '${keyOf(id)}' and name ne 'BYTES'`, $count: 'true', $top: '5' }).toString(),
        );
        const wanted = rows.filter((row) => row.id >= id && row.name !== 'bytes');
        expect(page['@odata.count']).toBe(wanted.length);
        expect(page.value.map((row) => row.id)).toEqual(wanted.slice(0, 5).map((row) => row.id));
      }),
    );
  });

  test.each([
    ["name eq 'O''Brien'", [2]],
    ["startswith(name,'al')", [3]],
    ["contains(name, 'ri')", [2]],
    ["name eq 'bytes' or name eq 'Alpen'", [1, 3]],
    ["name eq 'x and y' or id eq '0001'", [1]],
    ["id gt '0001' and id lt '0003'", [2]],
    ["id le '0002' and name ne 'bytes'", [2]],
    ["NAME EQ 'ALPEN'", [3]],
    ["(name eq 'bytes' or name eq 'Alpen') and id gt '0001'", [3]],
    ["not name eq 'bytes'", [2, 3]],
  ])('$filter=%s leaves %j', (filter, ids) => {
    const rows = [1, 2, 3].map((id) => ({ id, name: ['Alpen', 'bytes', "O'Brien"][id % 3] ?? '' }));

    expect(get(rows, new URLSearchParams({ $filter: filter }).toString()).value.map(({ id }) => id)).toEqual(ids);
  });

  test.each(["secret eq '1'", 'name eq', "name like 'x'", "(name eq 'x'", "name eq 'open", 'and', "name eq 'x' and ", "name not 'x'"])(
    '$filter=%s is refused',
    (filter) => {
      expect(() => get([], new URLSearchParams({ $filter: filter }).toString())).toThrow('Invalid filter clause');
    },
  );
});

describe('ConnectWise', () => {
  const rowsOf = (ids: readonly number[]): JsonObject[] => ids.map((id) => ({ id }));
  const linkOf = (link: string | undefined, rel: string): string | undefined => new RegExp(`<([^>]+)>; rel="${rel}"`).exec(link ?? '')?.[1];

  test.each([
    ['numbered', {}],
    ['forward-only', { 'pagination-type': 'forward-only' }],
  ])('every row once by following the link header, %s', (_name, headers) => {
    fc.assert(
      fc.property(keys, size, (ids, pageSize) => {
        const seen: unknown[] = [];
        let query = `pageSize=${pageSize}&conditions=a`;
        for (let pages = 0; pages < tooMany; pages += 1) {
          const page = pageOf(rowsOf(ids), request(query, headers), 'http://here/list');
          seen.push(...page.rows.map(({ id }) => id));
          const next = linkOf(page.link, 'next');
          if (next === undefined) break;
          query = new URL(next).search.slice(1);
          expect(query).toContain('conditions=a');
        }
        expect(seen).toEqual(ids);
      }),
      { numRuns: 60 },
    );
  });

  test('the last page says where the first and the one before are, and has no next', () => {
    const { link } = pageOf(rowsOf([1, 2, 3, 4, 5]), request('page=3&pageSize=2'), 'http://here/list');

    expect([linkOf(link, 'prev'), linkOf(link, 'first'), linkOf(link, 'next'), linkOf(link, 'last')]).toEqual([
      'http://here/list?page=2&pageSize=2',
      'http://here/list?page=1&pageSize=2',
      undefined,
      undefined,
    ]);
  });

  test('a page beyond the last is empty', () => {
    expect(pageOf(rowsOf([1, 2]), request('page=9'), 'http://here/list').rows).toEqual([]);
  });

  test.each(['page=1.5', 'page=1e3', 'page=0x1', 'pageSize=-5', 'page=9999999999', 'page='])('%s is refused', (query) => {
    expect(() => pageOf([], request(query), 'x')).toThrow('must be a whole number');
  });
});

describe('Pax8', () => {
  type Body = {
    readonly content: readonly { readonly id: number }[];
    readonly page: { readonly totalPages: number; readonly totalElements: number };
  };
  const get = (ids: readonly number[], query: string): Body =>
    JSON.parse(String(pageAnswer(request(query), ids, (id) => ({ id })).body)) as Body;

  test('every row once by counting pages from 0', () => {
    fc.assert(
      fc.property(keys, size, (ids, pageSize) => {
        const { page } = get(ids, `size=${pageSize}`);
        const seen = Array.from({ length: page.totalPages }, (_, number) => get(ids, `size=${pageSize}&page=${number}`).content).flat();
        expect(seen.map(({ id }) => id)).toEqual(ids);
        expect(page.totalElements).toBe(ids.length);
        expect(get(ids, `size=${pageSize}&page=${page.totalPages}`).content).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('sorting loses no row, and backwards is the reverse of forwards where all differ', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(Array.from({ length: 30 }, (_, at) => at)), (rows) => {
        const by = { id: (row: number) => row };
        const up = sorted(rows, 'id,asc', by) ?? [];
        expect([...up]).toEqual(rows.toSorted((a, b) => a - b));
        expect(sorted(rows, 'id,desc', by)).toEqual([...up].toReversed());
        expect(sorted(rows, null, by)).toBe(rows);
      }),
    );
  });

  test('rows without a value come last in either direction', () => {
    const by = { name: (row: string | undefined) => row };

    expect(sorted(['b', undefined, 'a'], 'name', by)).toEqual(['a', 'b', undefined]);
    expect(sorted(['b', undefined, 'a'], 'name,desc', by)).toEqual(['b', 'a', undefined]);
  });
});
