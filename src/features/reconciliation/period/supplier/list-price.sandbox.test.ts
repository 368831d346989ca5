import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { handle } from '../../../../../test/support/compared-estate.ts';
import { aContext } from '../../../../../test/support/context.ts';
import { aDatabase } from '../../../../../test/support/database.ts';
import { aJob } from '../../../../../test/support/watched-job.ts';
import { aWorldOfRemotes } from '../../../../../test/support/world-of-remotes.ts';
import { Decimal } from '../../../../lib/decimal.ts';
import { must } from '../../../../lib/must.ts';
import { Finding } from '../../../../model/difference.ts';
import { addConnection } from '../../../connections/index.ts';
import { runSync } from '../../../sync/index.ts';
import { publishedFiles } from '../published-files.ts';
import { runPeriod } from '../run-period.ts';

// Seven weeks with Pax8, its list read once a week: December and January are judged by what it asked on the day on which a term began.
const premium = 'CFQ7TTC0LCHC:0002';
const seats = 12;

async function aWinter(seed: number) {
  const { db, owner } = await aDatabase();
  const remotes = await aWorldOfRemotes({ scale: 24, seed });
  const blobFolder = mkdtempSync(join(tmpdir(), 'concord-list-prices-'));
  onTestFinished(async () => {
    await remotes.close();
    rmSync(blobFolder, { recursive: true, force: true });
  });
  const { world } = remotes;
  const { context, clock } = aContext(db, { openRemote: remotes.another(), startsAt: world.now(), blobFolder });
  const { baseUrl, clientId, clientSecret } = must(remotes.credentials.distributors[0], 'Pax8');
  const added = await addConnection(context, { name: 'Pax8', settings: { kind: 'pax8', baseUrl, clientId }, secrets: { clientSecret } });
  if (added.status !== 'added') throw new Error(added.because);
  const { connectionId } = added.connection;
  let runs = 0;
  const read = async (): Promise<void> => {
    for (const reach of ['full', 'billing'] as const) {
      await clock.advance(1_000);
      runs += 1;
      await runSync(context, { connectionId, reach }, aJob(`00000000-0000-7000-8000-0000000001${String(runs).padStart(2, '0')}`));
    }
  };
  const customer = must(
    world.tables.distributorCompanies.all().find(({ status, customerId }) => status === 'Active' && customerId !== undefined),
    'a company',
  ).customerId;
  const rowOf = (id: string) => must(world.tables.distributorSubscriptions.by('vendorSubscriptionId', id)[0], 'a subscription there');
  return {
    world,
    read,
    week: async () => {
      await remotes.control('clock', { step: 'P7D' });
      await clock.advance(7 * 86_400_000);
      await read();
    },
    buy: async (term: 'P1Y' | 'P3Y') => {
      const step = { act: 'buy', customer, sku: premium, seats, term, cycle: 'monthly', through: 'distributor', psa: 'never' };
      const run = (await remotes.control('scenario', { name: `${term} at Pax8`, steps: [step] })) as {
        happened: { id: string }[];
      };
      return rowOf(must(run.happened[0], 'what happened').id);
    },
    act: (action: string, input: object) => remotes.control('act', { action, ...input }),
    found: async (period: string) => {
      await runPeriod(context, publishedFiles, { period, connectionIds: undefined }, handle());
      const rows = await owner.db
        .selectFrom('difference')
        .select(['cause', 'finding', 'impact'])
        .where('kind', '=', 'price_mismatch_distributor')
        .where('period', '=', period)
        .execute();
      return rows.map(({ cause, finding, impact }) => [cause, Finding.parse(finding).links.distributorSubscriptionId, Number(impact)]);
    },
  };
}

test.each([1, 4, 11])(
  'a cost above the list of its day is found to the cent, and no other cost (seed %i)',
  { timeout: 240_000 },
  async (seed) => {
    const { read, week, buy, act, found } = await aWinter(seed);
    await read();
    await week();
    const dear = await buy('P1Y');
    await buy('P1Y');
    const kept = await buy('P3Y');
    await act('distributor.edit', { subscriptionId: dear.id, partnerCost: new Decimal(dear.partnerCost).plus('1.17').toFixed(2) });
    await week();
    await week();
    // The list falls, and whoever bought before keeps paying what it said then.
    const lower = new Decimal(kept.partnerCost).minus('2.05').toFixed(2);
    await act('distributor.price', { product: premium, billingTerm: 'Monthly', commitmentTerm: '3-Year', partnerBuyRate: lower });
    await week();
    expect((await buy('P3Y')).partnerCost).toBe(lower);
    for (let left = 3; left > 0; left -= 1) await week();

    // 12 seats, 1.17 too dear.
    expect(await found('2026-12')).toEqual([['not_the_listed_cost', dear.id, 14.04]]);
    expect(await found('2027-01')).toEqual([['not_the_listed_cost', dear.id, 14.04]]);
  },
);
