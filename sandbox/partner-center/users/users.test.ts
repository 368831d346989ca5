import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { put } from '../../world/world.ts';
import { appOnly, type Opened, openSandbox } from '../open-sandbox.ts';

let sandbox: Opened;
let base = '';
beforeAll(async () => {
  sandbox = await openSandbox();
  base = `/v1/customers/${customerId()}`;
});
afterAll(() => sandbox.close());

const customerId = () => sandbox.world.tables.relationships.by('accountId', sandbox.account.id)[0]?.customerId ?? '';
const domain = () => sandbox.world.tables.customers.get(customerId())?.domain ?? '';

type User = { id: string; userPrincipalName: string; displayName: string; state: string };
type List = { totalCount: number; items: User[]; continuationToken?: string; links: Record<string, { uri: string } | undefined> };
const list = async (query = '', headers: Record<string, string> = {}) =>
  (await sandbox.ask(`${base}/users${query}`, { headers })).body as List;
const filtered = (state: string) =>
  `?filter=${encodeURIComponent(JSON.stringify({ Field: 'UserState', Value: state, Operator: 'equals' }))}`;

let made = 0;
const newUser = () => {
  made += 1;
  return {
    usageLocation: 'US',
    userPrincipalName: `new.person${String(made)}@${domain()}`,
    firstName: 'New',
    lastName: 'Person',
    displayName: `New Person ${String(made)}`,
    passwordProfile: { password: 'abCD123*', forceChangePassword: true },
    attributes: { objectType: 'CustomerUser' },
  };
};
const create = async (): Promise<User> => (await sandbox.ask(`${base}/users`, { method: 'POST', body: newUser() })).body as User;

describe('the users of a tenant', () => {
  test('come in one answer, the same every time, and each can be read', async () => {
    const one = await list();
    const two = await list();

    expect(one.totalCount).toBeGreaterThanOrEqual(10);
    expect(two).toEqual(one);
    for (const item of one.items.slice(0, 5)) expect((await sandbox.ask(`${base}/users/${item.id}`)).body).toEqual(item);
  });

  test('come in pages when a size is asked, each once', async () => {
    const all = await list();
    const seen: string[] = [];
    let page = await list('?size=4');
    for (;;) {
      seen.push(...page.items.map((user) => user.id));
      if (page.links['next'] === undefined) break;
      page = await list(page.links['next'].uri.replace(/^[^?]*/, ''), { 'MS-ContinuationToken': page.continuationToken ?? '' });
    }

    expect(seen).toEqual(all.items.map((user) => user.id));
  });

  test('come in the order that is asked', async () => {
    const up = await list('?sortField=DisplayName&sortDirection=Ascending');
    const down = await list('?sortField=DisplayName&sortDirection=Descending');

    expect(down.items.map((user) => user.id)).toEqual(up.items.map((user) => user.id).reverse());
    expect((await sandbox.ask(`${base}/users?sortField=Shoe`)).status).toBe(400);
  });

  test('are not shown to an application alone, nor without the right', async () => {
    const relationship = sandbox.world.tables.relationships.get(`${sandbox.account.id}:${customerId()}`);
    if (relationship === undefined) throw new Error('no relationship');
    const set = (row: typeof relationship) =>
      sandbox.world.apply({
        kind: 'test.set',
        actor: { kind: 'system', name: 'test' },
        cause: 'test',
        changes: [put('relationships', row)],
      });
    const gdap = sandbox.world.tables.gdap.by('customerId', customerId());

    const app = await sandbox.ask(`${base}/users`, { token: sandbox.token(appOnly) });
    set({ ...relationship, allowDelegatedAccess: false });
    const granular = await sandbox.ask(`${base}/users`);
    const role = await sandbox.ask(`${base}/directoryroles/f2ef992c-3afb-46b9-b7cf-a126ee74c451/usermembers`, {
      method: 'POST',
      body: { Id: (await list()).items[0]?.id },
    });
    set(relationship);

    expect(app).toMatchObject({ status: 403, body: { code: 900329 } });
    expect(granular.status).toBe(gdap.some((row) => row.status === 'active') ? 200 : 403);
    expect(role).toMatchObject({ status: 403, body: { code: 900308 } });
  });

  test('of another partner are not there', async () => {
    const foreign = sandbox.world.tables.relationships
      .all()
      .find(
        (row) =>
          row.accountId !== sandbox.account.id &&
          sandbox.world.tables.relationships.get(`${sandbox.account.id}:${row.customerId}`) === undefined,
      );

    for (const path of [
      'users',
      'subscribedskus',
      'directoryroles',
      'agreements',
      'qualifications',
      'managedservices',
      'servicerequests',
    ]) {
      const answer = await sandbox.ask(`/v1/customers/${foreign?.customerId ?? ''}/${path}`);
      expect([path, answer.status]).toEqual([path, 403]);
    }
  });
});

