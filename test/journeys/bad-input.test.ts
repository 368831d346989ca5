import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, ask } from '../support/ask.ts';
import type { SignedIn } from '../support/make.ts';
import { aDataFolder, freePort, Running, type System, startSystem, until } from '../support/start-system.ts';
import { boughtTwentyFive, changesOfLine, lineAtPsa, overview, type PlanReply, preview, undoAndWait } from '../support/story.ts';

// What goes wrong at a partner's: each has a message that says what, why and what next, and loses nothing.
const folder = aDataFolder();
let system: System;
let owner: SignedIn;

beforeAll(async () => {
  system = await startSystem(folder.dataDir);
  const opened = await ask(await system.link(), 'GET');
  const cookie = String(opened.headers['set-cookie']).split(';')[0] ?? '';
  const me = await ask(`${system.url}/api/v1/me`, 'GET', { headers: { cookie } });
  owner = { personId: '', cookie, csrf: (me.body as { csrf: string }).csrf };
});
afterAll(async () => {
  await system.running.stop();
  folder.remove();
});

const asOwner = (method: string, path: string, body: unknown): Promise<Answer> =>
  ask(`${system.url}/api/v1${path}`, method, { as: owner, body });

type ConnectionReply = {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly state: string;
  readonly reason: string | null;
};
const connections = async (): Promise<readonly ConnectionReply[]> => (await system.get<{ data: ConnectionReply[] }>('/connections')).data;
const connection = async (kind: string): Promise<ConnectionReply> => {
  const found = (await connections()).find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`There is no ${kind}`);
  return found;
};
/** What a person gave us. Not what syncs move meanwhile: the end of a sign-in that is renewed as it is used, counts, times. */
const kept = async (): Promise<readonly Partial<ConnectionReply>[]> =>
  (await connections()).map(({ id, kind, name, state, reason }) => ({ id, kind, name, state, reason }));
type VerificationReply = {
  readonly state: string;
  readonly reason: string | null;
  readonly probes: readonly { readonly outcome: string; readonly detail: string; readonly hint?: string }[];
};
const verify = ({ id }: ConnectionReply): Promise<VerificationReply> => system.post(`/connections/${id}/verifications`);

type Credentials = {
  readonly partnerAccounts: readonly {
    readonly tenantId: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly refreshToken: string;
  }[];
  readonly psas: readonly { readonly privateKey: string }[];
};
const credentials = (): Promise<Credentials> => system.control('GET', '/credentials');

describe('connections', () => {
  test('a wrong key of the PSA: the connection says so and what to do, and the right key heals it', async () => {
    const psa = await connection('connectWise');

    const wrong = await asOwner('PATCH', `/connections/${psa.id}`, { secrets: { privateKey: 'not-the-key' } });
    expect(wrong.body).toMatchObject({ state: 'degraded', reason: 'rejected' });
    expect(wrong.text).not.toContain('not-the-key');
    const { probes } = await verify(psa);
    expect(probes.find(({ outcome }) => outcome === 'failed')?.hint).toMatch(/key/i);

    const [right] = (await credentials()).psas;
    const healed = await asOwner('PATCH', `/connections/${psa.id}`, { secrets: { privateKey: right?.privateKey } });
    expect(healed.body).toMatchObject({ state: 'connected', reason: null });
  });

  test('a tenant that the sign-in does not belong to is refused before anything is kept', async () => {
    const before = await kept();
    const [account] = (await credentials()).partnerAccounts;

    const answer = await asOwner('POST', '/connections', {
      name: 'Somebody else',
      settings: {
        kind: 'partnerCenter',
        cloud: 'global',
        partnerType: 'directBill',
        tenantId: '11111111-2222-4333-8444-555555555555',
        clientId: account?.clientId,
      },
      secrets: { clientSecret: account?.clientSecret, refreshToken: account?.refreshToken },
    });

    expect([answer.status, answer.body]).toMatchObject([422, { code: 'connection_wrong_tenant' }]);
    expect((answer.body as { remediation?: { text: string } }).remediation?.text).toContain('tenant id');
    expect(await kept()).toEqual(before);
  });

  test("another account's secrets never take over a connection", async () => {
    const mine = await connection('partnerCenter');
    const accounts = (await credentials()).partnerAccounts;
    const [first, second] = accounts;

    const answers = await Promise.all(
      [first, second].map((account) =>
        asOwner('PATCH', `/connections/${mine.id}`, {
          secrets: { clientSecret: account?.clientSecret, refreshToken: account?.refreshToken },
        }),
      ),
    );

    // One of them is its own account; the other is refused, or leaves it signed out, but never pointing somewhere else.
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1);
    const own = accounts[answers.findIndex(({ body }) => (body as { state?: string }).state === 'connected')];
    const healed = await asOwner('PATCH', `/connections/${mine.id}`, {
      secrets: { clientSecret: own?.clientSecret, refreshToken: own?.refreshToken },
    });
    expect(healed.body).toMatchObject({ state: 'connected', name: mine.name });
  });

  test('no second factor in the sign-in: degraded, with the remedy', async () => {
    const account = await connection('partnerCenter');
    await system.control('POST', '/identity', { mfaClaim: false, mfaEnforcedShare: 1 });

    const without = await verify(account);
    expect(without).toMatchObject({ state: 'degraded', reason: 'mfaRequired' });
    expect(without.probes.map(({ hint }) => hint ?? '').join(' ')).toMatch(/second factor/i);

    await system.control('POST', '/identity', { mfaClaim: true, mfaEnforcedShare: 0 });
    expect(await verify(account)).toMatchObject({ state: 'connected', reason: null });
  });
});

