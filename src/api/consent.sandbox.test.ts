import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type Page, Person } from '../../sandbox/strangers/person.ts';
import { problemOf } from '../../test/support/ask.ts';
import { aPersonOf } from '../../test/support/make.ts';
import { aServer } from '../../test/support/serve.ts';
import { aWorldOfRemotes } from '../../test/support/world-of-remotes.ts';
import { createConsentDesk } from '../connectors/partner-center/consent.ts';
import { ConsentPage, getConsents, makeConsentLink } from '../contract/consent.ts';
import { addConnection, changeConnection, findConnection } from '../features/connections/index.ts';
import { must } from '../lib/must.ts';
import { type ConnectionId, idOf, publicId } from '../model/ids.ts';
import { createClock } from '../platform/clock.ts';

const remotes = await aWorldOfRemotes();
afterAll(() => remotes.close());
const clock = createClock();
const reachable = (address: string): string => address.replace('https://', `${remotes.url}/`);
const { call, open, context, database } = await aServer({
  openRemote: remotes.another(),
  change: (made) => ({ ...made, clock, consentDesk: createConsentDesk({ http: remotes.http, clock, reachable }) }),
});
const owner = await aPersonOf(context, 'owner');
const account = must(
  remotes.credentials.partnerAccounts.find(({ id }) => id === 'pc-1'),
  'account',
);
const world = must(remotes.world.tables.partnerAccounts.get('pc-1'), 'account of the world');
const userOf = (name: string): string => `${name}@${world.domain}`;
const stranger = must(
  remotes.world.tables.partnerAccounts.all().find(({ id, cloud }) => cloud === 'global' && id !== 'pc-1'),
  'another partner',
);

const { tenantId, clientId, clientSecret } = account;
const settings = { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId, clientId } as const;
let connectionId: ConnectionId;

beforeEach(async () => {
  await sql`truncate connection, consent_link, connection_consent cascade`.execute(database.owner.db);
  await remotes.control('identity', { mfaClaim: true, errors: {}, signInErrors: {}, account: 'pc-1', consented: true });
  const outcome = await addConnection(context, { name: 'North', settings, secrets: { clientSecret } });
  if (outcome.status !== 'added') throw new Error(outcome.because);
  connectionId = idOf('connection', outcome.connection.connectionId);
});

const connection = async () => must(await findConnection(context, connectionId), 'connection');
const id = () => publicId('connection', connectionId);
const consents = async () =>
  must(getConsents.reply, 'shape').parse((await call('GET', `/connections/${id()}/consents`, { as: owner })).body);
const storedToken = async (): Promise<string | undefined> => {
  const row = await database.owner.db.selectFrom('connection').select('secrets').executeTakeFirstOrThrow();
  const text = context.secrets.open(row.secrets ?? '', { table: 'connection', row: connectionId, column: 'secrets' });
  return (JSON.parse(text) as { refreshToken?: string }).refreshToken;
};

async function aLink(body: { minutes?: number; expectedUser?: string; purpose?: 'writing' } = {}): Promise<string> {
  const made = await call('POST', `/connections/${id()}/consent-links`, { as: owner, body });
  return must(must(makeConsentLink.reply, 'shape').parse(made.body).url.split('/').at(-1), 'token');
}

/** A browser that holds a link: it begins, goes through Microsoft's pages, and comes back. */
class Browser {
  cookie = '';
  readonly #token: string;
  readonly #person = new Person();

  constructor(token: string) {
    this.#token = token;
  }

  #headers = () => (this.cookie === '' ? {} : { headers: { cookie: this.cookie } });