describe('one user', () => {
  test('is created with a password that is shown once, changed, and found again', async () => {
    const answer = await sandbox.ask(`${base}/users`, { method: 'POST', body: newUser() });
    const user = answer.body as User;

    expect(answer).toMatchObject({ status: 200, body: { passwordProfile: { password: 'abCD123*', forceChangePassword: true } } });
    const changed = await sandbox.ask(`${base}/users/${user.id}`, {
      method: 'PATCH',
      body: { usageLocation: 'DE', displayName: 'Other', attributes: { objectType: 'CustomerUser' } },
    });
    expect(changed).toMatchObject({ status: 200, body: { usageLocation: 'DE', displayName: 'Other', firstName: 'New' } });
    expect(changed.body).not.toHaveProperty('passwordProfile');
    expect((await sandbox.ask(`${base}/users/${user.id.toUpperCase()}`)).body).toEqual(changed.body);
  });

  test.each([
    ['a name outside the tenant', { userPrincipalName: 'a@elsewhere.example' }, 400],
    ['no display name', { displayName: '' }, 400],
    ['a weak password', { passwordProfile: { password: 'abc' } }, 400],
    ['a location that is no country', { usageLocation: 'Germany' }, 400],
  ])('with %s is refused', async (_, over, status) => {
    const before = sandbox.world.events.length;

    const answer = await sandbox.ask(`${base}/users`, { method: 'POST', body: { ...newUser(), ...over } });

    expect(answer).toMatchObject({ status, body: { code: 3000 } });
    expect(sandbox.world.events.length).toBe(before);
  });

  test('with a name that somebody has is a conflict', async () => {
    const { userPrincipalName } = await create();

    expect((await sandbox.ask(`${base}/users`, { method: 'POST', body: { ...newUser(), userPrincipalName } })).status).toBe(409);
  });

  test('goes to the bin, is listed there, comes back, and is gone after 30 days', async () => {
    const user = await create();
    const path = `${base}/users/${user.id}`;

    expect((await sandbox.ask(path, { method: 'DELETE' })).status).toBe(204);
    expect((await list()).items.some((one) => one.id === user.id)).toBe(false);
    const bin = await list(filtered('Inactive'));
    expect(bin.items).toContainEqual(expect.objectContaining({ id: user.id, state: 'inactive' }));

    const back = await sandbox.ask(path, { method: 'PATCH', body: { State: 'active', Attributes: { ObjectType: 'CustomerUser' } } });
    expect(back).toMatchObject({ status: 200, body: { state: 'active' } });
    expect(back.body).not.toHaveProperty('softDeletionTime');

    await sandbox.ask(path, { method: 'DELETE' });
    sandbox.world.clock.step(31 * 86_400_000);
    expect(await sandbox.ask(path)).toMatchObject({ status: 404, body: { code: 60002 } });
  });

  test('gets a new password', async () => {
    const user = await create();

    const answer = await sandbox.ask(`${base}/users/${user.id}/resetpassword`, {
      method: 'PATCH',
      body: { passwordProfile: { password: 'New-Pass1', forceChangePassword: false }, attributes: { objectType: 'CustomerUser' } },
    });

    expect(answer).toMatchObject({
      status: 200,
      body: { passwordProfile: { forceChangePassword: false, password: 'New-Pass1' }, lastDirectorySyncTime: null, softDeletionTime: null },
    });
  });

  test('is given a role, has it, and loses it', async () => {
    const user = await create();
    const members = `${base}/directoryroles/729827e3-9c14-49f7-bb1b-9608f156bbb8/usermembers`;
    const body = { Id: user.id, DisplayName: user.displayName, UserPrincipalName: user.userPrincipalName };

    const given = await sandbox.ask(members, { method: 'POST', body });
    const roles = await sandbox.ask(`${base}/users/${user.id}/directoryroles`);
    const gone = await sandbox.ask(`${members}/${user.id}`, { method: 'DELETE' });

    expect(given).toMatchObject({ status: 201, body: { id: user.id, roleId: '729827e3-9c14-49f7-bb1b-9608f156bbb8' } });
    expect(roles.body).toMatchObject({ totalCount: 1, items: [{ name: 'Helpdesk Administrator' }] });
    expect(gone.status).toBe(204);
    expect((await sandbox.ask(`${base}/users/${user.id}/directoryroles`)).body).toMatchObject({ totalCount: 0 });
  });
});
