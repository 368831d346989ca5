import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { aWorldOfRemotes, type Remotes, readAll } from '../../../test/support/world-of-remotes.ts';
import { must } from '../../lib/must.ts';
import type { MicrosoftCorrection } from '../../model/difference.ts';
import type { Marketplace, MicrosoftWrite, SubscriptionNow } from '../ports.ts';

// Against the sandbox, which resets what a PATCH leaves out, as Partner Center does.
let remotes: Remotes;
let microsoft: Marketplace;
let tenantId: string;
let id: string;
const write = (correction: MicrosoftCorrection): MicrosoftWrite => ({ correction, effectiveOn: undefined, reference: 'command' });
const target = () => ({ connectionId: 'c', customerTenantId: tenantId, subscriptionRemoteId: id });
const read = async (): Promise<SubscriptionNow> => must(await microsoft.subscription(tenantId, id), 'the subscription');
const setSeats = (from: number, to: number): MicrosoftWrite =>
  write({ action: 'setSeats', ...target(), from: String(from), to: String(to) });

beforeAll(async () => {
  remotes = await aWorldOfRemotes();
  microsoft = remotes.marketplace();
  for (const customer of (await readAll(microsoft.customers())).items) {
    const own = (await microsoft.subscriptions(customer.tenantId)).items;
    const found = own.find((one) => one.status === 'active' && one.seats > 3 && one.autoRenew && !one.isTrial && !one.isUsage);
    if (found === undefined) continue;
    tenantId = customer.tenantId;
    id = found.remoteId;
    return;
  }
});
afterAll(() => remotes.close());
afterEach(() => fetch(`${remotes.url}/_control/faults`, { method: 'DELETE' }));

describe('changing a subscription at Microsoft', () => {
  test('more seats: everything else stays as it was, and the new ones can be given back for seven days', async () => {
    const before = await read();
    const { seats } = before.subscription;

    const written = await microsoft.write(setSeats(seats, seats + 2));

    const after = await read();
    expect(after.subscription).toEqual({ ...before.subscription, seats: seats + 2, cancelUntil: after.subscription.cancelUntil });
    expect(after.returnable?.some((one) => one.seats === 2)).toBe(true);
    expect(written.undo).toEqual([setSeats(seats + 2, seats).correction]);

    await microsoft.write(write(must(written.undo[0], 'the way back')));
    expect((await read()).subscription.seats).toBe(seats);
  });

  test('seats whose window has closed are refused in plain words, and nothing changes', async () => {
    const { seats } = (await read()).subscription;
    await remotes.control('clock', { step: 'P10D' });
    await expect(microsoft.write(setSeats(seats, seats - 1))).rejects.toMatchObject({ kind: 'permanent' });
    expect((await read()).subscription.seats).toBe(seats);
  });

  test('somebody was faster: nothing is sent', async () => {
    const { seats } = (await read()).subscription;
    await expect(microsoft.write(setSeats(seats + 1, seats + 2))).rejects.toMatchObject({ code: 'changed_since' });
  });

  test('auto-renew goes off and on again, and the seats stay', async () => {
    const { seats } = (await read()).subscription;
    await microsoft.write(write({ action: 'setAutoRenew', ...target(), to: false }));
    expect((await read()).subscription).toMatchObject({ autoRenew: false, seats });
    await microsoft.write(write({ action: 'setAutoRenew', ...target(), to: true }));
    expect((await read()).subscription).toMatchObject({ autoRenew: true, seats });
  });

  test('the answer is lost: a look says whether it was done', async () => {
    const { seats } = (await read()).subscription;
    const wanted = setSeats(seats, seats + 1);
    expect(await microsoft.lookUp(wanted)).toEqual({ found: 'notApplied' });
    await remotes.control('faults', {
      match: { remote: 'partner-center', method: 'PATCH' },
      do: { resetAfterProcessing: true },
      times: 1,
    });
    await expect(microsoft.write(wanted)).rejects.toMatchObject({ kind: 'unknown_outcome' });
    expect(await microsoft.lookUp(wanted)).toEqual({ found: 'applied', remoteIds: [id] });
    expect(await microsoft.lookUp(setSeats(seats + 5, seats + 6))).toEqual({ found: 'undecidable', candidates: [id] });
  });

  test('what is previewed is what is sent', () => {
    expect(microsoft.prepare(setSeats(5, 7))).toMatchObject([
      { method: 'PATCH', path: `/v1/customers/${tenantId}/subscriptions/${id}`, body: { quantity: 7 } },
    ]);
  });
});
