import { expect, test } from 'vitest';
import { callShape, fieldPaths } from './field-paths.ts';

test('fields are named by their place, whatever their values are', () => {
  expect(
    fieldPaths({
      page: { number: 1 },
      content: [
        { id: 'a', term: null },
        { id: 'b', term: { end: '2026-11-21' } },
      ],
    }),
  ).toEqual(['page', 'page.number', 'content', 'content[].id', 'content[].term', 'content[].term.end']);
});

test('names that are ids or numbers count as one: a map is no form', () => {
  expect(fieldPaths({ prices: { '2026': 1, 'd290f1ee-6c54-4b01-90e6-d701748f0851': 2 }, 'a name': 3 })).toEqual([
    'prices',
    'prices.{name}',
    '{name}',
  ]);
});

test('a list is sampled, and what is nested without end is not followed', () => {
  const long = Array.from({ length: 1_000 }, (_, nth) => ({ [`f${String.fromCharCode(97 + (nth % 26))}`]: nth }));
  expect(fieldPaths(long)).toEqual(['[].fa', '[].fb', '[].fc']);
  const deep = JSON.parse(`${'{"a":'.repeat(50)}1${'}'.repeat(50)}`) as Record<string, never>;
  expect(fieldPaths(deep)).toHaveLength(7);
});

test('calls about different customers are one kind of call', () => {
  expect(
    callShape('GET', 'https://api.partnercenter.microsoft.com/v1/customers/d290f1ee-6c54-4b01-90e6-d701748f0851/subscriptions?size=5'),
  ).toBe('GET /v1/customers/{id}/subscriptions');
  expect(callShape('GET', 'https://api-na.myconnectwise.net/v2025_1/apis/3.0/finance/agreements/42/additions')).toBe(
    'GET /{id}/apis/3.0/finance/agreements/{id}/additions',
  );
});
