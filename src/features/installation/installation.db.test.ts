import { describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aPsa } from '../../../test/support/fake-remotes.ts';
import { must } from '../../lib/must.ts';
import { listConnections } from '../connections/index.ts';
import type { SampleAccount } from '../context.ts';
import { countStart, ensureWorkspace, hasFirstPicture, releaseWriting, setUpSandbox } from './index.ts';

const psaAccount: SampleAccount = {
  name: 'Northwind PSA',
  settings: {
    kind: 'connectWise',
    baseUrl: 'https://api-na.myconnectwise.net/v4_6_release/apis/3.0',
    companyId: 'northwind',
    publicKey: 'p',
    clientId: 'c',
  },
  secrets: { privateKey: 's3cr3t' },
};
const distributorAccount: SampleAccount = {
  name: 'Pax8',
  settings: { kind: 'pax8', baseUrl: 'https://api.pax8.com/v1', clientId: 'c' },
  secrets: { clientSecret: 's3cr3t' },
};

const anInstallation = async () => {
  const database = await aDatabase();
  return { database, ...aContext(database.db, { openRemote: () => aPsa() }) };
};

describe('the workspace of a database', () => {
  test('is made once, also by ten processes at once', async () => {
    const { context } = await anInstallation();

    const made = await Promise.all(Array.from({ length: 10 }, () => ensureWorkspace(context, 'trial')));

    expect(new Set(made.map(({ workspaceId }) => workspaceId)).size).toBe(1);
    expect(await ensureWorkspace(context, 'trial')).toEqual(made[0]);
  });

  test.each([
    ['trial', 'production', 'a sandbox', 'a live'],
    ['production', 'trial', 'a live', 'a sandbox'],
  ] as const)('of kind %s never becomes %s', async (is, wanted, has, cannot) => {
    const { context } = await anInstallation();
    await ensureWorkspace(context, is);

    await expect(ensureWorkspace(context, wanted)).rejects.toMatchObject({
      code: 'workspace_profile_mismatch',
      message: `This database holds ${has} workspace and cannot become ${cannot} one`,
      facts: { hint: expect.stringContaining('CONCORD_DATA_DIR') as string },
    });
  });
});

describe('a database that was brought back', () => {
  test('knows of fewer starts than its folder: writing is held', async () => {
    const { context } = await anInstallation();
    await ensureWorkspace(context, 'trial');
    const first = await countStart(context, undefined);
    const second = await countStart(context, first.place);
    expect([first.place.starts, second.place.starts, first.isHeld, second.isHeld]).toEqual([1, 2, false, false]);

    const restored = await countStart(context, { ...second.place, starts: 9 });

    expect(restored).toEqual({ place: { placeId: first.place.placeId, starts: 10 }, isHeld: true });
  });

  test('a folder that was left behind by a death between the two is no restore', async () => {
    const { context } = await anInstallation();
    await ensureWorkspace(context, 'trial');
    const { place } = await countStart(context, undefined);
    await countStart(context, place);

    expect(await countStart(context, place)).toMatchObject({ place: { starts: 3 }, isHeld: false });
  });

  test('two machines with a folder each do not hold one another', async () => {
    const { context } = await anInstallation();
    await ensureWorkspace(context, 'trial');
    const [mine, theirs] = [await countStart(context, undefined), await countStart(context, undefined)];

    expect(mine.place.placeId).not.toBe(theirs.place.placeId);
    expect((await countStart(context, mine.place)).isHeld).toBe(false);
    expect((await countStart(context, theirs.place)).isHeld).toBe(false);
  });

  test('is released by a person, once everything was read again', async () => {
    const { context, clock, database } = await anInstallation();
    await ensureWorkspace(context, 'trial');
    expect(await releaseWriting(context, 'x')).toMatchObject({ status: 'refused', because: 'notHeld' });
    await setUpSandbox(context, [psaAccount]);
    await countStart(context, { placeId: context.ids(), starts: 3 });
    expect(await releaseWriting(context, 'x')).toMatchObject({
      because: 'notReadSince',
      detail: expect.stringContaining('Northwind PSA') as string,
    });

    await clock.advance(1_000);
    const at = clock.now();
    const [connection] = await listConnections(context);
    await database.owner.db
      .insertInto('sync_run')
      .values({
        run_id: context.ids(),
        connection_id: must(connection, 'connection').connectionId,
        reach: 'full',
        state: 'completed',
        progress: '{}',
        started_at: at,
        ended_at: at,
      })
      .execute();

    expect(await releaseWriting(context, 'Looked at the journal')).toEqual({ status: 'released' });
    expect(await releaseWriting(context, 'again')).toMatchObject({ because: 'notHeld' });
  });
});

describe('the sample estate', () => {
  test('is connected once, writing on for the lines of the PSA and nothing else', async () => {
    const { context } = await anInstallation();

    await setUpSandbox(context, [psaAccount, distributorAccount]);
    await setUpSandbox(context, [psaAccount, distributorAccount]);

    const connections = await listConnections(context);
    expect(connections.map(({ name, writeKinds }) => [name, writeKinds]).toSorted()).toEqual([
      ['Northwind PSA', ['psaLines']],
      ['Pax8', []],
    ]);
    expect(JSON.stringify(connections)).not.toContain('s3cr3t');
  });

  test('what is missing after a broken first start is added by the next one', async () => {
    const { context } = await anInstallation();
    await setUpSandbox(context, [psaAccount]);

    await setUpSandbox(context, [psaAccount, distributorAccount]);

    expect(await listConnections(context)).toHaveLength(2);
  });
});

describe('the first picture', () => {
  test('is there when every connection was read and the books were compared after that', async () => {
    const { context, clock, database } = await anInstallation();
    await setUpSandbox(context, [psaAccount, distributorAccount]);
    const { db } = database.owner;
    const ids = (await listConnections(context)).map(({ connectionId }) => connectionId);
    const read = async (connectionId: string, state: string): Promise<void> => {
      const at = clock.now();
      await db
        .insertInto('sync_run')
        .values({ run_id: context.ids(), connection_id: connectionId, reach: 'full', state, progress: '{}', started_at: at, ended_at: at })
        .execute();
      await clock.advance(1_000);
    };
    const compared = async (state: string): Promise<void> => {
      const at = clock.now();
      await db
        .insertInto('reconciliation_run')
        .values({ run_id: context.ids(), state, started_at: at, ended_at: at, sources: '[]', counts: '{}' })
        .execute();
      await clock.advance(1_000);
    };
    const [first, second] = [must(ids[0], 'first'), must(ids[1], 'second')];

    expect(await hasFirstPicture(context)).toBe(false);
    await read(first, 'completed');
    await compared('completed');
    expect(await hasFirstPicture(context)).toBe(false);
    await read(second, 'failed');
    await compared('completed');
    expect(await hasFirstPicture(context)).toBe(false);
    await read(second, 'partial');
    await compared('failed');
    await compared('completed');
    expect(await hasFirstPicture(context)).toBe(true);
  });
});
