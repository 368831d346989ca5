import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { aWorldOfRemotes, type Remotes, readAll } from '../../test/support/world-of-remotes.ts';
import { must } from '../lib/must.ts';
import type { ConnectionSecrets } from '../model/connection.ts';
import { type DistributorAccounts, hasGoods, type OpenRemote } from './ports.ts';

const IonKeys = z.object({ kind: z.literal('streamOneIon'), baseUrl: z.string(), refreshToken: z.string(), accountId: z.string() });
const IngramKeys = z.object({
  kind: z.literal('ingram'),
  baseUrl: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  subscriptionKey: z.string(),
  realm: z.object({ tokenUrl: z.string(), clientId: z.string(), clientSecret: z.string() }),
});
const Credentials = z.object({ distributors: z.array(z.unknown()) });
type Opening = Parameters<OpenRemote>[0];

let remotes: Remotes;
let ingram: z.infer<typeof IngramKeys>;
let ion: z.infer<typeof IonKeys>;

/** What the sandbox tells of its accounts now: TD SYNNEX's refresh token is one that nobody has used yet. */
async function keysOf<S extends z.ZodType>(schema: S): Promise<z.infer<S>> {
  const answer = await fetch(`${remotes.url}/_control/credentials`);
  const found = Credentials.parse(await answer.json()).distributors.find((one) => schema.safeParse(one).success);
  return schema.parse(found);
}

beforeAll(async () => {
  remotes = await aWorldOfRemotes();
  [ion, ingram] = await Promise.all([keysOf(IonKeys), keysOf(IngramKeys)]);
});
afterAll(() => remotes.close());
afterEach(() => fetch(`${remotes.url}/_control/faults`, { method: 'DELETE' }));

/** The real address: the sandbox tells its own form of it. */
const real = (address: string): string => address.replace(`${remotes.url}/`, 'https://');
function open(
  opening: Omit<Opening, 'connectionId' | 'keepSecrets'>,
  keepSecrets: Opening['keepSecrets'] = () => Promise.resolve(),
): DistributorAccounts {
  const remote = remotes.another()({ connectionId: 'a-distributor', keepSecrets, ...opening });
  if (remote.side !== 'distributor') throw new Error('Not a distributor');
  return remote;
}
const freshToken = async (): Promise<string> => (await keysOf(IonKeys)).refreshToken;
const told = (probes: readonly { name: string; outcome: string }[]) => probes.map(({ name, outcome }) => `${name}: ${outcome}`);

describe('TD SYNNEX', () => {
  const settings = (accountId = ion.accountId): Opening['settings'] => ({ kind: 'tdSynnex', baseUrl: real(ion.baseUrl), accountId });

  test('its customers come with the tenants and domains that it knows', async () => {
    const remote = open({ settings: settings(), secrets: { refreshToken: await freshToken() } });

    const { items, quarantined } = await readAll(remote.accounts());

    expect(items.length).toBeGreaterThan(2);
    expect(quarantined).toEqual([]);
    expect(items.some(({ tenantIds, domain }) => tenantIds.length === 1 && domain.includes('.'))).toBe(true);
    expect(hasGoods(remote)).toBe(false);
  });

  test('every check passes, and says how long the token lives and how many subscriptions there are', async () => {
    const probes = await open({ settings: settings(), secrets: { refreshToken: await freshToken() } }).verify();

    expect(told(probes)).toEqual([
      'sign-in: passed',
      'token life: passed',
      'customers: passed',
      'subscriptions: passed',
      'access (GDAP): passed',
    ]);
    expect(probes[1]?.detail).toMatch(/lives 3[12] more days/);
    expect(probes[3]?.facts?.['subscriptions']).toBeGreaterThan(0);
  });

  test('each exchange spends the token: the next one is stored before anything is read with it, and ten at once spend one', async () => {
    const kept: ConnectionSecrets[] = [];
    const order: string[] = [];
    const remote = open({ settings: settings(), secrets: { refreshToken: await freshToken() } }, (changed) => {
      kept.push(changed);
      order.push('kept');
      return Promise.resolve();
    });

    await Promise.all(
      Array.from({ length: 10 }, async () => {
        await readAll(remote.accounts());
        order.push('read');
      }),
    );

    expect(kept).toHaveLength(1);
    expect(order[0]).toBe('kept');
    const again = open({ settings: settings(), secrets: { refreshToken: must(kept[0]?.refreshToken, 'the next token') } });
    expect((await again.verify())[0]?.outcome).toBe('passed');
  });

  test('a token that is spent needs a person, is asked once, and skips the rest', async () => {
    const refreshToken = await freshToken();
    await open({ settings: settings(), secrets: { refreshToken } }).verify();
    const before = (await remotes.calls('td-synnex')).length;

    const [first, ...rest] = await open({ settings: settings(), secrets: { refreshToken } }).verify();

    expect(first).toMatchObject({ outcome: 'failed', code: 'reconsent_needed', hint: expect.stringContaining('32 days') as string });
    expect(rest.every(({ outcome }) => outcome === 'skipped')).toBe(true);
    expect(await remotes.calls('td-synnex')).toHaveLength(before + 1);
  });

  test('an account id of somebody else is forbidden, and says where to look', async () => {
    const probes = await open({ settings: settings('999999'), secrets: { refreshToken: await freshToken() } }).verify();

    expect(probes.find(({ name }) => name === 'customers')).toMatchObject({
      outcome: 'failed',
      code: 'remote_forbidden',
      hint: expect.stringContaining('account id') as string,
    });
  });
});

