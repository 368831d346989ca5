import { afterAll, beforeAll, expect, test } from 'vitest';
import { aBillTo } from '../../test/support/a-bill-to.ts';
import { aKeyOf, aPersonOf } from '../../test/support/make.ts';
import { runConcord } from '../../test/support/run-concord.ts';
import { aServer } from '../../test/support/serve.ts';
import { aWorldOfRemotes } from '../../test/support/world-of-remotes.ts';
import { consentToWriting } from '../../test/support/write-consent.ts';
import { addConnection, changeConnection } from '../features/connections/index.ts';
import { must } from '../lib/must.ts';
import { idOf, publicId } from '../model/ids.ts';
import { Permission } from '../model/person.ts';
import { exitCodes } from './output.ts';

const remotes = await aWorldOfRemotes();
afterAll(() => remotes.close());
const { context, url, database } = await aServer({ openRemote: remotes.another() });
const owner = await aPersonOf(context, 'owner');
const token = await aKeyOf(context, owner.personId, Permission.options);
const { tenantId, clientId, clientSecret, refreshToken } = must(remotes.credentials.partnerAccounts[0], 'an account');
let account = '';

const concord = (...args: string[]) => runConcord(['customers', ...args], { CONCORD_URL: url, CONCORD_TOKEN: token });
const address = Object.entries(aBillTo({ companyName: 'Fabrikam Bikes', addressLine1: '1 Microsoft Way' }))
  .filter(([, value]) => value !== '')
  .map(([field, value]) => `${field}=${value}`);
const make = (name: string, ...more: string[]) => concord('make-tenant', name, ...address, '--account', account, ...more);

beforeAll(async () => {
  const added = await addConnection(context, {
    name: 'Partner Center',
    settings: { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId, clientId },
    secrets: { clientSecret, refreshToken },
  });
  if (added.status !== 'added') throw new Error(added.because);
  const { connectionId } = added.connection;
  account = publicId('connection', connectionId);
  await consentToWriting(database.owner.db, connectionId);
  await changeConnection(context, idOf('connection', connectionId), { writeKinds: ['tenants'], reason: 'new customers' });
});

test('a tenant that is made is told with its first password, once', async () => {
  expect((await concord('new-tenants')).out).not.toContain('fabrikam');

  const { code, out, err } = await make('fabrikamshell');

  expect({ code, err }).toEqual({ code: exitCodes.ok, err: '' });
  expect(out).toMatch(/domain +fabrikamshell\.onmicrosoft\.com\n/);
  expect(out).toMatch(/administrator +admin\n/);
  const [, password = ''] = /password +(\S+)\n/.exec(out) ?? [];
  expect(password.length).toBeGreaterThan(7);
  const listed = (await concord('new-tenants')).out;
  expect(listed).toMatch(/fabrikamshell\.onmicrosoft\.com +Fabrikam Bikes +made/);
  expect(listed).not.toContain(password);
  expect((await concord('new-tenants', '--json')).out).not.toContain(password);
});

test('whoever has the name already is told, and nothing is made', async () => {
  await make('fabrikamtwice');
  const { code, out, err } = await make('fabrikamtwice');

  expect([code, out]).toEqual([exitCodes.conflict, '']);
  expect(err).toContain('Fabrikam Bikes is a customer here already.');
});

test('a field that does not exist is named, with those that do', async () => {
  const { code, err } = await make('fabrikamtypo', 'adress=1 Way');

  expect(code).toBe(exitCodes.usage);
  expect(err).toContain('There is no field adress.');
  expect(err).toContain('addressLine1');
});
