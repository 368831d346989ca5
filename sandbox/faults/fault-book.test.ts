import { describe, expect, test } from 'vitest';
import { type CallFacts, FaultBook } from './fault-book.ts';

const call = (changes: Partial<CallFacts> = {}): CallFacts => ({
  remote: 'pax8',
  host: 'api.pax8.com',
  method: 'GET',
  path: '/v1/companies',
  accountNames: ['pax8-1', 'Pax8'],
  customerNames: [],
  at: '2026-11-21T10:00:00Z',
  ...changes,
});

const statuses = (book: FaultBook, calls: number, facts = call()): (number | undefined)[] =>
  Array.from({ length: calls }, () => book.strike(facts).effect.status);

describe('fault rules', () => {
  test('strike what they match and count it', () => {
    const book = new FaultBook(1);
    book.add({ match: { remote: 'pax8', pathTemplate: '/v1/*' }, do: { status: 503 } });
    expect(book.strike(call()).effect.status).toBe(503);
    expect(book.strike(call({ remote: 'graph' })).ids).toEqual([]);
    expect(book.list()[0]).toMatchObject({ id: 'f1', seen: 1, hits: 1 });
  });

  test('a host names a remote as well', () => {
    const book = new FaultBook(1);
    book.add({ match: { remote: 'API.pax8.com' }, do: { status: 500 } });
    expect(book.strike(call()).effect.status).toBe(500);
  });

  test('act so many times and no more', () => {
    const book = new FaultBook(1);
    book.add({ match: {}, do: { status: 429 }, times: 2 });
    expect(statuses(book, 4)).toEqual([429, 429, undefined, undefined]);
  });

  test('strike the n-th call only, or those after so many', () => {
    const book = new FaultBook(1);
    book.add({ match: { nth: 2 }, do: { status: 500 } });
    expect(statuses(book, 3)).toEqual([undefined, 500, undefined]);
    book.clear();
    book.add({ match: { afterCount: 2 }, do: { status: 502 } });
    expect(statuses(book, 4)).toEqual([undefined, undefined, 502, 502]);
  });

  test('a probability is drawn from the seed: the same each time, and about right', () => {
    const draw = (): (number | undefined)[] => {
      const book = new FaultBook(42);
      book.add({ match: { probability: 0.25 }, do: { status: 500 } });
      return statuses(book, 400);
    };
    expect(draw()).toEqual(draw());
    const hits = draw().filter((status) => status === 500).length;
    expect(hits).toBeGreaterThan(70);
    expect(hits).toBeLessThan(130);
  });

  test('keep to an account, a customer and a window of time', () => {
    const book = new FaultBook(1);
    book.add({
      match: { partnerAccount: 'pax8', customer: 'contoso ltd', window: { from: '2026-11-21T10:00:00Z', to: '2026-11-21T11:00:00Z' } },
      do: { resetBefore: true },
    });
    const fitting = call({ customerNames: ['Contoso Ltd'] });
    expect(book.strike(fitting).effect.resetBefore).toBe(true);
    expect(book.strike({ ...fitting, at: '2026-11-21T11:00:00Z' }).ids).toEqual([]);
    expect(book.strike(call()).ids).toEqual([]);
  });

  test('join their effects; the earlier rule wins where two say the same', () => {
    const book = new FaultBook(1);
    book.add({ id: 'slow', match: {}, do: { delayBefore: 5, status: 500 } });
    book.add({ id: 'late', match: {}, do: { delayAfter: 7, status: 503 } });
    expect(book.strike(call())).toEqual({ ids: ['slow', 'late'], effect: { delayBefore: 5, delayAfter: 7, status: 500 } });
  });

  test('a rule with the id of another takes its place', () => {
    const book = new FaultBook(1);
    book.add({ id: 'a', match: {}, do: { status: 500 } });
    book.add({ id: 'a', match: {}, do: { status: 501 } });
    expect(book.list()).toHaveLength(1);
    expect(book.remove('a')).toBe(true);
    expect(book.remove('a')).toBe(false);
  });
});

test('rules and counters go on after a restart, random draws where they were', () => {
  const call = {
    remote: 'pax8',
    host: 'api.pax8.com',
    method: 'GET',
    path: '/v1/companies',
    accountNames: [],
    customerNames: [],
    at: '2026-11-21T10:00:00Z',
  };
  const rule = { match: { probability: 0.5 }, do: { status: 503 }, times: 20 };
  const kept: unknown[] = [];
  const first: FaultBook = new FaultBook(3, () => kept.push(first.list().length));
  first.add(rule);
  const whole = new FaultBook(3);
  whole.add(rule);
  const draws = (book: FaultBook, count: number): string[] => Array.from({ length: count }, () => book.strike(call).ids.join());
  const before = draws(first, 10);
  const second = new FaultBook(3);
  second.restore(JSON.parse(JSON.stringify(first.list())) as ReturnType<FaultBook['list']>);
  expect([...before, ...draws(second, 10)]).toEqual(draws(whole, 20));
  expect(second.add({ match: {}, do: { status: 500 } }).id).toBe('f2');
  expect(kept).toEqual([1]);
});
