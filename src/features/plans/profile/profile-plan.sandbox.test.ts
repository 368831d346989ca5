import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aContext } from '../../../../test/support/context.ts';
import { aDatabase } from '../../../../test/support/database.ts';
import { aJob } from '../../../../test/support/watched-job.ts';
import { aWorldOfRemotes } from '../../../../test/support/world-of-remotes.ts';
import { consentToWriting } from '../../../../test/support/write-consent.ts';
import { must } from '../../../lib/must.ts';
import type { BillTo } from '../../../model/bill-to.ts';
import { idOf, ownReseller } from '../../../model/ids.ts';
import { createClock } from '../../../platform/clock.ts';
import { addConnection, changeConnection } from '../../connections/index.ts';
import type { Context } from '../../context.ts';
import { findContacts, listCustomers, listProfileChanges } from '../../customers/index.ts';
import { askForChange, decideRequest, listRequests, settleRequests } from '../../requests/index.ts';
import { changeFieldOwners } from '../../settings/index.ts';
import { runSync } from '../../sync/index.ts';
import { applyPlan, createProfilePlan, findPlan, listProfileEdits, undoPlan } from '../index.ts';
import { applyPlanJob, undoPlanJob } from '../jobs.ts';

const { db, owner } = await aDatabase();
const remotes = await aWorldOfRemotes();
afterAll(() => remotes.close());
const { context: made } = aContext(db, { openRemote: remotes.another() });
const context = { ...made, clock: createClock() };
const { tenantId, clientId, clientSecret, refreshToken } = must(remotes.credentials.partnerAccounts[0], 'an account');
let connectionId = '';
let customerId = '';
let customerTenant = '';

const preview = async (changes: Partial<BillTo>): Promise<string> => {
  const created = await createProfilePlan(context, { customerId, connectionId: undefined, changes });
  if (created.status === 'refused') throw new Error(created.detail);
  return created.planId;
};
const apply = async (planId: string) => {
  const accepted = await applyPlan(context, planId);
  if (accepted.status === 'refused') return accepted;
  await applyPlanJob.run(context, { planId }, aJob(accepted.jobId));
  return must(await findPlan(context, planId), 'the plan');
};
const held = async (): Promise<BillTo> => must((await findContacts(context, customerId))?.accounts[0], 'the profile').billTo;
const atMicrosoft = async (): Promise<BillTo> =>
  must(await must(remotes.marketplace().directory, 'the directory').profile(customerTenant), 'the profile').billTo;

const puts = async (): Promise<number> =>
  (await remotes.calls('partner-center')).filter(
    ({ method, path }) => method === 'PUT' && path.endsWith(`${customerTenant}/profiles/billing`),
  ).length;

beforeAll(async () => {
  const added = await addConnection(context, {
    name: 'Partner Center',
    settings: { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId, clientId },
    secrets: { clientSecret, refreshToken },
  });
  if (added.status !== 'added') throw new Error(added.because);
  connectionId = added.connection.connectionId;
  await runSync(context, { connectionId, reach: 'full' }, aJob());
  const { rows } = await listCustomers(context, { sort: 'name', descending: false, limit: 1, cursor: undefined, filter: {}, count: false });
  const row = must(rows[0], 'a customer');
  customerId = row.customerId;
  customerTenant = row.tenantId;
  await runSync(context, { connectionId, reach: 'full', customerId: idOf('customer', customerId) }, aJob());
});

test('nothing is written while the switch for billing profiles is off', async () => {
  expect(await createProfilePlan(context, { customerId, connectionId: undefined, changes: { city: 'Seattle' } })).toMatchObject({
    because: 'write_switched_off',
  });
  await consentToWriting(owner.db, connectionId);
  await changeConnection(context, idOf('connection', connectionId), { writeKinds: ['profiles'], reason: 'test' });
});

