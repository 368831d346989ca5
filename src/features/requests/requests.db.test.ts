import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aBillTo } from '../../../test/support/a-bill-to.ts';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aCustomer, aSubscription, guid } from '../../../test/support/records.ts';
import { must } from '../../lib/must.ts';
import type { BillTo } from '../../model/bill-to.ts';
import { everything, inScope, ofCustomer } from '../../platform/db/transaction.ts';
import { customerSyncer, keepProfile, listCustomers } from '../customers/index.ts';
import { listNotices } from '../notices/index.ts';
import { changeFieldOwners } from '../settings/index.ts';
import { keepSubscriptions } from '../subscriptions/index.ts';
import {
  answerForm,
  askForChange,
  decideRequest,
  listForms,
  listRequests,
  lookAtForm,
  makeForm,
  settleRequests,
  withdrawOwnRequest,
} from './index.ts';

const { db, owner } = await aDatabase();
const { context, clock } = aContext(db);
const north = guid(900);
const contoso = aBillTo({ phone: '', state: '' });
const us = {
  country: 'US',
  isStateRequired: true,
  states: ['WA'],
  isPostalCodeRequired: true,
  isCityRequired: true,
  postalCodePattern: '^\\d{5}$',
  phonePattern: '',
  isRegistrationNumberSupported: false,
};
let customerId = '';

const reading = () => ({ connectionId: north, seenAt: clock.now(), ids: context.ids });
/** What a sync reads at Microsoft. */
const read = async (billTo: Partial<BillTo> = {}): Promise<void> => {
  await clock.advance(1_000);
  await inScope(db, everything, (tx) =>
    keepProfile(tx, reading(), {
      customerId,
      cause: 'sync',
      rules: us,
      profile: { billTo: { ...contoso, ...billTo }, etag: '1', registrationNumber: '', domains: [], resellerTenantId: '' },
    }),
  );
};
const aForm = async (): Promise<string> => {
  const made = await makeForm(context, customerId, {});
  if (made.status !== 'made') throw new Error(made.because);
  return made.token;
};
const ask = (changes: Partial<BillTo>) => askForChange(context, { customerId, wish: { kind: 'billTo', changes }, note: '' });
const states = async () => (await listRequests(context)).map(({ state }) => state);

