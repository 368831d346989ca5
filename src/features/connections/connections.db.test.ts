import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aMarketplace, aPsa } from '../../../test/support/fake-remotes.ts';
import { guid } from '../../../test/support/records.ts';
import { consentToWriting } from '../../../test/support/write-consent.ts';
import type { OpenRemote, Remote } from '../../connectors/ports.ts';
import { must } from '../../lib/must.ts';
import type { ConnectionSecrets, Probe } from '../../model/connection.ts';
import { idOf } from '../../model/ids.ts';
import {
  addConnection,
  type ConnectionRecord,
  changeConnection,
  findConnection,
  listConnections,
  listVerifications,
  openConnection,
  verifyConnection,
} from './index.ts';

const { db, owner } = await aDatabase();

type Opened = Parameters<OpenRemote>[0];
const remotes = { microsoft: aMarketplace(), psa: aPsa() };
const opened: Opened[] = [];
const openRemote = (connection: Opened): Remote => {
  opened.push(connection);
  return connection.settings.kind === 'partnerCenter' ? remotes.microsoft : remotes.psa;
};
const { context } = aContext(db, { openRemote });

const settings = { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId: guid(1), clientId: 'app' } as const;
const psaSettings = {
  kind: 'connectWise',
  baseUrl: 'https://api-na.myconnectwise.net',
  companyId: 'North',
  publicKey: 'p',
  clientId: 'app',
} as const;
const secrets = { clientSecret: 'canary-one', refreshToken: 'token-0' };
const failed = (code: string): Probe => ({ name: 'token', outcome: 'failed', ms: 3, code, detail: 'No' });
const passed: Probe = { name: 'token', outcome: 'passed', ms: 1, detail: 'Yes' };

const added = async (more: Partial<Parameters<typeof addConnection>[1]> = {}): Promise<ConnectionRecord> => {
  const outcome = await addConnection(context, { name: 'North', settings, secrets, ...more });
  if (outcome.status !== 'added') throw new Error(outcome.because);
  return outcome.connection;
};
const idFor = (connection: ConnectionRecord) => idOf('connection', connection.connectionId);
const storedSecrets = async (id: string): Promise<string> => {
  const row = await owner.db.selectFrom('connection').select('secrets').where('connection_id', '=', id).executeTakeFirstOrThrow();
  return context.secrets.open(row.secrets ?? '', { table: 'connection', row: id, column: 'secrets' });
};

beforeEach(async () => {
  await sql`truncate probe_run, sync_problem, sync_cursor, connection cascade`.execute(owner.db);
  remotes.microsoft.state.probes = [passed];
  remotes.psa.state.probes = [passed];
  opened.length = 0;
});

describe('adding a connection', () => {
  test('verifies it, starts it read-only, and keeps its secrets where nobody reads them', async () => {
    const connection = await added();

    expect(connection).toMatchObject({
      state: 'connected',
      writeKinds: [],
      secretsSet: ['clientSecret', 'refreshToken'],
      identity: `global/${guid(1)}`,
    });
    const dump = await sql<{ all: string }>`select row_to_json(connection)::text as all from connection`.execute(owner.db);
    expect(dump.rows[0]?.all).not.toContain('canary-one');
    const trail = await sql<{
      after: unknown;
    }>`set app.reseller = '*'; select after::text as after from audit_event where action = 'connection.added'`.execute(owner.db);
    expect(JSON.stringify(trail.rows)).not.toContain('canary-one');
  });

  test('with credentials that do not work keeps it, with the reason, so that it can be put right', async () => {
    remotes.microsoft.state.probes = [failed('remote_signed_out')];

    expect(await added()).toMatchObject({ state: 'degraded', reason: 'reconsentNeeded' });
  });

  test('of another organisation than the one named is refused', async () => {
    remotes.microsoft.state.probes = [failed('wrong_tenant')];

    expect(await addConnection(context, { name: 'North', settings, secrets })).toEqual({ status: 'refused', because: 'wrongTenant' });
    expect(await listConnections(context)).toEqual([]);
  });

  test('twice, or under a name that is taken, is refused', async () => {
    await added();

    expect(
      await addConnection(context, { name: 'Other', settings: { ...settings, tenantId: guid(1).toUpperCase() }, secrets }),
    ).toMatchObject({ because: 'accountTaken' });
    expect(await addConnection(context, { name: 'North', settings: { ...settings, tenantId: guid(2) }, secrets })).toMatchObject({
      because: 'nameTaken',
    });
  });

  test('without its secrets names what is missing', async () => {
    expect(await addConnection(context, { name: 'North', settings, secrets: {} })).toEqual({
      status: 'refused',
      because: 'secretsMissing',
      missing: ['clientSecret'],
    });
  });

  test('a partner account that nobody signed in for yet is kept as a draft, and nobody is asked about it', async () => {
    const connection = await added({ secrets: { clientSecret: 'canary-one' } });

    expect(connection).toMatchObject({ state: 'draft', reason: null, consentEndsAt: null, secretsSet: ['clientSecret'] });
    expect(opened).toEqual([]);
    expect(await listVerifications(context, connection.connectionId)).toEqual([]);
    expect(await changeConnection(context, idFor(connection), { secrets: { clientSecret: 'canary-two' } })).toMatchObject({
      connection: { state: 'draft' },
    });
    expect(opened).toEqual([]);
  });
});

