import { expect, test } from 'vitest';
import { problemOf } from '../../test/support/ask.ts';
import { anEstate, compareAll, handle, standing } from '../../test/support/compared-estate.ts';
import { aPersonOf } from '../../test/support/make.ts';
import { planned } from '../../test/support/one-difference.ts';
import { aLine } from '../../test/support/records.ts';
import { aServer } from '../../test/support/serve.ts';
import { aWritablePsa } from '../../test/support/writable-psa.ts';
import { applyPlan, resolveDue } from '../features/plans/index.ts';
import { runApply } from '../features/plans/run-apply.ts';
import { must } from '../lib/must.ts';
import { publicId } from '../model/ids.ts';

const psa = Object.assign(aWritablePsa(), { lookUp: () => Promise.reject(new Error('no answer')) });
const { call, context, clock } = await aServer({ openRemote: () => psa });

// A write whose answer was lost, at a PSA that cannot be asked for a day.
await anEstate(context, psa, [{ n: 1, lines: [aLine(1, { quantity: '20' })] }]);
await compareAll(context);
const planId = await planned(context, must((await standing(context)).differences[0], 'the difference').difference_id);
psa.fates.push('doneAndLost');
await applyPlan(context, planId);
await runApply(context, planId, handle());
for (let hour = 0; hour < 26; hour += 1) {
  await clock.advance(3_600_000);
  await resolveDue(context);
}
const ana = await aPersonOf(context, 'operator');

type Listed = { readonly data: readonly { readonly id: string }[] };
const list = async (query = '') => (await call('GET', `/commands${query}`, { as: ana })).body as Listed;
const pathOf = async (): Promise<string> => `/commands/${must((await list()).data[0], 'the command').id}/decisions`;

test('what waits for a decision is listed with everything that a person needs', async () => {
  expect(await list('?state=needs_operator')).toMatchObject({
    data: [
      {
        id: expect.stringMatching(/^cmd_/) as string,
        planId: publicId('plan', planId),
        state: 'needs_operator',
        system: 'ConnectWise',
        customerName: 'Customer 1',
        summary: 'Set the quantity of Microsoft 365 Business Premium from 20 to 25',
        hint: 'Look there, then decide.',
        candidates: [],
        correction: { action: 'setQuantity', connectionId: expect.stringMatching(/^con_/) as string },
      },
    ],
  });
  expect((await list('?state=confirmed')).data).toEqual([]);
});

test.each([
  ['no reason', { decision: 'confirmed' }],
  ['an empty reason', { decision: 'confirmed', reason: '  ' }],
  ['another word', { decision: 'perhaps', reason: 'x' }],
  ['a field that nobody asked for', { decision: 'confirmed', reason: 'x', state: 'confirmed' }],
])('%s is refused, and nothing is decided', async (_name, body) => {
  const answer = await call('POST', await pathOf(), { as: ana, body });
  expect(answer.status).toBe(422);
  expect((await list('?state=needs_operator')).data).toHaveLength(1);
});

test.each([
  ['?state=nonsense', 422],
  ['?limit=0', 422],
  ['?limit=201', 422],
])('the list refuses %s', async (query, status) => {
  expect((await call('GET', `/commands${query}`, { as: ana })).status).toBe(status);
});

test('who only looks may list and not decide', async () => {
  const auditor = await aPersonOf(context, 'auditor');
  expect((await call('GET', '/commands', { as: auditor })).status).toBe(200);
  const answer = await call('POST', await pathOf(), { as: auditor, body: { decision: 'confirmed', reason: 'x' } });
  expect([answer.status, problemOf(answer).code]).toEqual([403, 'forbidden']);
});

test('a command that does not exist is not found', async () => {
  const path = `/commands/${publicId('command', planId)}/decisions`;
  expect((await call('POST', path, { as: ana, body: { decision: 'confirmed', reason: 'x' } })).status).toBe(404);
});

test('a decision is taken once: the job is named, and whoever comes second is told', async () => {
  const path = await pathOf();
  const first = await call('POST', path, { as: ana, body: { decision: 'confirmed', reason: 'seen there' } });
  expect([first.status, first.body]).toEqual([202, { jobId: expect.stringMatching(/^job_/) as string, joined: false }]);

  const second = await call('POST', path, { as: ana, body: { decision: 'notPlaced', reason: 'not there' } });
  expect([second.status, problemOf(second).code]).toEqual([409, 'conflict']);
  expect((await list('?state=needs_operator')).data).toEqual([]);
});
