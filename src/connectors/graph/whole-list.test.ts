import { describe, expect, test } from 'vitest';
import type { GraphPage } from './client.ts';
import { WireOdataList, WireRelationship } from './schema.ts';
import { wholeList } from './whole-list.ts';

const pages =
  (...all: readonly unknown[][]) =>
  (at: string | undefined): Promise<GraphPage> => {
    const index = at === undefined ? 0 : Number(at);
    return Promise.resolve({
      list: WireOdataList.parse({ value: all[index] ?? [] }),
      next: index + 1 < all.length ? String(index + 1) : undefined,
    });
  };

describe('the relationships of one customer', () => {
  test('are read to the last page', async () => {
    const { items, isWhole } = await wholeList(WireRelationship, pages([{ id: 'one' }], [{ id: 'two' }]), undefined);

    expect([items.map(({ id }) => id), isWhole]).toEqual([['one', 'two'], true]);
  });

  test('are told as not whole when one of them cannot be read', async () => {
    const { items, isWhole } = await wholeList(WireRelationship, pages([{ displayName: 'no id' }, { id: 'two' }]), undefined);

    expect([items.map(({ id }) => id), isWhole]).toEqual([['two'], false]);
  });
});
