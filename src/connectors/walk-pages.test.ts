import { describe, expect, test } from 'vitest';
import { RemoteError } from '../platform/http/fault.ts';
import type { Page } from './ports.ts';
import { walkPages } from './walk-pages.ts';

const page = (items: readonly string[], cursor?: string): Page<string> => ({ items, quarantined: [], cursor, total: undefined });

/** Reads everything from a remote that is given as pages by cursor; the first has the name "". */
async function walk(pages: Readonly<Record<string, Page<string> | Error>>, from?: string, signal?: AbortSignal) {
  const items: string[] = [];
  let error: unknown;
  const read = (cursor: string | undefined): Promise<Page<string>> => {
    const found = pages[cursor ?? ''];
    return found instanceof Error || found === undefined ? Promise.reject(found ?? new Error('no such page')) : Promise.resolve(found);
  };
  try {
    for await (const each of walkPages({ remote: 'pax8', from, signal, read, idOf: (item) => item })) items.push(...each.items);
  } catch (caught) {
    error = caught;
  }
  return { items, error };
}

describe('walking through a list', () => {
  test('page by page to the last', async () => {
    const pages = { '': page(['a', 'b'], '2'), '2': page(['c'], '3'), '3': page(['d']) };

    expect(await walk(pages)).toEqual({ items: ['a', 'b', 'c', 'd'], error: undefined });
    expect(await walk(pages, '3')).toEqual({ items: ['d'], error: undefined });
  });

  test('an empty page in the middle is not the end', async () => {
    expect(await walk({ '': page(['a'], '2'), '2': page([], '3'), '3': page(['b']) })).toEqual({ items: ['a', 'b'], error: undefined });
  });

  test('an item that moved over a page border comes twice and is no circle', async () => {
    expect(await walk({ '': page(['a', 'b'], '2'), '2': page(['b', 'c']) })).toMatchObject({
      items: ['a', 'b', 'b', 'c'],
      error: undefined,
    });
  });
});

// F07: paging that never ends or repeats itself.
describe('a remote that goes in circles is noticed', () => {
  test.each([
    ['the same cursor again', { '': page(['a'], '2'), '2': page(['b'], '2') }],
    ['a cursor from before', { '': page(['a'], '2'), '2': page(['b'], '3'), '3': page(['c'], '2') }],
    ['the same page under new cursors', { '': page(['a', 'b'], '2'), '2': page(['b', 'a'], '3'), '3': page([]) }],
    ['a part of the page before', { '': page(['a', 'b'], '2'), '2': page(['b']) }],
  ])('%s', async (_what, pages) => {
    expect((await walk(pages)).error).toMatchObject({ code: 'paging_loop', kind: 'retryable' });
  });

  test('what was read before stays read', async () => {
    expect((await walk({ '': page(['a'], '2'), '2': page(['b'], '2') })).items).toEqual(['a', 'b']);
  });
});

describe('a place that the remote no longer takes', () => {
  const refused = (code: 'remote_rejected' | 'remote_not_found' | 'remote_down') =>
    new RemoteError(code, 'permanent', 'no', { status: 400 });

  test.each(['remote_rejected', 'remote_not_found'] as const)('is an expired cursor when it answers %s', async (code) => {
    const { error } = await walk({ old: refused(code) }, 'old');

    expect(error).toMatchObject({ code: 'cursor_expired', kind: 'retryable', cause: { code } });
  });

  test('is not the reason when the remote is down', async () => {
    expect((await walk({ old: refused('remote_down') }, 'old')).error).toMatchObject({ code: 'remote_down' });
  });

  test('is not the reason when the first page is refused', async () => {
    expect((await walk({ '': refused('remote_rejected') })).error).toMatchObject({ code: 'remote_rejected' });
  });
});

test('whoever wants to stop stops between two pages', async () => {
  const { items, error } = await walk({ '': page(['a'], '2'), '2': page(['b']) }, undefined, AbortSignal.abort(new Error('shutting down')));

  expect(items).toEqual([]);
  expect(error).toMatchObject({ message: 'shutting down' });
});