describe('changing a connection', () => {
  test('writing can be switched on only for what can be written there, and only with a reason', async () => {
    const psa = idFor(await added({ name: 'PSA', settings: psaSettings, secrets: { privateKey: 'k' } }));
    const microsoft = idFor(await added());

    expect(await changeConnection(context, microsoft, { writeKinds: ['psaLines'], reason: 'Because' })).toMatchObject({
      because: 'cannotBeWritten',
    });
    expect(await changeConnection(context, psa, { writeKinds: ['subscriptions'], reason: 'Because' })).toMatchObject({
      because: 'cannotBeWritten',
    });
    const goLive = { writeKinds: ['subscriptions' as const], reason: 'Go live' };
    expect(await changeConnection(context, microsoft, goLive)).toMatchObject({ because: 'writeConsentMissing' });
    await consentToWriting(owner.db, microsoft);
    expect(await changeConnection(context, microsoft, goLive)).toMatchObject({
      connection: { writeKinds: ['subscriptions'] },
    });
    expect(await changeConnection(context, psa, { writeKinds: ['psaLines'] })).toMatchObject({ because: 'reasonMissing' });
    expect(await changeConnection(context, psa, { writeKinds: ['psaLines'], reason: 'Go live' })).toMatchObject({
      connection: { writeKinds: ['psaLines'] },
    });
    expect(await changeConnection(context, psa, { writeKinds: [] })).toMatchObject({ connection: { writeKinds: [] } });
  });

  test('new secrets of another organisation are refused and the old ones stay', async () => {
    const connection = await added();
    remotes.microsoft.state.probes = [failed('wrong_tenant')];

    expect(await changeConnection(context, idFor(connection), { secrets: { refreshToken: 'stranger' } })).toMatchObject({
      because: 'otherTenant',
    });
    expect(await storedSecrets(connection.connectionId)).toContain('token-0');
  });

  test('a mistyped key can be put right together with its other half', async () => {
    const connection = await added({ name: 'PSA', settings: psaSettings, secrets: { privateKey: 'q' } });

    const outcome = await changeConnection(context, idFor(connection), {
      settings: { ...psaSettings, publicKey: 'the right one' },
      secrets: { privateKey: 'its other half' },
    });

    expect(outcome).toMatchObject({ status: 'changed', connection: { settings: { publicKey: 'the right one' } } });
    expect(opened.at(-1)?.settings).toMatchObject({ publicKey: 'the right one' });
  });

  test.each([
    ['another company', { ...psaSettings, companyId: 'South' }],
    ['another site', { ...psaSettings, baseUrl: 'https://api-eu.myconnectwise.net' }],
    ['another kind of remote', settings],
  ])('settings of %s are refused, and nothing is tried or changed', async (_what, other) => {
    const connection = await added({ name: 'PSA', settings: psaSettings, secrets: { privateKey: 'q' } });
    opened.length = 0;

    expect(await changeConnection(context, idFor(connection), { settings: other })).toMatchObject({ because: 'otherTenant' });
    expect(opened).toEqual([]);
  });

  test('new secrets heal it, and what was not given stays', async () => {
    remotes.microsoft.state.probes = [failed('mfa_required')];
    const connection = await added();
    remotes.microsoft.state.probes = [passed];

    const outcome = await changeConnection(context, idFor(connection), { secrets: { refreshToken: 'token-9' } });

    expect(connection).toMatchObject({ reason: 'mfaRequired' });
    expect(outcome).toMatchObject({ connection: { state: 'connected', reason: null } });
    expect(JSON.parse(await storedSecrets(connection.connectionId))).toEqual({ clientSecret: 'canary-one', refreshToken: 'token-9' });
  });

  test('a pause switches it off, whatever its probes say, until it is taken back', async () => {
    const connection = await added();

    expect(await changeConnection(context, idFor(connection), { paused: true })).toMatchObject({ connection: { state: 'off' } });
    expect(await verifyConnection(context, connection.connectionId)).toMatchObject({ state: 'off' });
    expect(await changeConnection(context, idFor(connection), { paused: false })).toMatchObject({ connection: { state: 'connected' } });
  });

  test('a name that another one has is refused, and one that does not exist is unknown', async () => {
    const connection = await added();
    await added({ name: 'South', settings: { ...settings, tenantId: guid(2) } });

    expect(await changeConnection(context, idFor(connection), { name: 'South' })).toMatchObject({ because: 'nameTaken' });
    expect(await changeConnection(context, idOf('connection', guid(9)), { name: 'X' })).toMatchObject({ because: 'unknown' });
  });
});

