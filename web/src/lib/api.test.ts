import { afterEach, expect, test } from 'vitest';
import { getCustomer, listCustomers } from '#contract/customers.ts';
import { createPlan } from '#contract/plans.ts';
import { getMe, signOut } from '#contract/sign-in.ts';
import { type FakeApi, installFakeApi, Refused } from '../test/fake-api.ts';
import { aCustomer } from '../test/make.ts';
import { ApiProblem, addressOf, call, rememberCsrf } from './api.ts';
import { parseSearch, printSearch, wordsIn } from './url-state.ts';

let api: FakeApi | undefined;
const real = globalThis.fetch;
afterEach(() => {
  api?.uninstall();
  globalThis.fetch = real;
  rememberCsrf(null);
});
const problemOf = async (promise: Promise<unknown>): Promise<ApiProblem> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiProblem)) throw new Error('Expected a problem');
  return error;
};

test('addresses are made from the contract; empty filters are left out', () => {
  expect(addressOf(getCustomer, { params: { id: 'cus_1/2' } })).toBe('/api/v1/customers/cus_1%2F2');
  expect(addressOf(listCustomers, { query: { q: 'a&b', access: undefined, limit: 100 } })).toBe('/api/v1/customers?q=a%26b&limit=100');
});

test('a reply comes back as the contract types it', async () => {
  api = installFakeApi();
  api.on(getCustomer, aCustomer());

  const customer = await call(getCustomer, { params: { id: 'cus_1' } });

  expect(customer.name).toBe('Contoso Ltd');
});

test('changes carry the token against forged requests; reads do not', async () => {
  api = installFakeApi();
  api.on(signOut, undefined);
  api.on(getCustomer, aCustomer());
  rememberCsrf('secret-token');

  await call(signOut, {});
  await call(getCustomer, { params: { id: 'cus_1' } });

  expect(api.seen(signOut)[0]?.headers.get('X-Csrf-Token')).toBe('secret-token');
  expect(api.seen(getCustomer)[0]?.headers.get('X-Csrf-Token')).toBeNull();
});

test('a given idempotency key is sent as it is, so that a retry is the same act', async () => {
  api = installFakeApi();
  api.on(createPlan, new Refused('conflict'));
  const input = { body: { type: 'correction' as const, differenceIds: ['dif_1'] }, idempotencyKey: 'once' };

  await problemOf(call(createPlan, input));
  await problemOf(call(createPlan, input));

  expect(api.seen(createPlan).map((seen) => seen.headers.get('Idempotency-Key'))).toEqual(['once', 'once']);
});

test('a refusal keeps its code, reason and what to do', async () => {
  api = installFakeApi();
  api.on(getCustomer, new Refused('forbidden', 'You need "customers:read".', { remediation: { text: 'Ask an owner.' } }));

  const { code, problem } = await problemOf(call(getCustomer, { params: { id: 'cus_1' } }));

  expect([code, problem.detail, problem.remediation?.text]).toEqual(['forbidden', 'You need "customers:read".', 'Ask an owner.']);
});

test('no answer at all is told as such and may be tried again', async () => {
  globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));

  const { offline, problem } = await problemOf(call(getMe, {}));

  expect(offline).toBe(true);
  expect(problem.retryable).toBe(true);
  expect(problem.title).toBe('Concord does not answer');
});

test('a page of a proxy in between is not taken for an answer', async () => {
  globalThis.fetch = () => Promise.resolve(new Response('<html>Bad gateway</html>', { status: 502 }));

  const { problem } = await problemOf(call(getMe, {}));

  expect(problem.title).toBe('The server gave an answer that cannot be read');
  expect(problem.status).toBe(502);
});

test('the address keeps lists readable and leaves defaults out', () => {
  expect(parseSearch('?status=open,failed&sort=-impact')).toEqual({ status: 'open,failed', sort: '-impact' });
  expect(printSearch({ status: 'open,failed', q: '', panel: undefined })).toBe('?status=open,failed');
  expect(wordsIn('open,sleepy', ['open', 'failed'])).toEqual(['open']);
});
