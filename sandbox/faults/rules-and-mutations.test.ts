import { describe, expect, test } from 'vitest';
import { type CallFacts, FaultBook } from './fault-book.ts';
import { mutate } from './mutate.ts';
import { FaultInputs } from './read-rules.ts';
import { type FaultMatch, mutationKinds } from './rule.ts';

describe('a rule as it is sent', () => {
  test.each<[string, unknown]>([
    ['the smallest', { do: { status: 500 } }],
    ['several', [{ do: { status: 500 } }, { id: 'b', match: { nth: 3 }, do: { resetBefore: true }, times: 2 }]],
    ['a mutation by its name', { do: { bodyMutation: 'bom' } }],
    ['a mutation of a member', { do: { bodyMutation: { kind: 'dropField', field: 'id' } } }],
    ['silence after the work', { do: { neverAnswer: 'afterProcessing' } }],
    ['a window', { match: { window: { from: '2026-11-21T10:00:00Z' } }, do: {} }],
  ])('%s is taken', (_name, input) => {
    expect(FaultInputs.safeParse(input).success).toBe(true);
  });

  test.each<[string, unknown]>([
    ['nothing to do', { match: {} }],
    ['a misspelt member', { do: { stauts: 500 } }],
    ['a misspelt match', { match: { pathTemplat: '/x' }, do: {} }],
    ['a status that is none', { do: { status: 42 } }],
    ['a path without a slash', { match: { pathTemplate: 'v1/*' }, do: {} }],
    ['a probability above 1', { match: { probability: 1.1 }, do: {} }],
    ['the zeroth call', { match: { nth: 0 }, do: {} }],
    ['never', { do: {}, times: 0 }],
    ['a delay of more than an hour', { do: { delayBefore: 3_600_001 } }],
    ['a drip of nothing', { do: { dripBytesPerSecond: 0 } }],
    ['an unknown mutation', { do: { bodyMutation: 'explode' } }],
    ['a window of words', { match: { window: { from: 'yesterday' } }, do: {} }],
    ['no rules', []],
    ['text', 'status=500'],
    ['null', null],
  ])('%s is refused', (_name, input) => {
    expect(FaultInputs.safeParse(input).success).toBe(false);
  });
});

describe('which calls a rule strikes', () => {
  const call: CallFacts = {
    remote: 'partner-center',
    host: 'api.partnercenter.microsoft.com',
    method: 'PATCH',
    path: '/v1/customers/C1/subscriptions/S1',
    accountNames: ['pc-1', 'Northwind', '3f6c'],
    customerNames: ['c1', 'Contoso Ltd'],
    at: '2026-11-21T10:00:00Z',
  };

  test.each<[FaultMatch, boolean]>([
    [{}, true],
    [{ remote: 'partner-center' }, true],
    [{ remote: 'API.partnercenter.microsoft.com' }, true],
    [{ remote: 'partner' }, false],
    [{ method: 'patch' }, true],
    [{ method: 'GET' }, false],
    [{ pathTemplate: '/v1/customers/{id}/subscriptions/{sid}' }, true],
    [{ pathTemplate: '/V1/Customers/c1/Subscriptions/{sid}' }, true],
    [{ pathTemplate: '/v1/customers/*' }, true],
    [{ pathTemplate: '/v1/customers/{id}/subscriptions' }, false],
    [{ pathTemplate: '/v1/customers' }, false],
    [{ partnerAccount: 'northwind' }, true],
    [{ partnerAccount: 'pc-2' }, false],
    [{ customer: 'CONTOSO LTD' }, true],
    [{ customer: 'Contoso' }, false],
    [{ window: { from: '2026-11-21T10:00:00Z' } }, true],
    [{ window: { to: '2026-11-21T10:00:00Z' } }, false],
    [{ window: { from: '2026-11-21T12:00:00+02:00', to: '2026-11-21T12:00:01+02:00' } }, true],
    [{ method: 'PATCH', customer: 'c1', partnerAccount: 'pc-2' }, false],
    [{ nth: 1 }, true],
    [{ nth: 2 }, false],
    [{ afterCount: 0 }, true],
    [{ afterCount: 1 }, false],
    [{ probability: 1 }, true],
    [{ probability: 0 }, false],
  ])('%j: %s', (match, strikes) => {
    const book = new FaultBook(1);
    book.add({ id: 'r', match, do: { status: 500 } });

    expect(book.strike(call).ids).toEqual(strikes ? ['r'] : []);
  });

  test('calls that do not fit are not counted', () => {
    const book = new FaultBook(1);
    book.add({ id: 'second', match: { method: 'PATCH', nth: 2 }, do: { status: 500 } });

    const struck = ['GET', 'PATCH', 'GET', 'GET', 'PATCH', 'PATCH'].map((method) => book.strike({ ...call, method }).ids.length);
    expect(struck).toEqual([0, 0, 0, 0, 1, 0]);
  });
});

describe('a mutation never breaks the sandbox itself', () => {
  const bodies = [
    '',
    'null',
    '0',
    '"text"',
    '[]',
    '{}',
    '[[]]',
    '{"a":[]}',
    '{"a":{"b":[{}]}}',
    '[{"id":1.10}]',
    '{"id"',
    '<html>',
    '\u0000',
  ];

  test.each(mutationKinds.filter((kind) => kind !== 'gzipBomb'))('%s takes any body', (kind) => {
    for (const body of bodies) {
      const changed = mutate({ status: 200, body }, { kind });
      expect(changed.status).toBe(200);
      expect(changed.body).toBeDefined();
    }
    expect(mutate({ status: 204 }, { kind }).status).toBe(204);
  });

  test.each(mutationKinds.filter((kind) => !['bom', 'truncate', 'gzipBomb'].includes(kind)))('%s leaves valid JSON', (kind) => {
    const body = '{"items":[{"id":"a","name":"One","status":"active","price":1.10,"tags":[]},{"id":"b"}]}';

    expect(() => JSON.parse(String(mutate({ status: 200, body }, { kind }).body)) as unknown).not.toThrow();
    expect(String(mutate({ status: 200, body }, { kind }).body)).not.toBe(body);
  });

  test('a member that nobody has changes nothing', () => {
    const body = '{"items":[{"id":"a"}]}';

    expect(mutate({ status: 200, body }, { kind: 'dropField', field: 'nothing' }).body).toBe(body);
  });

  test('a named member is found however deep it lies', () => {
    const body = '{"a":{"b":[{"c":{"Wanted":1}}]}}';

    expect(mutate({ status: 200, body }, { kind: 'nullField', field: 'wanted' }).body).toBe('{"a":{"b":[{"c":{"Wanted":null}}]}}');
  });
});