test('a change is previewed, sent whole, read back, and taken back', async () => {
  const before = await atMicrosoft();
  const planId = await preview({ city: 'Bellevue', lastName: 'Changed' });
  expect(await atMicrosoft()).toEqual(before);
  expect(await listProfileEdits(context, customerId)).toMatchObject([{ state: 'local' }]);

  expect(await apply(planId)).toMatchObject({ state: 'applied', steps: [{ outcome: { code: 'verified' } }] });

  expect(await atMicrosoft()).toEqual({ ...before, city: 'Bellevue', lastName: 'Changed' });
  expect(await held()).toEqual(await atMicrosoft());
  expect(await listProfileChanges(context, customerId)).toMatchObject([{ cause: 'plan', changes: { city: { after: 'Bellevue' } } }]);
  expect(await listProfileEdits(context, customerId)).toMatchObject([{ state: 'confirmed' }]);

  const undone = await undoPlan(context, planId);
  if (undone.status === 'refused') throw new Error(undone.detail);
  await undoPlanJob.run(context, { planId }, aJob(undone.jobId));
  expect(await atMicrosoft()).toEqual(before);
});

test('somebody who changed it at Microsoft first wins, and nothing is overwritten', async () => {
  const planId = await preview({ city: 'Tacoma' });
  const other = await preview({ city: 'Olympia' });
  await apply(other);

  expect(await apply(planId)).toMatchObject({ status: 'refused', because: 'plan_stale' });

  expect((await atMicrosoft()).city).toBe('Olympia');
});

test('what somebody else changed is not said to be written from here', async () => {
  await remotes.control('act', { action: 'customer.contact', customer: customerTenant, email: 'somebody@else.example' });

  await apply(await preview({ city: 'Everett' }));

  const told = (await listProfileChanges(context, customerId))
    .slice(0, 2)
    .map(({ cause, changes }) => `${cause}: ${Object.keys(changes).join()}`);
  expect(told.toSorted()).toEqual(['plan: city', 'sync: email']);
});

test('an etag that went stale between reading and sending is fetched again while the profile is as people saw it', async () => {
  const planId = await preview({ city: 'Spokane' });
  await remotes.control('faults', {
    match: { remote: 'partner-center', method: 'PUT', pathTemplate: '/v1/customers/{customerId}/profiles/billing' },
    times: 1,
    do: { status: 412, body: '' },
  });

  expect(await apply(planId)).toMatchObject({ state: 'applied' });

  expect((await atMicrosoft()).city).toBe('Spokane');
});

test('what a reseller asked for is a plan once it is accepted, and done when it is read back', async () => {
  const asked = await askForChange(context, { customerId, wish: { kind: 'billTo', changes: { city: 'Kirkland' } }, note: 'they moved' });
  if (asked.status !== 'asked') throw new Error(asked.status);
  const before = await atMicrosoft();

  const decided = await decideRequest(context, asked.requestId, { action: 'accept' });

  expect(await atMicrosoft()).toEqual(before);
  if (decided.status !== 'decided') throw new Error(decided.status);
  expect(await apply(must(decided.request.planId, 'the plan'))).toMatchObject({ state: 'applied' });
  expect(await settleRequests(context)).toBe(1);
  expect(await listRequests(context)).toMatchObject([{ state: 'done', planId: decided.request.planId }]);
  expect((await atMicrosoft()).city).toBe('Kirkland');
});

