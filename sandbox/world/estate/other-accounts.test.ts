import { afterAll, describe, expect, test } from 'vitest';
import { aSandbox } from '../../testing.ts';

const box = await aSandbox();
afterAll(() => box.sandbox.close());

const clouds = [
  ['pc-3', 'https://api.partnercenter.microsoft.com', 'api.partnercenter.microsoft.com', 6],
  ['pc-4', 'https://api.partnercenter.microsoft.com', 'api.partnercenter.microsoft.com', 3],
  ['pc-5', 'https://partner.partnercenterapi.microsoftonline.cn', 'partner.partnercenterapi.microsoftonline.cn', 3],
] as const;

describe('partner accounts beside the sample', () => {
  test.each(clouds)('%s signs in at its own cloud and sees its own customers', async (id, audience, host, count) => {
    const bearer = await box.bearer(id, audience);
    const answer = await fetch(`${box.url}/${host}/v1/customers`, { headers: { authorization: `Bearer ${bearer}` } });
    expect(answer.status).toBe(200);
    const { items } = (await answer.json()) as { readonly items: readonly unknown[] };
    expect(items).toHaveLength(count);
  });

  test('the sample accounts see none of these customers', () => {
    const { relationships } = box.sandbox.world.tables;
    const others = new Set(
      ['pc-3', 'pc-4', 'pc-5', 'pc-6'].flatMap((id) => relationships.by('accountId', id).map(({ customerId }) => customerId)),
    );
    expect(others.size).toBe(14);
    for (const id of ['pc-1', 'pc-2'])
      expect(relationships.by('accountId', id).filter(({ customerId }) => others.has(customerId))).toEqual([]);
  });

  test('of the closed German cloud only history is left', () => {
    const rows = box.sandbox.world.tables.subscriptions.by('accountId', 'pc-6');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ status, cancelledAt }) => status === 'deleted' && cancelledAt === '2021-10-29T00:00:00Z')).toBe(true);
  });
});