describe('Ingram Micro', () => {
  const opening = (over: Partial<ConnectionSecrets> = {}): Omit<Opening, 'connectionId' | 'keepSecrets'> => {
    const { baseUrl, clientId, clientSecret, subscriptionKey } = ingram;
    return {
      settings: { kind: 'ingram', baseUrl: real(baseUrl), userName: clientId },
      secrets: { password: clientSecret, subscriptionKey, ...over },
    };
  };

  test('its customers come whole, page by page', async () => {
    const { items, pages } = await readAll(open(opening()).accounts());

    expect(items.length).toBeGreaterThan(2);
    expect(pages.at(-1)?.total).toBe(items.length);
    expect(new Set(items.map(({ remoteId }) => remoteId)).size).toBe(items.length);
  });

  test('every check passes and counts what it saw', async () => {
    const probes = await open(opening()).verify();

    expect(told(probes)).toEqual(['sign-in: passed', 'customers: passed', 'subscriptions: passed']);
    expect(probes[1]?.facts?.['customers']).toBeGreaterThan(0);
  });

  test('a newer site signs in at its realm', async () => {
    const { tokenUrl, clientId, clientSecret } = ingram.realm;
    const base = opening({ clientSecret });
    const settings = { ...base.settings, tokenUrl: real(tokenUrl), clientId } as Opening['settings'];

    expect((await open({ ...base, settings }).verify())[0]?.outcome).toBe('passed');
  });

  test.each([
    ['password', { password: 'wrong' }],
    ['subscription key', { subscriptionKey: 'wrong' }],
  ])('a wrong %s needs a person', async (_what, secrets) => {
    expect((await open(opening(secrets)).verify())[0]).toMatchObject({
      outcome: 'failed',
      code: 'remote_signed_out',
      hint: expect.stringContaining('subscription key') as string,
    });
  });

  test('an empty list is suspect', async () => {
    await remotes.control('faults', {
      match: { remote: 'ingram', pathTemplate: '/marketplace/{region}/customers' },
      do: { status: 200, body: { data: [], pagination: { offset: 0, limit: 1, total: 0 } } },
    });

    expect((await open(opening()).verify()).find(({ name }) => name === 'customers')).toMatchObject({ code: 'nothing_visible' });
  });

  test('a token that ends in the middle of a listing is renewed once', async () => {
    const remote = open(opening());
    await remote.verify();
    await remotes.control('faults', {
      match: { remote: 'ingram', pathTemplate: '/marketplace/{region}/customers' },
      times: 1,
      do: { status: 401, body: {} },
    });

    expect((await readAll(remote.accounts())).items.length).toBeGreaterThan(0);
  });
});