beforeEach(async () => {
  await sql`truncate customer, customer_identity, customer_connection, customer_profile, customer_profile_change, country_rule, change_request,
    customer_form, notice, subscription, connection, setting cascade`.execute(owner.db);
  await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
    values (${north}::uuid, 'partnerCenter', 'microsoft', 'North', 'connected', '{}', 'north', now(), now())`.execute(owner.db);
  await inScope(db, everything, (tx) => customerSyncer.keep(tx, reading(), [aCustomer(1, { name: 'Contoso' })]));
  const { rows } = await listCustomers(context, { sort: 'name', descending: false, limit: 5, cursor: undefined, filter: {}, count: false });
  customerId = must(rows[0], 'the customer').customerId;
  await read();
});

describe('the form that a customer fills in', () => {
  test('asks for what is missing and for nothing else, and tells nothing that we know', async () => {
    const token = await aForm();

    const view = must(await lookAtForm(context, token), 'the form');

    expect(view).toEqual({ fields: ['phone', 'state'], state: 'waiting', endsAt: clock.now().add({ hours: 14 * 24 }) });
    expect(JSON.stringify(view)).not.toMatch(/contoso|Redmond|Ana/i);
    expect(await lookAtForm(context, 'a-token-that-nobody-made-0000')).toBeUndefined();
  });

  test('is answered once, and its answer changes nothing but waits for one of us, who is told', async () => {
    const token = await aForm();

    expect(await answerForm(context, token, { phone: '4255550100', state: 'WA', companyName: 'Somebody else' })).toEqual({
      status: 'received',
    });

    expect(await answerForm(context, token, { phone: '1', state: 'WA' })).toEqual({ status: 'over', state: 'answered' });
    // The company name was not asked for: it is not taken.
    expect(await listRequests(context)).toMatchObject([
      { origin: 'customer', state: 'asked', wish: { kind: 'billTo', changes: { phone: '4255550100', state: 'WA' } }, planId: null },
    ]);
    expect((await listRequests(context))[0]?.wish).not.toHaveProperty('changes.companyName');
    const notices = await listNotices(context, { filter: {}, limit: 10, cursor: undefined, descending: true, count: false });
    expect(notices.rows).toMatchObject([{ event: 'request.asked', title: 'A change of Contoso is asked for' }]);
    expect(await listForms(context, customerId)).toMatchObject([{ state: 'answered' }]);
  });

  test('of two who send it at once one is received', async () => {
    const token = await aForm();
    const outcomes = await Promise.all([1, 2].map(() => answerForm(context, token, { phone: '4255550100', state: 'WA' })));

    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['over', 'received']);
    expect(await states()).toEqual(['asked']);
  });

  test('an answer that Microsoft would not take is named by its field, and the form still waits', async () => {
    const token = await aForm();

    expect(await answerForm(context, token, { phone: '4255550100', state: 'Atlantis' })).toEqual({
      status: 'wrong',
      problems: [{ field: 'state', problem: 'malformed' }],
    });
    expect(await answerForm(context, token, { state: 'WA' })).toMatchObject({ problems: [{ field: 'phone', problem: 'missing' }] });
    expect(await answerForm(context, token, { phone: '4255550100', state: 'WA' })).toEqual({ status: 'received' });
  });

  test('ends after its days, and when a newer one is made', async () => {
    const first = await aForm();
    const second = await aForm();
    expect(await lookAtForm(context, first)).toMatchObject({ state: 'withdrawn' });

    await clock.advance(15 * 24 * 3_600_000);

    expect(await answerForm(context, second, { phone: '4255550100', state: 'WA' })).toEqual({ status: 'over', state: 'expired' });
    expect(await states()).toEqual([]);
  });

  test('is not made when nothing is missing', async () => {
    await read({ phone: '4255550100', state: 'WA' });

    expect(await makeForm(context, customerId, {})).toMatchObject({ because: 'nothing_missing' });
    expect(await makeForm(context, guid(77), {})).toMatchObject({ because: 'not_found' });
  });
});

describe('a request for a change', () => {
  test('keeps what differs, refuses what is so already, what was asked before and what Microsoft would not take', async () => {
    expect(await ask({ city: 'Seattle', firstName: 'Ana' })).toMatchObject({ status: 'asked' });

    expect((await listRequests(context))[0]).toMatchObject({ wish: { kind: 'billTo', changes: { city: 'Seattle' } }, origin: 'provider' });
    expect(await ask({ city: 'Bellevue' })).toMatchObject({ because: 'asked_before' });
    expect(await ask({ firstName: 'Ana' })).toMatchObject({ because: 'nothing' });
    expect(await ask({ postalCode: 'none' })).toEqual({ status: 'wrong', problems: [{ field: 'postalCode', problem: 'malformed' }] });
  });

  test('is declined with a reason, or withdrawn, and then nothing more happens to it', async () => {
    await ask({ city: 'Seattle' });
    const { requestId } = must((await listRequests(context))[0], 'the request');

    expect(await decideRequest(context, requestId, { action: 'decline', reason: 'They moved back' })).toMatchObject({
      status: 'decided',
      request: { state: 'declined', reason: 'They moved back' },
    });
    expect(await decideRequest(context, requestId, { action: 'withdraw', reason: 'too late' })).toMatchObject({ because: 'conflict' });
    expect(await decideRequest(context, guid(5), { action: 'accept' })).toMatchObject({ because: 'not_found' });
  });

  test('of people of a customer is theirs to read and to take back, and waits although such changes are agreed to for resellers', async () => {
    await changeFieldOwners(context, { agreed: ['city'], version: 0 });
    const theirs = { ...context, scope: ofCustomer(customerId) };
    const wish = { kind: 'billTo' as const, changes: { city: 'Seattle' } };

    expect(await askForChange(theirs, { customerId, wish, note: '' })).toMatchObject({ status: 'asked' });

    expect(await listRequests(theirs)).toMatchObject([{ origin: 'customer', state: 'asked', decidedBy: null }]);
    const { requestId } = must((await listRequests(theirs))[0], 'the request');
    expect(await withdrawOwnRequest({ ...context, scope: ofCustomer(guid(77)) }, requestId, 'not ours')).toMatchObject({
      because: 'not_found',
    });
    expect(await withdrawOwnRequest(theirs, requestId, 'we stay')).toMatchObject({ request: { state: 'withdrawn', reason: 'we stay' } });
    await ask({ city: 'Bellevue' });
    expect(await listRequests(theirs), 'what one of us noted is not theirs').toHaveLength(1);
  });

  test('is done as soon as a reading finds it so, whoever did it', async () => {
    await ask({ city: 'Seattle', phone: '4255550100' });
    await read({ city: 'Seattle' });
    expect(await settleRequests(context)).toBe(0);

    await read({ city: 'Seattle', phone: '4255550100' });

    expect(await settleRequests(context)).toBe(1);
    expect(await settleRequests(context)).toBe(0);
    expect(await states()).toEqual(['done']);
  });

  test('for seats is accepted by whoever changes them, and done when they are there', async () => {
    const sell = (seats: number) =>
      inScope(db, everything, (tx) => keepSubscriptions(tx, reading(), customerId, [aSubscription(1, { seats })]));
    await sell(25);
    const [row] = await owner.db.selectFrom('subscription').select('subscription_id').execute();
    const wish = { kind: 'seats' as const, subscriptionId: must(row, 'the subscription').subscription_id, seats: 30 };
    expect(await askForChange(context, { customerId, wish: { ...wish, seats: 25 }, note: '' })).toMatchObject({ because: 'nothing' });
    await askForChange(context, { customerId, wish, note: 'five more' });
    const { requestId } = must((await listRequests(context))[0], 'the request');

    expect(await decideRequest(context, requestId, { action: 'accept' })).toMatchObject({ request: { state: 'accepted', planId: null } });
    await clock.advance(1_000);
    await sell(30);

    await settleRequests(context);
    expect(await states()).toEqual(['done']);
  });
});