describe('what was agreed to beforehand', () => {
  const theirs: Context = { ...context, scope: { reseller: ownReseller }, actor: { ...context.actor, name: 'Rita' } };
  const ask = (changes: Partial<BillTo>) => askForChange(theirs, { customerId, wish: { kind: 'billTo', changes }, note: '' });
  const newest = async () => must((await listRequests(context))[0], 'the request');

  test('is carried out without a decision when a reseller asks for nothing else', async () => {
    await changeFieldOwners(context, { agreed: ['city', 'phone'], version: 0 });

    expect(await ask({ city: 'Tacoma' })).toMatchObject({ status: 'asked' });

    const { planId, ...request } = await newest();
    expect(request).toMatchObject({ state: 'accepted', decidedBy: 'Concord', askedBy: 'Rita' });
    const begun = await owner.db
      .selectFrom('job')
      .select('job_id')
      .where('joins', '=', `applyPlan:${planId ?? ''}`)
      .executeTakeFirst();
    await applyPlanJob.run(context, { planId: must(planId, 'the plan') }, aJob(idOf('job', must(begun, 'the job').job_id)));
    expect((await atMicrosoft()).city).toBe('Tacoma');
    expect(await settleRequests(context)).toBe(1);
  });

  test('waits for one of us when something else is asked for with it, or when writing is off', async () => {
    await ask({ city: 'Redmond', addressLine1: '2 Microsoft Way' });
    expect(await newest()).toMatchObject({ state: 'asked', planId: null });
    await decideRequest(context, (await newest()).requestId, { action: 'decline', reason: 'No' });
    await changeConnection(context, idOf('connection', connectionId), { writeKinds: [], reason: 'Not now' });

    expect(await ask({ city: 'Redmond' })).toMatchObject({ status: 'asked' });

    expect(await newest()).toMatchObject({ state: 'asked', planId: null });
    await changeConnection(context, idOf('connection', connectionId), { writeKinds: ['profiles'], reason: 'Again' });
    await decideRequest(context, (await newest()).requestId, { action: 'decline', reason: 'No' });
  });
});

test('an answer that is lost is looked up, and nothing is sent twice', async () => {
  const planId = await preview({ city: 'Yakima' });
  const before = await puts();
  await remotes.control('faults', {
    match: { remote: 'partner-center', method: 'PUT', pathTemplate: '/v1/customers/{customerId}/profiles/billing' },
    times: 1,
    do: { resetAfterProcessing: true },
  });

  await apply(planId);

  expect((await puts()) - before).toBe(1);
  expect((await atMicrosoft()).city).toBe('Yakima');
  expect(await listProfileEdits(context, customerId)).toMatchObject([
    { state: 'sent' },
    { state: 'confirmed' },
    { state: 'confirmed' },
    { state: 'confirmed' },
    { state: 'confirmed' },
    { state: 'confirmed' },
    { state: 'takenBack' },
  ]);
});

test('what Microsoft’s rules for the country do not take is refused before anything is sent', async () => {
  expect(await createProfilePlan(context, { customerId, connectionId: undefined, changes: { postalCode: '!' } })).toMatchObject({
    status: 'refused',
    because: 'invalid',
  });
});

test('a customer that moves to another country is judged by the rules there', async () => {
  const london = { country: 'GB', city: 'London', state: '', postalCode: 'SW1A 1AA', phone: '' };

  expect(await findPlan(context, await preview(london))).toMatchObject({ steps: [{ after: { country: 'GB', postalCode: 'SW1A 1AA' } }] });
  expect(
    await createProfilePlan(context, { customerId, connectionId: undefined, changes: { ...london, postalCode: '98052' } }),
  ).toMatchObject({
    because: 'invalid',
    detail: 'Microsoft does not take this postalCode in GB.',
  });
  expect(await createProfilePlan(context, { customerId, connectionId: undefined, changes: { country: 'Germany' } })).toMatchObject({
    because: 'invalid',
    detail: 'Microsoft knows no country Germany.',
  });
});

test('a profile that changes between Apply and its job ends the plan, and the job says why', async () => {
  const planId = await preview({ city: 'Renton' });
  const accepted = await applyPlan(context, planId);
  if (accepted.status === 'refused') throw new Error(accepted.detail);
  await remotes.control('act', { action: 'customer.contact', customer: customerTenant, email: 'just@now.example' });

  const end = await applyPlanJob.run(context, { planId }, aJob(accepted.jobId));

  expect(end).toMatchObject({ result: { state: 'stale' }, errors: [{ code: 'plan_stale' }] });
  expect(await atMicrosoft()).not.toMatchObject({ city: 'Renton' });
});

test('a field that is not Microsoft’s is never written there, and the refusal says whose it is', async () => {
  await changeFieldOwners(context, { owners: { phone: 'ours' }, version: 1 });
  const before = await puts();

  expect(await createProfilePlan(context, { customerId, connectionId: undefined, changes: { phone: '4255550199' } })).toMatchObject({
    status: 'refused',
    because: 'invalid',
    detail: expect.stringContaining('phone: Kept here.') as unknown,
  });

  expect(await puts()).toBe(before);
});