describe('plans', () => {
  test('a person edited the line since the preview: nothing is sent, a fresh plan is offered', async () => {
    const { difference, truth } = await boughtTwentyFive(system);
    const plan = await preview(system, difference);
    await system.control('POST', '/act', { action: 'psa.editLine', additionId: truth.psaAdditionIds[0], quantity: '22' });
    const changes = await changesOfLine(system, truth);

    const answer = await system.call('POST', `/plans/${plan.id}/apply`, {});

    expect([answer.status, answer.body]).toMatchObject([409, { code: 'plan_stale' }]);
    expect(await changesOfLine(system, truth)).toBe(changes);
    const { planId } = answer.body as { planId: string };
    const fresh = await system.get<PlanReply>(`/plans/${planId}`);
    expect(fresh).toMatchObject({ state: 'previewed', steps: [{ before: { quantity: '22' }, after: { quantity: '25' } }] });

    const { jobId } = await system.post<{ jobId: string }>(`/plans/${planId}/apply`);
    expect(await system.job(jobId)).toMatchObject({ status: 'completed' });
    expect((await lineAtPsa(system, truth)).quantity).toBe('25');
    await undoAndWait(system, fresh);
    expect((await lineAtPsa(system, truth)).quantity).toBe('22');
    await system.control('POST', '/act', { action: 'psa.editLine', additionId: truth.psaAdditionIds[0], quantity: '20' });
  });

  test('the answer of the PSA is lost: it is looked up, not sent again', async () => {
    await system.cli(['sync', '--wait']);
    const { difference, truth } = await boughtTwentyFive(system);
    const plan = await preview(system, difference);
    const changes = await changesOfLine(system, truth);
    await system.control('POST', '/faults', {
      match: { remote: 'connectwise', method: 'PATCH' },
      do: { resetAfterProcessing: true },
      times: 1,
    });

    const { jobId } = await system.post<{ jobId: string }>(`/plans/${plan.id}/apply`);
    await system.job(jobId);
    // The first look-up is half a minute later; the world's clock, which the product follows, is set on.
    await system.control('POST', '/clock', { step: 'PT40S' });
    await until('the plan is applied', async () => (await system.get<PlanReply>(`/plans/${plan.id}`)).state === 'applied', 90_000);

    expect(await changesOfLine(system, truth)).toBe(changes + 1);
    await undoAndWait(system, plan);
  });
});

describe('the database', () => {
  test('stopped under load: calls are refused clearly, it comes back by itself, nothing is lost', async () => {
    const before = await overview(system);
    const postmaster = Number.parseInt(readFileSync(join(clusterOf(folder.dataDir), 'postmaster.pid'), 'utf8'), 10);
    const answers: Answer[] = [];
    let loading = true;
    const load = Array.from({ length: 4 }, async () => {
      while (loading) {
        answers.push(await system.call('GET', '/customers?limit=5'));
        await sleep(20);
      }
    });

    process.kill(postmaster, 'SIGINT');
    await until('a call is refused', () => Promise.resolve(answers.some(({ status }) => status !== 200)));
    const back = await until('it is ready again', async () => (await ask(`${system.url}/readyz`, 'GET')).status === 200, 30_000);
    loading = false;
    await Promise.all(load);

    const refused = answers.filter(({ status }) => status !== 200);
    expect(back).toBe(true);
    expect(new Set(refused.map(({ status, body }) => `${status} ${(body as { code: string }).code}`))).toEqual(
      new Set(['503 database_unavailable']),
    );
    expect(refused.every(({ headers }) => headers['retry-after'] !== undefined)).toBe(true);
    expect(refused.every(({ text }) => !/postgres|socket|ECONN|\bat .*:\d+/i.test(text))).toBe(true);
    expect((await overview(system)).differences).toEqual(before.differences);
    expect((await system.cli(['sync', '--wait'])).code).toBe(0);
  });
});

