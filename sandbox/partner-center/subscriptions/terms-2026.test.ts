import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Subscription } from '../../world/types.ts';
import { type Opened, openSandbox } from '../open-sandbox.ts';
import { archiving, aStage } from './a-stage.ts';

let sandbox: Opened;
let stage: ReturnType<typeof aStage>;
beforeEach(async () => {
  sandbox = await openSandbox();
  stage = aStage(sandbox);
});
afterEach(() => sandbox.close());

const patch = async (row: Subscription, change: object, headers: Record<string, string> = {}) =>
  sandbox.ask(stage.pathOf(row), { method: 'PATCH', headers, body: { ...(await stage.read(row)), ...change } });
const ending = (over: Partial<Subscription> = {}): Subscription =>
  stage.lay({
    effectiveStartAt: '2025-11-30T09:30:00Z',
    commitmentEndAt: '2026-11-29T23:59:59Z',
    billingCycleEndAt: '2026-11-29T23:59:59Z',
    cancellationAllowedUntil: '2025-12-07T09:30:00Z',
    seatBatches: [{ quantity: 25, addedAt: '2025-11-30T09:30:00Z', refundableUntil: '2025-12-07T09:30:00Z' }],
    ...over,
  });
const toTheEnd = 9 * 86_400;

describe('without automatic renewal', () => {
  test('the answer names the extended service term that will begin', async () => {
    const row = ending({ autoRenew: false });

    expect(await stage.read(row)).toMatchObject({
      autoRenewEnabled: false,
      scheduledActions: [
        {
          scheduleType: 'TermEnd',
          actionType: 'RenewToExtendedServiceTerm',
          effectiveDate: '2026-11-30T00:00:00Z',
          instructions: { product: { termDuration: 'P1M', billingCycle: 'monthly' }, quantity: 25 },
        },
      ],
    });
  });

  test('in the extended term seats and the whole go back at any time', async () => {
    const row = ending({ autoRenew: false });
    stage.later(toTheEnd + 20 * 86_400);

    expect(await patch(row, { quantity: 20 })).toMatchObject({ status: 200, body: { quantity: 20, refundOptions: [{ type: 'Partial' }] } });
    expect(await patch(row, { status: 'deleted' })).toMatchObject({ status: 200, body: { status: 'deleted' } });
  });

  test('a cancel action ends it with the term', async () => {
    const row = ending();
    const cancel = [{ scheduleType: 'TermEnd', actionType: 'Cancel' }];
    const answer = await patch(row, { autoRenewEnabled: false, scheduledActions: cancel });
    stage.later(toTheEnd);

    expect(answer.body).toMatchObject({ scheduledActions: [{ actionType: 'Cancel' }] });
    expect(stage.now(row).status).toBe('disabled');
  });

  test('switching it off alone means the extended term: what was left out is reset', async () => {
    const row = ending({ autoRenew: false, atTermEnd: 'cancel' });
    await sandbox.ask(stage.pathOf(row), { method: 'PATCH', body: { friendlyName: 'Sales' } });

    expect(stage.now(row)).not.toHaveProperty('atTermEnd');
  });

  test('filled back by Microsoft it is shown with automatic renewal on', async () => {
    stage.turn({ extendedTerm: { backfill: true } });

    expect(await stage.read(ending({ autoRenew: false }))).toMatchObject({ autoRenewEnabled: true });
  });
});

describe('while a renewal waits in its queue', () => {
  test('what is scheduled is read-only, and all else is answered 409', async () => {
    stage.turn({ renewals: { queueHours: 24 } });
    const row = ending();
    stage.later(toTheEnd - 10 * 3600 + 1);

    expect(await patch(row, { autoRenewEnabled: false })).toMatchObject({ status: 400, body: { code: 900280 } });
    expect(await patch(row, { status: 'suspended' })).toMatchObject({ status: 400, body: { code: 900280 } });
    expect(await patch(row, { quantity: 30 })).toMatchObject({ status: 409, body: { code: 900278 } });
    stage.later(86_400);
    expect((await patch(row, { quantity: 30 })).status).toBe(200);
  });
});

describe('subscriptions of the old commerce', () => {
  test('want their etag, in the header or in the resource', async () => {
    const row = stage.legacy();
    const { attributes } = (await stage.read(row)) as { attributes: { etag: string } };
    const body = { friendlyName: 'Sales', autoRenewEnabled: true };
    const send = (headers: Record<string, string>) => sandbox.ask(stage.pathOf(row), { method: 'PATCH', headers, body });

    expect(await send({})).toMatchObject({ status: 400, body: { code: 2055 } });
    expect((await send({ 'if-match': `"${attributes.etag}"` })).status).toBe(200);
    expect(await send({ 'if-match': `"${attributes.etag}"` })).toMatchObject({ status: 400, body: { code: 2055 } });
  });

  test('take their billing cycle from the order and know no next term', async () => {
    const row = stage.legacy();
    const nextTerm = { product: { productId: 'CFQ7TTC0LF8R', skuId: '0001', billingCycle: 'monthly', termDuration: 'P1Y' }, quantity: 3 };

    expect(await patch(row, { billingCycle: 'annual' })).toMatchObject({ status: 400, body: { code: 2054 } });
    expect(await patch(row, { scheduledNextTermInstructions: nextTerm })).toMatchObject({ status: 403, body: { code: 900263 } });
  });

  test('suspend their add-ons with them, which do not come back before them', async () => {
    const parent = stage.legacy();
    const addOn = stage.legacy({ offer: archiving, quantity: 2, parent: parent.id });
    await patch(parent, { status: 'suspended' });

    expect(stage.now(addOn).status).toBe('suspended');
    expect(await patch(addOn, { status: 'active' })).toMatchObject({ status: 409, body: { code: 27009 } });
    await patch(parent, { status: 'active' });
    expect((await patch(addOn, { status: 'active' })).body).toMatchObject({ status: 'active' });
  });
});

test('days to which a new term can be aligned', async () => {
  const yearly = stage.lay({ commitmentEndAt: '2027-05-13T23:59:59Z' });
  const answer = await sandbox.ask(`${stage.customer}/subscriptions/customTermEndDates?term_duration=P1Y`);
  const { items } = answer.body as { items: readonly { allowedCustomTermEndDate: string; cotermSubscriptionIds: readonly string[] }[] };

  expect(items[0]).toMatchObject({
    allowedCustomTermEndDateType: 'calendarMonthAligned',
    allowedCustomTermEndDate: '2027-10-31T00:00:00Z',
  });
  expect(items.find(({ allowedCustomTermEndDate }) => allowedCustomTermEndDate.startsWith('2027-05-13'))?.cotermSubscriptionIds).toContain(
    yearly.id,
  );
  expect(await sandbox.ask(`${stage.customer}/subscriptions/customTermEndDates`)).toMatchObject({ status: 400, body: { code: 800121 } });
});

test('a subscription that was changed too often takes no more', async () => {
  stage.turn({ subscriptionUpdates: { most: 2 } });
  const row = stage.lay();
  await patch(row, { friendlyName: 'one' });
  await patch(row, { friendlyName: 'two' });

  expect(await patch(row, { friendlyName: 'three' })).toMatchObject({ status: 400, body: { code: 900311 } });
});
