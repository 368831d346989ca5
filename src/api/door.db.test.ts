import { describe, expect, test } from 'vitest';
import { problemOf } from '../../test/support/ask.ts';
import { aKeyOf, aPersonOf } from '../../test/support/make.ts';
import { aServer } from '../../test/support/serve.ts';
import { apiBase, routes } from '../contract/index.ts';
import { publicId } from '../model/ids.ts';
import { Permission } from '../model/person.ts';

// All that is asked in this file is more than one address may ask in a minute; the limit itself is tried on a server of its own.
const { call, context, clock, url } = await aServer({ changesAMinute: 20_000 });
const owner = await aPersonOf(context, 'owner');
/** Another caller: one alone asks so much in this file that he would be told to wait. */
const second = { key: await aKeyOf(context, owner.personId, Permission.options) };
const key = { key: await aKeyOf(context, owner.personId, Permission.options) };

const writes = routes.filter(({ method }) => method !== 'GET');
const missing = '01990000-0000-7000-8000-000000000000';
/** A path with ids that no route understands. */
const withBadId = (path: string): string => path.replace('{id}', 'cus_nonsense');
const audited = async (): Promise<string> => (await call('GET', '/audit-events?limit=1', { as: owner })).text;

describe('changes from another site', () => {
  const asked = async (headers: Readonly<Record<string, string | undefined>>): Promise<readonly string[]> => {
    const said = [];
    for (const { method, path } of writes) {
      const answer = await call(method, withBadId(path), { as: owner, body: {}, headers });
      said.push(`${answer.status} ${problemOf(answer).code}`);
    }
    return [...new Set(said)];
  };

  test.each([
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['an Origin of another port', { origin: 'http://127.0.0.1:1' }],
    ['an Origin that is no address', { origin: 'null' }],
    ['Sec-Fetch-Site: cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['Sec-Fetch-Site: same-site', { 'sec-fetch-site': 'same-site' }],
  ])('%s is refused by every route that changes something', async (_what, headers) => {
    expect(await asked(headers)).toEqual(['403 foreign_origin']);
  });

  test.each([
    ['missing', undefined],
    ['that of another login', 'another-token'],
  ])('a CSRF token that is %s is refused by every route that needs a login', async (_what, token) => {
    const before = await audited();
    const said = [];
    for (const { method, path, may } of writes.filter((each) => each.may !== 'anyone')) {
      const answer = await call(method, withBadId(path), { as: owner, body: {}, headers: { 'x-csrf-token': token } });
      said.push(`${may}: ${answer.status} ${problemOf(answer).code}`);
    }

    expect(said.filter((text) => !text.endsWith('403 foreign_origin'))).toEqual([]);
    expect(await audited()).toBe(before);
  });

  test('the own Origin is fine, and a key needs neither Origin nor token', async () => {
    expect(
      (await call('POST', '/sync-runs', { as: owner, body: {}, headers: { origin: url, 'sec-fetch-site': 'same-origin' } })).status,
    ).toBe(202);
    expect((await call('POST', '/sync-runs', { as: key, body: {} })).status).toBe(202);
  });

  test('nobody else is allowed to read: there are no CORS headers', async () => {
    const answer = await call('GET', '/customers', { as: owner, headers: { origin: 'https://evil.example' } });

    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('what comes in', () => {
  test.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])(
    'a body of type %s is refused by every route that changes something',
    async (type) => {
      const said = new Set<string>();
      // Files come as a form; whoever sends one has passed the guard, which asks for the token that no other site has.
      for (const { method, path } of writes.filter((each) => each.method !== 'DELETE' && each.upload !== true))
        said.add(problemOf(await call(method, withBadId(path), { as: owner, body: 'a=1', headers: { 'content-type': type } })).code);

      // Forms can be sent across sites without a question; text is JSON by another name. Neither is read.
      expect([...said].filter((code) => code !== 'unsupported_media_type')).toEqual([]);
    },
  );

  test('a field that does not exist is named, with its place', async () => {
    const answer = await call('POST', '/people', {
      as: owner,
      body: { name: 'Ana', email: 'ana@contoso.com', role: 'operator', personId: missing, state: 'active', createdAt: '2020-01-01' },
    });

    expect(problemOf(answer)).toMatchObject({
      status: 422,
      code: 'invalid',
      errors: [
        { pointer: '/personId', code: 'unknown_field' },
        { pointer: '/state', code: 'unknown_field' },
        { pointer: '/createdAt', code: 'unknown_field' },
      ],
    });
  });

  test('what is expected of a field and what was given is said in plain words, of a query and a body alike', async () => {
    expect(problemOf(await call('GET', '/customers?limit=abc', { as: owner }))).toMatchObject({
      detail: '1 field is not right: query.limit: It must be a whole number from 1 to 200; "abc" was given.',
      errors: [{ pointer: '/query/limit', code: 'invalid_type', detail: 'It must be a whole number from 1 to 200; "abc" was given.' }],
    });
    expect(problemOf(await call('POST', '/people', { as: owner, body: { name: 7, email: 'ana', role: 'queen' } })).errors).toMatchObject([
      { pointer: '/name', detail: 'It must be text; 7 was given.' },
      { pointer: '/email', detail: 'It must be an e-mail address; "ana" was given.' },
      { pointer: '/role', detail: expect.stringMatching(/^It must be one of "owner", .*; "queen" was given\.$/) as string },
    ]);
  });

  test('a filter that does not exist is an error, never a filter that filters nothing', async () => {
    for (const { path } of routes.filter((each) => each.method === 'GET' && !each.path.includes('{id}') && each.may !== 'anyone')) {
      const problem = problemOf(
        await call('GET', `${path.replace('{month}', '2026-11').replace('{kind}', 'account')}?colour=red`, { as: owner }),
      );
      expect([path, problem.status, problem.errors?.[0]?.pointer ?? '']).toContainEqual(expect.stringMatching(/^\/query\/\w+$/));
    }
  });

  test('a filter given twice does not silently win over itself', async () => {
    expect(problemOf(await call('GET', '/customers?q=a&q=b', { as: owner }))).toMatchObject({ status: 422, code: 'invalid' });
  });

  test.each(['limit=0', 'limit=201', 'limit=many', 'sort=colour', 'count=perhaps', 'access=nearly', 'cursor=nonsense'])(
    '%s is refused',
    async (query) => {
      expect(problemOf(await call('GET', `/customers?${query}`, { as: owner })).status).toBe(422);
    },
  );

  test('a body that is no JSON is 400, one that is too large 413', async () => {
    expect(problemOf(await call('POST', '/plans', { as: owner, body: '{"type":' }))).toMatchObject({
      status: 400,
      code: 'malformed',
      detail: 'The body is not well-formed JSON.',
    });
    expect(problemOf(await call('POST', '/plans', { as: owner, body: 'x'.repeat(1_100_000) }))).toMatchObject({
      status: 413,
      code: 'too_large',
    });
  });

  test('a body that is said to be JSON and is not there is told', async () => {
    const { status, code, detail } = problemOf(await call('POST', '/plans', { as: owner, body: '' }));
    expect([status, code, detail]).toEqual([400, 'malformed', expect.stringContaining('There is no body')]);
  });

  test('NUL in a body is refused like any other mistake', async () => {
    const answer = await call('POST', '/people', { as: owner, body: { name: 'A\u0000na', email: 'nul@contoso.com', role: 'auditor' } });

    expect(problemOf(answer)).toMatchObject({ status: 422, code: 'invalid' });
  });

  test.each(['__proto__', 'constructor'])('a body with %s changes no object of ours', async (name) => {
    const answer = await call('POST', '/sync-runs', { as: owner, body: `{"${name}":{"polluted":true}}` });

    expect([400, 422]).toContain(answer.status);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test.each(["' or 1=1 --", '%', '_', '\\', '\u0000', '"><script>alert(1)</script>', '../../etc/passwd', '${7*7}', 'a'.repeat(200)])(
    'a search for %j finds nothing and breaks nothing',
    async (text) => {
      for (const path of ['/search', '/customers', '/subscriptions', '/differences', '/account-mappings', '/product-mappings']) {
        const answer = await call('GET', `${path}?q=${encodeURIComponent(text)}`, { as: owner });
        expect([path, answer.status < 500]).toEqual([path, true]);
        if (answer.status === 200) expect((answer.body as { data: unknown[] }).data).toEqual([]);
      }
    },
  );
});

describe('things that do not exist', () => {
  const withId = routes.filter(({ path }) => path.includes('{id}'));
  const bodies: Readonly<Record<string, unknown>> = {
    decideDifference: { decision: 'reopen', version: 1 },
    changeDifference: { version: 1 },
    changePurposes: { costs: false },
    addNote: { text: 'called them' },
    changeAcceptanceRule: { version: 1 },
    changeSavedView: { version: 1 },
    changeAccessTemplate: { version: 1 },
    chooseTemplateSegments: { segments: [] },
    shareSavedView: { shared: true },
    actOnRegistration: { act: 'register', reason: 'ours', seenHost: null },
    addRelayDestination: { name: 'Another tool', address: 'https://tool.example/hook' },
    saveProvider: { record: {}, version: 1 },
    removeConnection: { name: 'North', reason: 'We left them' },
    excludeFromWriting: { kinds: [] },
    previewBillTo: { changes: {} },
    decideChangeRequest: { action: 'accept' },
    decideRegistration: { action: 'refuse', reason: 'nobody knows them' },
    withdrawChangeRequest: { reason: 'no longer' },
    addExternalId: { system: 'erp', externalId: '1' },
    changeCustomerDetails: { changes: { city: 'Seattle' } },
    chooseLeadingAccount: { connectionId: null },
    addRecipient: { name: 'Ana', email: 'ana@contoso.com' },
    addAccountLink: { targetId: '1', covers: [], reason: 'a department' },
    decideAccountMapping: { decision: 'unmap' },
    decideProductMapping: { decision: 'unmap' },
  };
  const kinds: Readonly<Record<string, Parameters<typeof publicId>[0]>> = {
    connections: 'connection',
    customers: 'customer',
    subscriptions: 'subscription',
    'account-mappings': 'mapping',
    'product-mappings': 'mapping',
    differences: 'difference',
    plans: 'plan',
    'acceptance-rules': 'rule',
    'saved-views': 'view',
    'access-templates': 'accessTemplate',
    jobs: 'job',
    people: 'person',
    organisations: 'reseller',
    'organisation-customers': 'customer',
    'api-keys': 'key',
    'change-requests': 'changeRequest',
    registrations: 'registration',
  };
  const askFor = (route: (typeof withId)[number], id: string) =>
    call(route.method, route.path.replace('{id}', encodeURIComponent(id)), {
      as: route.freshProof === true ? owner : second,
      ...(['POST', 'PATCH'].includes(route.method) && { body: bodies[route.id] ?? {} }),
    });

  test.each(withId.map((route) => [route.id, route] as const))(
    '%s answers 404 to a missing, a foreign and a senseless id',
    async (_id, route) => {
      const kind = kinds[route.path.split('/')[1] ?? ''];
      const own = kind === undefined ? missing : publicId(kind, missing);
      const ids = [own, publicId('event', missing), 'cus_', "x' or '1'='1", '%00', `${own}0`];

      const answers = await Promise.all(ids.map((id) => askFor(route, id)));

      // A list below something may be empty instead of missing; it says nothing about whether the thing exists.
      const said = answers.map((answer) =>
        answer.status === 200 ? JSON.stringify(answer.body) : `${answer.status} ${problemOf(answer).code}`,
      );
      expect(said.slice(1)).toEqual(ids.slice(1).map(() => '404 not_found'));
      expect(['404 not_found', '{"data":[]}']).toContain(said[0]);
    },
  );

  test('an address below the API that is none is a problem, not a page', async () => {
    expect(problemOf(await call('GET', '/nothing-here', { as: second }))).toMatchObject({ status: 404, code: 'not_found' });
    expect(problemOf(await call('PUT', '/customers', { as: second, body: {} })).status).toBe(404);
  });
});

describe('limits', () => {
  test('too many changes in a minute from one key are told to wait; reading goes on, and so do others', async () => {
    const limited = await aServer();
    const { personId } = await aPersonOf(limited.context, 'owner');
    const [busy, other] = [
      { key: await aKeyOf(limited.context, personId, ['sync:run', 'customers:read']) },
      { key: await aKeyOf(limited.context, personId, Permission.options) },
    ];
    let last = await limited.call('POST', '/sync-runs', { as: busy, body: {} });
    for (let n = 0; n < 1_300 && last.status !== 429; n += 1)
      last = await limited.call('POST', '/sync-runs', { as: busy, body: { no: 1 } });

    expect(problemOf(last)).toMatchObject({ status: 429, code: 'rate_limited', retryable: true });
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
    expect((await limited.call('GET', '/customers', { as: busy })).status).toBe(200);
    expect((await limited.call('POST', '/sync-runs', { as: other, body: {} })).status).toBe(202);
  });
});

describe('what every answer carries', () => {
  test('a number to ask about, no caching, the mark of the sandbox, no version of ours', async () => {
    const answer = await call('GET', '/customers', { as: second });

    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', sandbox: 'true' });
    expect(answer.headers['request-id']).toMatch(/^req_[0-9A-Z]{26}$/);
    expect(Object.keys(answer.headers)).not.toContain('x-powered-by');
    expect(Object.keys(answer.headers)).not.toContain('server');
  });

  test('the protective headers, on pages, data and errors alike', async () => {
    const answers = await Promise.all([
      call('GET', '/customers', { as: second }),
      call('GET', '/customers'),
      call('GET', '/openapi.json'),
      call('GET', '/nothing-here'),
    ]);

    for (const { headers } of answers)
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'strict-transport-security': expect.stringContaining('max-age=31536000') as string,
      });
  });

  test('a long answer to work that goes on says where to look', async () => {
    const answer = await call('POST', '/reconciliation-runs', { as: second, body: {} });
    const { jobId } = answer.body as { jobId: string };

    expect(answer.status).toBe(202);
    expect(answer.headers).toMatchObject({
      location: `${apiBase}/jobs/${jobId}`,
      'operation-location': `${apiBase}/jobs/${jobId}`,
      'retry-after': '1',
    });
    expect((await call('GET', `/jobs/${jobId}`, { as: second })).body).toMatchObject({
      id: jobId,
      status: 'queued',
      createdAt: clock.now().toString(),
    });
  });
});
