import { expect, test } from 'vitest';
import { money } from '../../model/money.ts';
import { attentionOf } from './attention.ts';
import { linkOf } from './search.ts';

const quiet = {
  counts: { unmappedAccounts: 0, unmappedProducts: 0, failedJobs: 0, syncProblems: 0, decisions: 0, newProducts: 0, newProductMoney: [] },
  open: 0,
  accessExpired: 0,
  access: { ending: 0, disagreeing: 0 },
  monthly: [],
  freshness: [],
};
const source = {
  connectionId: 'c',
  name: 'ConnectWise',
  kind: 'connectWise',
  side: 'psa',
  lastSuccessAt: undefined,
  isStale: true,
  signInAlarm: undefined,
};

test('nothing needs you when nothing does', () => {
  expect(attentionOf(quiet)).toEqual([]);
});

test('what a machine could not decide comes first, then what is broken, then money', () => {
  const all = attentionOf({
    counts: { unmappedAccounts: 1, unmappedProducts: 2, failedJobs: 1, syncProblems: 4, decisions: 1, newProducts: 0, newProductMoney: [] },
    open: 12,
    accessExpired: 2,
    access: { ending: 3, disagreeing: 1 },
    monthly: [money('406.29', 'USD')],
    freshness: [
      { ...source, state: 'degraded' },
      { ...source, state: 'connected', signInAlarm: 'in7Days' },
    ],
  });

  expect(all.map(({ title }) => title)).toEqual([
    '1 write needs a decision',
    '1 connection needs you',
    '1 sign-in ends soon',
    '12 differences',
    '3 mappings to decide',
    '2 customers without access',
    '3 accesses end within 30 days',
    '1 access that a distributor tells otherwise',
    '1 job failed this week',
    '4 records could not be read',
  ]);
  expect(all.find(({ kind }) => kind === 'differences')).toMatchObject({ money: [{ amount: '406.29' }], link: '/reconciliation' });
});

test('new products have a card of their own, and the other mappings are told as others', () => {
  const all = attentionOf({ ...quiet, counts: { ...quiet.counts, newProducts: 2, unmappedAccounts: 1 } });

  expect(all.map(({ title, link }) => [title, link])).toEqual([
    ['2 new products are bought and not billed', '/mapping/products'],
    ['1 other mapping to decide', '/mapping'],
  ]);
});

test('a connection that is off or only stale is nobody to call', () => {
  expect(
    attentionOf({
      ...quiet,
      freshness: [
        { ...source, state: 'off' },
        { ...source, state: 'connected' },
      ],
    }),
  ).toEqual([]);
});

test('a hit leads to its page', () => {
  const id = 'aaaaaaaa-0000-4000-8000-000000000001';
  expect(linkOf({ kind: 'difference', id, title: '', detail: '' })).toMatch(/^\/reconciliation\/dif_[0-9A-Z]{26}$/);
});
