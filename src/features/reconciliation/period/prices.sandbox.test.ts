import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { put } from '../../../../sandbox/world/world.ts';
import { handle } from '../../../../test/support/compared-estate.ts';
import { aContext } from '../../../../test/support/context.ts';
import { aDatabase } from '../../../../test/support/database.ts';
import { aJob } from '../../../../test/support/watched-job.ts';
import { aWorldOfRemotes } from '../../../../test/support/world-of-remotes.ts';
import { must } from '../../../lib/must.ts';
import { Finding } from '../../../model/difference.ts';
import { addConnection } from '../../connections/index.ts';
import { runSync } from '../../sync/index.ts';
import { publishedFiles } from './published-files.ts';
import { runPeriod } from './run-period.ts';

// Two months of a partner who sells everything that has a price of its own, read through the remotes and held against the kept price sheets.
const { db, owner } = await aDatabase();
const remotes = await aWorldOfRemotes({ scale: 60, seed: 11 });
const { world } = remotes;
const blobFolder = mkdtempSync(join(tmpdir(), 'concord-prices-'));
afterAll(async () => {
  await remotes.close();
  rmSync(blobFolder, { recursive: true, force: true });
});

const premium = 'CFQ7TTC0LCHC:0002';
const telephony = 'CFQ7TTC0LFLZ:0002'; // charged in two lines
const standard = 'CFQ7TTC0LDPB:0001';
const buy = (sku: string, term: string, cycle: string, as: string) => ({
  ...{ act: 'buy', customer: 'Fabrikam Inc', sku, seats: 12, term, cycle, through: 'microsoft', as, psa: 'never' },
});
/** Terms of a year that end in December. */
const ending = world.tables.subscriptions
  .all()
  .filter((row) => row.accountId === 'pc-1' && row.term === 'P1Y' && row.status === 'active' && row.commitmentEndAt.startsWith('2026-12'))
  .map(({ id }) => id);
// The control API answers with the run.
const run = (await remotes.control('scenario', {
  name: 'prices of all kinds',
  steps: [
    buy(premium, 'P1Y', 'monthly', 'dearer'),
    buy(telephony, 'P1Y', 'monthly', 'cheaper'),
    buy(telephony, 'P1Y', 'monthly', 'telephony'),
    buy(telephony, 'P1Y', 'annual', 'telephony by the year'),
    buy(premium, 'P3Y', 'monthly', 'three years by the month'),
    buy(premium, 'P3Y', 'annual', 'three years by the year'),
    buy(standard, 'P1Y', 'monthly', 'promoted'),
    { act: 'promotion', subscription: 'promoted', promotion: '39NFJQT1PJQC:0001:39NFJQT1Q5KM' },
    buy(premium, 'P1M', 'monthly', 'extended'),
    ...['extended', ...ending].map((subscription) => ({ act: 'autoRenew', subscription, on: false })),
    { act: 'switch', name: 'extendedTerm', set: { enabled: true } },
    // The hardest way to tell it: nothing on the line says so, and UnitPrice is still that of the year.
    { act: 'switch', name: 'billing', set: { extendedServiceTerm: 'priceRatio', extendedServiceTermPrice: 'annualRate' } },
    { act: 'switch', name: 'billingExport', set: { notStartedSeconds: 0, runningSeconds: 0, retryAfterSeconds: 1 } },
  ],
})) as { happened: readonly { id: string }[] };
const [dearer, cheaper] = run.happened.map(({ id }) => id);

/** Microsoft charges another price than its list: by this factor. */
function chargeWrongly(id: string | undefined, factor: number): void {
  const row = must(world.tables.subscriptions.get(id ?? ''), 'a subscription');
  const { accountId, customerId } = row;
  world.apply({
    ...{ kind: 'subscription.updated', actor: { kind: 'user', name: 'nobody' }, cause: 'a wrong price' },
    about: { accountId, customerId, subscriptionId: row.id, operationType: 'update_subscription' },
    changes: [put('subscriptions', { ...row, unitPrice: (Number(row.unitPrice) * factor).toFixed(2) })],
  });
}
chargeWrongly(dearer, 1.1);
chargeWrongly(cheaper, 0.9);
// Into January: November and December are closed, and the month by the month has gone on into an extended term.
await remotes.control('clock', { step: 'P52D' });

const { context, clock } = aContext(db, { openRemote: remotes.another(), startsAt: world.now(), blobFolder });
for (const { id, tenantId, clientId, clientSecret, refreshToken } of remotes.credentials.partnerAccounts) {
  const settings = { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId, clientId } as const;
  const outcome = await addConnection(context, { name: id, settings, secrets: { clientSecret, refreshToken } });
  if (outcome.status !== 'added') throw new Error(outcome.because);
  for (const [n, reach] of (['full', 'billing'] as const).entries()) {
    await clock.advance(60_000);
    const { connectionId } = outcome.connection;
    await runSync(context, { connectionId, reach }, aJob(`00000000-0000-7000-8000-00000000000${String(n)}`));
  }
}

async function pricesOf(period: string) {
  const { result } = await runPeriod(context, publishedFiles, { period, connectionIds: undefined }, handle());
  const rows = await owner.db
    .selectFrom('difference')
    .select(['finding', 'impact'])
    .where('kind', '=', 'price_mismatch_cost')
    .where('period', '=', period)
    .execute();
  const found = rows.map(({ finding, impact }) => [Finding.parse(finding).microsoft.remoteIds[0], Number(impact)] as const);
  return { found: new Map(found), leftOut: (result as { leftOut: readonly string[] }).leftOut.join(' ') };
}

describe('prices that Microsoft charges, held against its price sheets', () => {
  test('are right in the months in which all was charged as listed', async () => {
    for (const period of ['2026-09', '2026-10', '2026-11']) expect((await pricesOf(period)).found).toEqual(new Map());
  });

  test('are found wrong where they are, to the cent, and nowhere else', async () => {
    const { found, leftOut } = await pricesOf('2026-12');

    // 12 seats, 18.48 for 20.33 and, in two lines, 47.88 for 43.09.
    expect(found).toEqual(
      new Map([
        [dearer, 22.2],
        [cheaper, -57.48],
      ]),
    );
    expect(ending.length).toBeGreaterThan(0);
    expect(leftOut).toContain('price is not compared with the price sheets: 1 with a promotion, which no price sheet tells.');
  });
});