test.each([
  ['remote_signed_out', 'reconsentNeeded'],
  ['mfa_required', 'mfaRequired'],
  ['remote_forbidden', 'roleMissing'],
  ['remote_throttled', 'throttled'],
  ['remote_timeout', 'remoteDown'],
  ['remote_unreadable', 'unreadable'],
  ['something_else', 'rejected'],
])('a probe that fails with %s makes the connection degraded: %s', async (code, reason) => {
  const { connectionId } = await added();
  remotes.microsoft.state.probes = [passed, failed(code)];

  const verification = await verifyConnection(context, connectionId);

  expect(verification).toMatchObject({ state: 'degraded', reason, probes: [{ outcome: 'passed' }, { code }] });
  expect(await findConnection(context, connectionId)).toMatchObject({ state: 'degraded', reason });
  expect((await listVerifications(context, connectionId)).length).toBe(2);
});

test('a remote that cannot even be opened is a failed probe, and other connections are left alone', async () => {
  const broken = await added();
  const well = await added({ name: 'South', settings: { ...settings, tenantId: guid(2) } });
  await sql`update connection set secrets = 'torn' where connection_id = ${broken.connectionId}::uuid`.execute(owner.db);

  expect(await verifyConnection(context, broken.connectionId)).toMatchObject({ state: 'degraded', reason: 'unreadable' });
  expect(await findConnection(context, well.connectionId)).toMatchObject({ state: 'connected' });
});

describe('a refresh token that rotates', () => {
  const token = async (id: string): Promise<unknown> => (JSON.parse(await storedSecrets(id)) as ConnectionSecrets).refreshToken;

  test('is stored, and the next one from the same worker too', async () => {
    const { connectionId } = await added();
    await openConnection(context, connectionId);
    const { keepSecrets } = must(opened.at(-1), 'an opened connection');

    await keepSecrets({ refreshToken: 'token-1' });
    await keepSecrets({ refreshToken: 'token-2' });

    expect(await token(connectionId)).toBe('token-2');
  });

  test('of a worker that began with an older one never overwrites the newer, in fifty races', async () => {
    const { connectionId } = await added();
    for (let race = 1; race <= 50; race += 1) {
      await openConnection(context, connectionId);
      await openConnection(context, connectionId);
      const [first, second] = opened.slice(-2).map(({ keepSecrets }) => keepSecrets);
      await Promise.all([first?.({ refreshToken: `a-${race}` }), second?.({ refreshToken: `b-${race}` })]);
      const stored = await token(connectionId);

      expect([`a-${race}`, `b-${race}`]).toContain(stored);
      await (stored === `a-${race}` ? second : first)?.({ refreshToken: 'late' });
      expect(await token(connectionId)).toBe(stored);
    }
  });
});