describe('starting', () => {
  test('a port that was set and is busy ends the start with code 3', async () => {
    const busy: Server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => busy.once('listening', resolve));
    const address = busy.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const other = aDataFolder();

    const start = new Running(['start'], { CONCORD_DATA_DIR: other.dataDir, CONCORD_PORT: String(port), CONCORD_SANDBOX_PORT: '0' });

    expect(await start.ended).toBe(3);
    expect(start.err).toContain(`Port ${port} is in use by another program (port_busy)`);
    expect(start.err).toMatch(/^Try: .*CONCORD_PORT/m);
    busy.close();
    other.remove();
  });

  test('a data folder of another PostgreSQL is named and left alone', async () => {
    const other = aDataFolder();
    const cluster = join(other.dataDir, 'postgres');
    mkdirSync(cluster, { recursive: true });
    writeFileSync(join(cluster, 'PG_VERSION'), '12\n');

    const start = new Running(['start'], { CONCORD_DATA_DIR: other.dataDir, CONCORD_PORT: '0', CONCORD_SANDBOX_PORT: '0' });

    expect(await start.ended).toBe(3);
    expect(start.err).toContain('PostgreSQL 12');
    expect(start.err).toMatch(/^Try: /m);
    expect(readFileSync(join(cluster, 'PG_VERSION'), 'utf8')).toBe('12\n');
    other.remove();
  });

  test('a setting that does not exist is named, with the nearest one that does', async () => {
    const start = new Running(['start'], { CONCORD_DATA_DIR: folder.dataDir, CONCORD_SANDBOX_PROT: '9' });

    expect(await start.ended).toBe(3);
    expect(start.err).toContain('CONCORD_SANDBOX_PROT');
    expect(start.err).toContain('CONCORD_SANDBOX_PORT');
  });

  test('production without a secret key or with an http address does not start, and says no secret', async () => {
    const start = new Running(['serve'], {
      CONCORD_DATA_DIR: folder.dataDir,
      CONCORD_BASE_URL: 'http://concord.example',
      CONCORD_SECRET_KEY: 'hunter2',
    });

    expect(await start.ended).toBe(3);
    expect(start.err).toMatch(/CONCORD_SECRET_KEY.*too weak/);
    expect(start.err).toMatch(/CONCORD_BASE_URL.*https/);
    expect(start.err).not.toContain('hunter2');
  });

  test('in production there is no sandbox: nobody listens on its port, and the server knows no control', async () => {
    const own = aDataFolder();
    const [port, sandboxPort] = [await freePort(), await freePort()];
    const serve = new Running(['serve'], {
      CONCORD_DATA_DIR: own.dataDir,
      CONCORD_PORT: String(port),
      CONCORD_SANDBOX_PORT: String(sandboxPort),
      CONCORD_BASE_URL: 'https://concord.example',
      CONCORD_SECRET_KEY: 'Zk4-vt9-QpL-83x-wNa-2Rd-0yu-Hc7-bE5-mG1',
    });
    const at = (aPort: number, path: string, method = 'GET'): Promise<Answer> => ask(`http://127.0.0.1:${aPort}${path}`, method);
    await until('healthy', async () => (await at(port, '/healthz').catch(() => undefined))?.status === 200);

    // A path that the server does not know is the browser app's.
    for (const path of ['/_control/', '/_control/world', '/_control/credentials', '/api.partnercenter.microsoft.com/v1/customers'])
      expect((await at(port, path)).headers['content-type']).toMatch('text/html');
    expect((await at(port, '/_control/reset', 'POST')).status).toBe(404);
    await expect(at(sandboxPort, '/_control/world')).rejects.toThrow();
    expect(await serve.stop()).toBe(0);
    own.remove();
  });

  test('a sandbox workspace does not become a live one', async () => {
    const start = new Running(['serve'], {
      CONCORD_DATA_DIR: folder.dataDir,
      CONCORD_PORT: '0',
      CONCORD_BASE_URL: 'https://concord.example',
      CONCORD_SECRET_KEY: 'Zk4-vt9-QpL-83x-wNa-2Rd-0yu-Hc7-bE5-mG1',
    });

    expect(await start.ended).toBe(3);
    expect(start.err).toContain('workspace_profile_mismatch');
  });
});

/** Where the database of a data folder lies: inside, or where the note says when root runs the tests. */
function clusterOf(dataDir: string): string {
  try {
    return readFileSync(join(dataDir, 'postgres.path'), 'utf8').trim();
  } catch {
    return join(dataDir, 'postgres');
  }
}
