import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aMarketplace } from '../../../test/support/fake-remotes.ts';
import { guid } from '../../../test/support/records.ts';
import type { Probe } from '../../model/connection.ts';
import { idOf } from '../../model/ids.ts';
import {
  addConnection,
  changeConnection,
  featuresOf,
  findConnection,
  listCalls,
  listVerifications,
  verifyConnection,
  verifyDue,
} from './index.ts';

const { db, owner } = await aDatabase();
const remotes = new Map<string, ReturnType<typeof aMarketplace>>();
const { context, clock } = aContext(db, {
  openRemote: ({ settings }) => {
    const remote = remotes.get(settings.kind === 'partnerCenter' ? settings.tenantId : '');
    if (remote === undefined) throw new Error('nothing is there');
    return remote;
  },
});
const probe = (name: string, over: Partial<Probe> = {}): Probe => ({ name, outcome: 'passed', ms: 1, detail: 'It can be read', ...over });
const forbidden = probe('invoices', { outcome: 'failed', code: 'remote_forbidden', detail: 'Forbidden' });
const good = [probe('sign-in'), probe('profile'), probe('invoices')];

async function anAccount(number: number) {
  const remote = aMarketplace();
  remote.state.probes = [...good];
  remotes.set(guid(number), remote);
  const settings = { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId: guid(number), clientId: 'app' } as const;
  const outcome = await addConnection(context, { name: `Account ${number}`, settings, secrets: { clientSecret: 's', refreshToken: 't' } });
  if (outcome.status !== 'added') throw new Error(JSON.stringify(outcome));
  return { id: idOf('connection', outcome.connection.connectionId), remote };
}

test('partial success is told apart from success, what falls away is named, and what changed goes into the trail once', async () => {
  const { id, remote } = await anAccount(1);
  const verify = async () => {
    await clock.advance(1_000);
    return verifyConnection(context, id);
  };
  remote.state.probes = [probe('sign-in'), probe('profile'), forbidden];

  expect(await verify()).toMatchObject({
    outcome: 'partial',
    state: 'degraded',
    reason: 'roleMissing',
    changes: [{ name: 'invoices', became: 'failed', code: 'remote_forbidden' }],
  });
  expect((await verify())?.changes).toEqual([]);
  const lost = (await featuresOf(context, id))?.filter(({ standing }) => standing === 'lost');
  expect(lost?.map(({ feature }) => feature)).toEqual(['invoices', 'billingExport']);
  remote.state.probes = good;
  await verify();

  const history = await listVerifications(context, id);
  expect(history.map(({ outcome, changes }) => `${outcome} ${changes.length}`)).toEqual(['passed 1', 'partial 0', 'partial 1', 'passed 0']);
  expect((await listVerifications(context, id, 1))[0]?.changes).toHaveLength(1);
  const { rows } = await sql`set app.reseller = '*'; select after->'changes'->>0 as told from audit_event
    where action = 'connection.checksChanged' order by seq`.execute(owner.db);
  expect(rows).toEqual([{ told: 'invoices failed (remote_forbidden)' }, { told: 'invoices passed' }]);
});

test('what nobody verified for six hours is verified; one that cannot be does not stop the others, and a paused one is left alone', async () => {
  const [broken, fine, paused] = [await anAccount(2), await anAccount(3), await anAccount(4)];
  await changeConnection(context, paused.id, { paused: true });
  expect(await verifyDue(context)).toBe(0);
  await clock.advance((6 * 60 + 1) * 60_000);
  broken.remote.verify = () => Promise.reject(new Error('a fault of ours'));
  fine.remote.state.probes = [probe('sign-in', { outcome: 'failed', code: 'reconsent_needed', detail: 'No' })];

  await verifyDue(context);

  expect((await findConnection(context, broken.id))?.state).toBe('degraded');
  expect(await findConnection(context, fine.id)).toMatchObject({ state: 'degraded', reason: 'reconsentNeeded' });
  expect((await findConnection(context, paused.id))?.state).toBe('off');
  expect(await verifyDue(context)).toBe(0);
});

test('the log of calls is the connection\u2019s own, newest first, and its pace says until when it has to wait', async () => {
  const [{ id }, other] = [await anAccount(5), await anAccount(6)];
  const now = clock.now();
  const answer = (connection_id: string, status: number, minutes: number) => ({
    raw_id: context.ids(),
    connection_id,
    correlation_id: `c-${status}-${minutes}`,
    method: 'GET',
    url: 'https://api.example/v1/customers',
    status,
    sha256: '0',
    bytes: 2,
    at: now.subtract({ minutes }),
  });
  await owner.db
    .insertInto('raw_answer')
    .values(
      [answer(id, 200, 90), answer(id, 403, 5), answer(id, 200, 1), answer(other.id, 500, 0)].map((row) => ({ ...row, body_gz: null })),
    )
    .execute();
  const bucket = { tokens: 1, burst: 5, refilled_at: now };
  await owner.db
    .insertInto('rate_bucket')
    .values([
      { ...bucket, bucket: `${id} partner-center customers`, rate: 8, held_until: now.add({ seconds: 34 }) },
      { ...bucket, bucket: `${id} graph lists`, rate: 0.5, held_until: now.subtract({ seconds: 1 }) },
      { ...bucket, bucket: `${other.id} graph lists`, rate: 9, held_until: null },
    ])
    .execute();

  const found = await listCalls(context, id, {});
  expect(found?.calls.map(({ correlationId }) => correlationId)).toEqual(['c-200-1', 'c-403-5', 'c-200-90']);
  expect(found?.inTheLastHour).toBe(2);
  expect(found?.pace).toEqual([
    { part: 'graph lists', callsAMinute: 30, heldUntil: null },
    { part: 'partner-center customers', callsAMinute: 480, heldUntil: now.add({ seconds: 34 }) },
  ]);
  expect((await listCalls(context, id, { status: 'refused' }))?.calls).toHaveLength(1);
  expect(await listCalls(context, idOf('connection', guid(99)), {})).toBeUndefined();
});
