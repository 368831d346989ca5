import { expect, test } from 'vitest';
import { problemOf } from '../../test/support/ask.ts';
import { aKeyOf, aPersonOf } from '../../test/support/make.ts';
import { aServer } from '../../test/support/serve.ts';
import { beginSetup } from '../features/setup/index.ts';
import { publicId } from '../model/ids.ts';
import { everything, inScope } from '../platform/db/transaction.ts';

const { call, context, clock } = await aServer();
await inScope(context.db, everything, (tx) => beginSetup(tx, clock.now()));
const ana = await aPersonOf(context, 'owner');
const key = await aKeyOf(context, ana.personId, ['setup:write', 'mapping:write', 'connections:read']);
const mapping = publicId('mapping', context.ids());

test('a program cannot map before the gates of the set-up: each is named with its screen', async () => {
  const answer = await call('POST', `/account-mappings/${mapping}/decisions`, { as: { key }, body: { decision: 'accept' } });

  expect(answer.status).toBe(409);
  expect(problemOf(answer)).toMatchObject({
    code: 'setup_gate',
    errors: expect.arrayContaining([expect.objectContaining({ pointer: '/setup/access' })]) as unknown,
  });
});

test('a step is confirmed by a key, in its order and not before', async () => {
  const confirm = () => call('POST', '/setup/confirmations', { as: { key }, body: { subject: 'readiness', confirmed: true } });
  expect((await confirm()).status).toBe(409);

  const chosen = { partnerTypes: ['directBill'], clouds: ['global'], distributors: [], psas: ['connectWise'] };
  expect((await call('POST', '/setup/systems', { as: { key }, body: chosen })).status).toBe(200);

  expect((await confirm()).body).toMatchObject({
    state: 'draft',
    readiness: { by: expect.stringContaining('key') as unknown },
    next: 'connections',
  });
});

test('a distributor is no PSA', async () => {
  const wrong = { partnerTypes: ['directBill'], clouds: ['global'], distributors: ['connectWise'], psas: [] };

  expect((await call('POST', '/setup/systems', { as: { key }, body: wrong })).status).toBe(422);
});

test('where no sandbox runs there are no sample accounts to connect', async () => {
  const answer = await call('POST', '/setup/samples', { as: ana });

  expect(problemOf(answer).code).toBe('conflict');
});
