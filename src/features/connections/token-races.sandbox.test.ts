import { afterAll, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aWorldOfRemotes } from '../../../test/support/world-of-remotes.ts';
import { must } from '../../lib/must.ts';
import { addConnection, findConnection, oneAtATime, openConnection } from './index.ts';

const remotes = await aWorldOfRemotes();
afterAll(() => remotes.close());
const { db, app } = await aDatabase();
const { context: base } = aContext(db);
const [account] = remotes.credentials.partnerAccounts;
const { tenantId, clientId, clientSecret, refreshToken } = must(account, 'account');

/** The bar is 1,000; each is four workers. CONCORD_TOKEN_RACES=1000 measures it, the usual run is short. */
const races = Number(process.env['CONCORD_TOKEN_RACES'] ?? '25');

// F40 at its worst: each use gives a new token, and the use of an old one ends every token of the sign-in.
test('four workers that ask for a token at once, again and again, never lose the connection', {
  timeout: 120_000 + races * 2_000,
}, async () => {
  await remotes.control('identity', { rotateRefreshTokens: true, reuseKillsFamily: true });
  const exclusively = oneAtATime(app, base.secrets);
  const asWorker = () => ({ ...base, openRemote: remotes.another({ exclusively }) });
  const settings = { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId, clientId } as const;
  const added = await addConnection(asWorker(), { name: 'North', settings, secrets: { clientSecret, refreshToken } });
  if (added.status !== 'added') throw new Error(added.because);
  const { connectionId } = added.connection;

  const lost: unknown[] = [];
  for (let race = 1; race <= races; race += 1) {
    // Processes that have just begun: none of them holds an access token.
    const workers = Array.from({ length: 4 }, asWorker);
    await Promise.all(
      workers.map(async (worker) => {
        const remote = await openConnection(worker, connectionId);
        if (remote.side !== 'microsoft') throw new Error('Not a marketplace');
        await remote.market?.().catch((error: unknown) => lost.push([race, error]));
      }),
    );
  }

  expect(lost).toEqual([]);
  expect(await findConnection(base, connectionId)).toMatchObject({ state: 'connected' });
});
