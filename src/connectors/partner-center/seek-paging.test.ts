import { describe, expect, test } from 'vitest';
import { nextPlace, parsePlace, printPlace } from './seek-paging.ts';

const path = '/v1/customers';
const toReal = (link: string): string => {
  if (!link.startsWith('https://api.partnercenter.microsoft.com/')) throw new Error('host refused');
  return link;
};
const list = (uri: string, headers?: { key: string; value: string }[], continuationToken?: string) => ({
  totalCount: undefined,
  items: [],
  links: { next: { uri, ...(headers && { headers }) } },
  continuationToken,
});

describe('the next page of a list at Partner Center', () => {
  test.each([
    ['with the version in front', '/v1/customers?size=500&seekOperation=Next'],
    ['without it', '/customers?size=500&seekOperation=Next'],
    ['with its host', 'https://api.partnercenter.microsoft.com/v1/customers?size=500&seekOperation=Next'],
  ])('is understood when its link is written %s', (_how, uri) => {
    expect(nextPlace(list(uri), path, toReal)).toEqual({ path: '/v1/customers?size=500&seekOperation=Next', headers: {} });
  });

  test('takes the continuation header along, and no other', () => {
    const headers = [
      { key: 'MS-CorrelationId', value: 'x' },
      { key: 'ms-continuationtoken', value: 'token' },
      { key: 'Authorization', value: 'Bearer stolen' },
    ];

    expect(nextPlace(list('/customers', headers), path, toReal)?.headers).toEqual({ 'MS-ContinuationToken': 'token' });
  });

  test('uses the token of the list when the link has none', () => {
    expect(nextPlace(list('/customers', undefined, 'token'), path, toReal)?.headers).toEqual({ 'MS-ContinuationToken': 'token' });
  });

  test('is none when there is no link', () => {
    for (const links of [undefined, null, {}, { next: null }])
      expect(nextPlace({ totalCount: undefined, items: [], links, continuationToken: 'token' }, path, toReal)).toBeUndefined();
  });
});

// SEC-43: links inside data are never followed as given.
describe('a link that leads elsewhere is not followed', () => {
  test.each([
    '/v1/invoices',
    '/customers/7/subscriptions',
    '/v1/customers/../invoices',
    'https://api.partnercenter.microsoft.com/v1/other',
  ])('%s', (uri) => {
    expect(() => nextPlace(list(uri), path, toReal)).toThrow(expect.objectContaining({ code: 'paging_link_refused' }) as Error);
  });

  test.each(['https://evil.example/v1/customers', '//evil.example/v1/customers', 'http://api.partnercenter.microsoft.com/v1/customers'])(
    '%s',
    (uri) => {
      expect(() => nextPlace(list(uri), path, toReal)).toThrow('host refused');
    },
  );
});

describe('a place that is kept for a later run', () => {
  const place = { path: '/v1/customers?size=500', headers: { 'MS-ContinuationToken': 'token' } };

  test('is found again', () => {
    expect(parsePlace(printPlace(place) ?? '', path)).toEqual(place);
    expect(printPlace(undefined)).toBeUndefined();
  });

  test.each([
    ['of another list', JSON.stringify({ ...place, path: '/v1/invoices' })],
    ['with a host', JSON.stringify({ ...place, path: 'https://evil.example/v1/customers' })],
    ['with more than it should have', JSON.stringify({ ...place, method: 'DELETE' })],
    ['that is no JSON', '2'],
    ['that is cut off', '{"path":"/v1/cust'],
    ['that is empty', ''],
  ])('%s is none', (_what, text) => {
    expect(parsePlace(text, path)).toBeUndefined();
  });
});