  async look() {
    return ConsentPage.parse((await call('GET', `/consent-links/${this.#token}`, this.#headers())).body);
  }

  async begin(purpose: 'signIn' | 'adminConsent' = 'signIn') {
    const begun = await call('POST', `/consent-links/${this.#token}/sign-ins`, { body: { purpose }, ...this.#headers() });
    this.cookie = String(begun.headers['set-cookie'] ?? this.cookie).split(';')[0] ?? '';
    return begun;
  }

  async goTo(begun: Awaited<ReturnType<Browser['begin']>>): Promise<Page> {
    return this.#person.open((begun.body as { url: string }).url);
  }

  click = (page: Page, ...words: readonly string[]) => this.#person.clicks(page, ...words);
  type = (page: Page, words: string, user: string) => this.#person.click(page, words, { user });

  /** The browser is sent back to us: where to from here. */
  async comeBack(page: Page): Promise<string> {
    const { pathname, search } = must(page.location, 'an address to go back to');
    const answer = await open(`${pathname}${search}`, this.#headers());
    return String(answer.headers['location']);
  }

  /** Signs in as a user with a second factor, if he has one. */
  async signInAs(user: string, ...more: readonly string[]): Promise<string> {
    const pick = await this.goTo(await this.begin());
    const page = await this.click(pick, user);
    return this.comeBack(more.length === 0 ? page : await this.click(page, ...more));
  }
}

const approved = 'I have approved';

describe('a consent link', () => {
  test('is used by somebody without an account here: he signs in at Microsoft, and the connection is connected', async () => {
    const token = await aLink();
    expect(await connection()).toMatchObject({ state: 'awaitingConsent' });
    const browser = new Browser(token);
    expect(await browser.look()).toMatchObject({ connectionName: 'North', state: 'waiting', mayBegin: true, tenantId });

    const begun = await browser.begin();
    const asked = new URL((begun.body as { url: string }).url).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      client_id: clientId,
      response_type: 'code',
      prompt: 'select_account',
      code_challenge_method: 'S256',
      redirect_uri: (await consents()).redirectUri,
    });
    expect(await browser.look()).toMatchObject({ state: 'opened' });
    const page = await browser.click(await browser.goTo(begun), userOf('integration'), approved);
    expect(await browser.comeBack(page)).toBe(`/consent/${token}`);

    expect(await browser.look()).toMatchObject({ state: 'received', mayBegin: false, refusal: null });
    expect(await connection()).toMatchObject({ state: 'connected', reason: null, secretsSet: ['clientSecret', 'refreshToken'] });
    const told = await consents();
    expect(told.consents[0]).toMatchObject({ userPrincipalName: userOf('integration'), tenantId, secondFactor: ['pwd', 'mfa'] });
    expect(told.missing).toEqual([]);
    expect(told.warnings.map(({ code }) => code)).toEqual(['globalAdmin']);
  });

  test('works once: whoever else has it is refused, before and after, and every use is in the audit trail', async () => {
    const token = await aLink();
    const [first, second] = [new Browser(token), new Browser(token)];

    const begun = await first.begin();
    expect(problemOf(await second.begin())).toMatchObject({ status: 409, code: 'link_used' });
    expect(await second.look()).toMatchObject({ state: 'opened', mayBegin: false });
    await first.comeBack(await first.click(await first.goTo(begun), userOf('integration'), approved));
    expect(problemOf(await first.begin())).toMatchObject({ code: 'link_used' });
    expect(problemOf(await second.begin())).toMatchObject({ code: 'link_used' });

    const { rows } = await sql<{
      result: string;
    }>`select result from audit_event where action = 'consentLink.used' order by seq desc limit 4`
      .execute(database.owner.db)
      .catch(() => ({ rows: [] as { result: string }[] }));
    expect(rows.map(({ result }) => result)).toEqual(['refused', 'refused', 'refused', 'done']);
  });

  test('ends by itself, and a newer one takes its place', async () => {
    const [older, newer] = [await aLink(), await aLink({ minutes: 5 })];

    expect(await new Browser(older).look()).toMatchObject({ state: 'withdrawn', mayBegin: false });
    expect(problemOf(await new Browser(older).begin())).toMatchObject({ status: 410, code: 'link_over' });
    await sql`update consent_link set ends_at = now() - interval '1 minute' where state = 'waiting'`.execute(database.owner.db);
    expect(await new Browser(newer).look()).toMatchObject({ state: 'expired', mayBegin: false });
    expect(problemOf(await new Browser(newer).begin())).toMatchObject({ code: 'link_over' });
    expect(problemOf(await new Browser('a-token-that-nobody-made-000000').begin())).toMatchObject({ status: 404 });
  });

  test('is made for partner accounts whose app has a secret, by whoever may connect accounts', async () => {
    const operator = await aPersonOf(context, 'operator');

    expect(problemOf(await call('POST', `/connections/${id()}/consent-links`, { as: operator, body: {} }))).toMatchObject({
      code: 'forbidden',
    });
    await sql`update connection set secrets = null, secrets_set = '{}'`.execute(database.owner.db);
    expect(problemOf(await call('POST', `/connections/${id()}/consent-links`, { as: owner, body: {} }))).toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('client secret') as string,
    });
  });

  test('leaves nothing in the database by which it could be used', async () => {
    const token = await aLink();
    await new Browser(token).begin();

    const { rows } = await sql<{ all: string }>`select row_to_json(t)::text as all from consent_link t
      union all select row_to_json(t)::text from consent_attempt t`.execute(database.owner.db);
    expect(rows).toHaveLength(2);
    expect(rows.map((row) => row.all).join(' ')).not.toContain(token);
  });
});

// Group 1 of the conditions in capabilities.md: sign-in. Each ends in a cause and a fix, and nothing is stored.
describe('a sign-in that is not taken', () => {
  const refusedWith = async (browser: Browser, expected: object) => {
    expect(await browser.look()).toMatchObject({ state: 'refused', mayBegin: true, refusal: expected });
    expect(await storedToken()).toBeUndefined();
    expect((await consents()).consents).toEqual([]);
    expect(await connection()).toMatchObject({ state: 'awaitingConsent' });
  };

  test('somebody of another partner signs in: both tenants are named', async () => {
    const browser = new Browser(await aLink());
    const theirs = must(
      stranger.users.find(({ mfa, roles }) => mfa && roles.includes('GlobalAdmin')),
      'their admin',
    ).userPrincipalName;
    const pick = await browser.goTo(await browser.begin());
    let page = await browser.click(pick, theirs, approved);
    if (page.location === undefined) page = await browser.click(page, 'Accept');
    await browser.comeBack(page);

    await refusedWith(browser, { code: 'wrongTenant', tenantId: stranger.tenantId, signedInAs: theirs, reconsent: 'helps' });
  });

  test('another user of the tenant than the integration account, and then the right one in the same browser', async () => {
    const browser = new Browser(await aLink({ expectedUser: userOf('integration') }));
    await browser.signInAs(userOf('helpdesk'), approved);
    await refusedWith(browser, {
      code: 'wrongIdentity',
      signedInAs: userOf('helpdesk'),
      fix: expect.stringContaining(userOf('integration')) as string,
    });

    await browser.signInAs(userOf('integration'), approved);
    expect(await browser.look()).toMatchObject({ state: 'received', refusal: null });
  });

  test('without a second factor', async () => {
    const browser = new Browser(await aLink());
    await browser.signInAs(userOf('no-mfa'));

    await refusedWith(browser, {
      code: 'mfaMissing',
      fix: expect.stringContaining('second factor') as string,
      signedInAs: userOf('no-mfa'),
    });
  });

  test('the token lacks the evidence of a second factor', async () => {
    await remotes.control('identity', { mfaClaim: false });
    const browser = new Browser(await aLink());
    await browser.signInAs(userOf('integration'), approved);

    await refusedWith(browser, { code: 'mfaMissing' });
  });

  test('the window of Microsoft is closed: the same browser begins again', async () => {
    const browser = new Browser(await aLink());
    const pick = await browser.goTo(await browser.begin());
    expect(await browser.look()).toMatchObject({ state: 'opened', mayBegin: true });
    await browser.comeBack(await browser.click(pick, 'Cancel'));

    await refusedWith(browser, { code: 'declined', remoteCode: 'AADSTS65004', reconsent: 'helps' });
  });

  test('consent is denied', async () => {
    await remotes.control('identity', { account: 'pc-1', consented: false });
    const browser = new Browser(await aLink());
    const page = await browser.click(await browser.goTo(await browser.begin()), userOf('integration'), approved, 'Deny');
    await browser.comeBack(page);

    await refusedWith(browser, { code: 'declined' });
  });

  test('the user may not consent: an administrator does first, without becoming the sign-in', async () => {
    await remotes.control('identity', { account: 'pc-1', consented: false });
    const browser = new Browser(await aLink());
    const page = await browser.click(await browser.goTo(await browser.begin()), userOf('helpdesk'), approved, 'Return to the application');
    await browser.comeBack(page);
    await refusedWith(browser, {
      code: 'approvalNeeded',
      remoteCode: 'AADSTS90094',
      reconsent: 'afterFix',
      cause: expect.stringContaining('Cloud Application Administrator') as string,
    });

    const admin = await browser.goTo(await browser.begin('adminConsent'));
    await browser.comeBack(await browser.click(admin, userOf('integration'), 'Accept'));
    expect(await browser.look()).toMatchObject({ state: 'opened', mayBegin: true, refusal: null });
    expect(await storedToken()).toBeUndefined();
    await browser.signInAs(userOf('helpdesk'), approved);
    expect(await browser.look()).toMatchObject({ state: 'received' });
  });

  test.each([
    [50053, 'microsoftRefused', 'afterFix', 'locked'],
    [65001, 'microsoftRefused', 'helps', 'consented'],
    [500011, 'microsoftRefused', 'no', 'wrong cloud'],
  ] as const)(
    'Microsoft sends the browser back with AADSTS%i: it says whether signing in again helps',
    async (code, is, reconsent, cause) => {
      await remotes.control('identity', { signInErrors: { '*': code } });
      const browser = new Browser(await aLink());
      await browser.comeBack(await browser.goTo(await browser.begin()));

      await refusedWith(browser, { code: is, remoteCode: `AADSTS${code}`, reconsent, cause: expect.stringContaining(cause) as string });
    },
  );

  test.each([
    [7000222, 'no', 'client secret'],
    [53003, 'afterFix', 'Conditional Access'],
    [50173, 'helps', 'revoked'],
  ] as const)('Microsoft refuses the code with AADSTS%i: told with the id for its support', async (code, reconsent, cause) => {
    await remotes.control('identity', { errors: { '*': code } });
    const browser = new Browser(await aLink());
    await browser.signInAs(userOf('integration'), approved);

    await refusedWith(browser, {
      remoteCode: `AADSTS${code}`,
      reconsent,
      cause: expect.stringContaining(cause) as string,
      correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
  });
});

describe('writing at Microsoft is a second consent', () => {
  const on = () => changeConnection(context, connectionId, { writeKinds: ['subscriptions', 'access'], reason: 'October is agreed' });

  test('it is asked for after reading, names only what writing needs, and switches nothing on by itself', async () => {
    const early = await call('POST', `/connections/${id()}/consent-links`, { as: owner, body: { purpose: 'writing' } });
    expect(problemOf(early)).toMatchObject({ status: 409, code: 'conflict' });
    await new Browser(await aLink()).signInAs(userOf('integration'), approved);
    expect(await on()).toEqual({ status: 'refused', because: 'writeConsentMissing' });
    expect((await consents()).missingToWrite.map(({ kinds }) => kinds)).toEqual([['subscriptions', 'profiles', 'tenants'], ['access']]);

    const browser = new Browser(await aLink({ purpose: 'writing' }));
    expect(await browser.look()).toMatchObject({ purpose: 'writing', permissions: [{ name: 'user_impersonation' }, { api: 'graph' }] });
    const begun = await browser.begin();
    const scope = new URL((begun.body as { url: string }).url).searchParams.get('scope') ?? '';
    expect(scope).toContain('/DelegatedAdminRelationship.ReadWrite.All ');
    expect(scope).not.toContain('.default');
    await browser.comeBack(await browser.click(await browser.goTo(begun), userOf('integration'), approved));

    expect(await browser.look()).toMatchObject({ state: 'received' });
    expect(await connection()).toMatchObject({ state: 'connected', writeKinds: [], writeConsent: { by: userOf('integration') } });
    expect((await consents()).missingToWrite).toEqual([]);
    expect(await on()).toMatchObject({ status: 'changed', connection: { writeKinds: ['subscriptions', 'access'] } });
  });

  test('a kind of action whose permission was not given stays off, and the others go on', async () => {
    await new Browser(await aLink()).signInAs(userOf('integration'), approved);
    await new Browser(await aLink({ purpose: 'writing' })).signInAs(userOf('integration'), approved);
    await sql`update connection_consent set permissions = '{user_impersonation}'`.execute(database.owner.db);

    expect(await on()).toEqual({ status: 'refused', because: 'writePermissionMissing' });
    const profiles = { writeKinds: ['profiles' as const], reason: 'October is agreed' };
    expect(await changeConnection(context, connectionId, profiles)).toMatchObject({ status: 'changed' });
  });

  test('taken back, everything is off at once and reading goes on', async () => {
    await new Browser(await aLink()).signInAs(userOf('integration'), approved);
    await new Browser(await aLink({ purpose: 'writing' })).signInAs(userOf('integration'), approved);
    await on();

    expect((await call('DELETE', `/connections/${id()}/write-consent`, { as: owner })).status).toBe(204);

    expect(await connection()).toMatchObject({ state: 'connected', writeKinds: [], writeConsent: { at: null } });
    expect(await on()).toEqual({ status: 'refused', because: 'writeConsentMissing' });
  });
});

describe('a permission that the first consent did not give', () => {
  test('is what the next sign-in asks for, and nothing else', async () => {
    await new Browser(await aLink()).signInAs(userOf('integration'), approved);
    const given = ['user_impersonation', 'DelegatedAdminRelationship.Read.All', 'PartnerBilling.Read.All'];
    await sql`update connection_consent set permissions = ${given}`.execute(database.owner.db);
    expect((await consents()).missing.map(({ name }) => name)).toEqual(['Directory.Read.All']);

    const browser = new Browser(await aLink());
    expect((await browser.look()).permissions.map(({ name }) => name)).toEqual(['Directory.Read.All']);
    await browser.signInAs(userOf('integration'), approved);

    expect((await consents()).missing).toEqual([]);
  });
});

// SEC-31: an answer is taken only by the browser that asked, once, in time, and for the cloud that it was asked in.
describe('an answer that belongs to no sign-in of this browser', () => {
  const nobodyBegan = '/consent/not-begun';
  const answered = async (browser: Browser): Promise<URL> =>
    must((await browser.click(await browser.goTo(await browser.begin()), userOf('integration'), approved)).location, 'back');
  const send = async (path: string, cookie: string) =>
    String((await open(path, cookie === '' ? {} : { headers: { cookie } })).headers['location']);

  test.each([
    ['from another browser', (back: URL) => [`${back.pathname}${back.search}`, 'concord-consent=someone.else'] as const],
    ['without a cookie', (back: URL) => [`${back.pathname}${back.search}`, ''] as const],
    ['at the address of another cloud', (back: URL, own: string) => [`/consent/callback/china${back.search}`, own] as const],
    ['at the address of no cloud', (back: URL, own: string) => [`/consent/callback/mars${back.search}`, own] as const],
    [
      'with a state that nobody was given',
      (back: URL, own: string) => [`${back.pathname}?code=${back.searchParams.get('code') ?? ''}&state=made-up`, own] as const,
    ],
    ['without a state', (back: URL, own: string) => [`${back.pathname}?code=${back.searchParams.get('code') ?? ''}`, own] as const],
    ['with the state twice', (back: URL, own: string) => [`${back.pathname}${back.search}&state=b`, own] as const],
  ] as const)('%s is not taken', async (_what, forge) => {
    const browser = new Browser(await aLink());
    const back = await answered(browser);

    const [path, cookie] = forge(back, browser.cookie);
    expect(await send(path, cookie)).toBe(nobodyBegan);
    expect(await storedToken()).toBeUndefined();
    // It was not used up by that: the right answer still counts.
    expect(await send(`${back.pathname}${back.search}`, browser.cookie)).toMatch(/^\/consent\/[\w-]{43}$/);
    expect(await storedToken()).toBeDefined();
  });

  test('a replayed answer is not taken, nor one of a sign-in begun too long ago', async () => {
    const browser = new Browser(await aLink());
    const back = await answered(browser);
    await sql`update consent_attempt set ends_at = now() - interval '1 second'`.execute(database.owner.db);
    expect(await send(`${back.pathname}${back.search}`, browser.cookie)).toBe(nobodyBegan);

    const other = new Browser(await aLink());
    const again = await answered(other);
    await send(`${again.pathname}${again.search}`, other.cookie);
    expect(await send(`${again.pathname}${again.search}`, other.cookie)).toBe(nobodyBegan);
    expect((await consents()).consents).toHaveLength(1);
  });

  test('a code that was given to somebody else does not fit: the proof key is missing', async () => {
    const [mine, theirs] = [new Browser(await aLink()), new Person()];
    const begun = await mine.begin();
    const own = new URL((begun.body as { url: string }).url);
    own.searchParams.set('code_challenge', 'a-challenge-of-somebody-else-0123456789abcdef');
    const page = await theirs.clicks(await theirs.open(own.href), userOf('integration'), approved);
    await mine.comeBack(page);

    expect(await mine.look()).toMatchObject({ state: 'refused', refusal: { remoteCode: 'AADSTS50148' } });
    expect(await storedToken()).toBeUndefined();
  });

  test('an id token for another nonce does not fit', async () => {
    const browser = new Browser(await aLink());
    const begun = await browser.begin();
    const own = new URL((begun.body as { url: string }).url);
    own.searchParams.set('nonce', 'replayed');
    await browser.comeBack(await browser.click(await new Person().open(own.href), userOf('integration'), approved));

    expect(await browser.look()).toMatchObject({ state: 'refused', refusal: { code: 'notOurAnswer' } });
    expect(await storedToken()).toBeUndefined();
  });
});

describe('consenting again', () => {
  test('keeps the connection, its cursors and mappings, and the identity before; another identity may take over', async () => {
    const browser = new Browser(await aLink());
    await browser.signInAs(userOf('integration'), approved);
    const db = database.owner.db;
    await sql`insert into sync_cursor (connection_id, kind, cursor, last_count, at) values (${connectionId}, 'customers', 'page-7', 12, now())`.execute(
      db,
    );
    const before = await connection();
    const token = await storedToken();
    // Its sign-in was revoked at Microsoft (group 4: withdrawn later).
    await sql`update connection set state = 'degraded', reason = 'reconsentNeeded'`.execute(db);

    const again = new Browser(await aLink({ expectedUser: '' }));
    expect(await connection()).toMatchObject({ state: 'degraded' });
    await again.signInAs(userOf('helpdesk'), approved);

    const after = await connection();
    expect({ ...after, state: '', reason: '', consentEndsAt: '' }).toEqual({ ...before, state: '', reason: '', consentEndsAt: '' });
    expect(await storedToken()).not.toBe(token);
    const { rows } = await sql<{ cursor: string }>`select cursor from sync_cursor`.execute(db);
    expect(rows).toEqual([{ cursor: 'page-7' }]);
    expect((await consents()).consents.map((each) => each.userPrincipalName)).toEqual([userOf('helpdesk'), userOf('integration')]);
  });

  test('of a connection that is switched off leaves it off', async () => {
    await changeConnection(context, connectionId, { paused: true });
    const browser = new Browser(await aLink());
    await browser.signInAs(userOf('integration'), approved);

    expect(await browser.look()).toMatchObject({ state: 'received' });
    expect(await connection()).toMatchObject({ state: 'off', secretsSet: ['clientSecret', 'refreshToken'] });
  });
});
