import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { turn } from '../control/switches.ts';
import { ask, aWorld } from './a-database.ts';
import { setSwitch } from './a-switch.ts';
import { watchCompanies } from './webhooks.ts';

const search = { filter: [{ op: 'gte', field: 'id', value: 0 }] };

test('a blank or unknown user finds no zone: 500; the zone needs no sign-in', async () => {
  const world = aWorld();

  expect((await ask(world, 'GET', '/zoneInformation?user=', undefined, { headers: {} })).status).toBe(500);
  expect((await ask(world, 'GET', '/zoneInformation?user=nobody@x.example', undefined, { headers: {} })).status).toBe(500);
});

test('a database of another zone does not know the user', async () => {
  expect((await ask(aWorld(), 'POST', '/Companies/query', search, { host: 'webservices5.autotask.net' })).status).toBe(401);
});

test('the hour is counted; half of it slows answers, all of it refuses them', async () => {
  const world = aWorld();
  setSwitch(world, 'throttling', { factor: 0.0008 });
  const took: number[] = [];
  const statuses: number[] = [];
  for (let call = 0; call < 9; call += 1) {
    const from = performance.now();
    statuses.push((await ask(world, 'GET', '/Currencies/1')).status);
    took.push(performance.now() - from);
  }

  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 200, 200, 429]);
  expect(took.slice(0, 4).every((ms) => ms < 400)).toBe(true);
  expect(took.slice(4, 6).every((ms) => ms >= 490 && ms < 950)).toBe(true);
  expect(took.slice(6, 8).every((ms) => ms >= 990)).toBe(true);
  expect((await ask(world, 'GET', '/ThresholdInformation')).body).toEqual({
    externalRequestThreshold: 8,
    requestThresholdTimeframe: 60,
    currentTimeframeRequestCount: 8,
  });
}, 20_000);

test('a fourth parallel call of one endpoint is refused, other endpoints go on', async () => {
  const world = aWorld();
  setSwitch(world, 'autotask', { workMs: 30 });

  const answers = await Promise.all([
    ...Array.from({ length: 4 }, () => ask(world, 'POST', '/Companies/query', search)),
    ask(world, 'POST', '/Services/query', search),
  ]);

  expect(answers.map((one) => one.status)).toEqual([200, 200, 200, 429, 200]);
  expect((await ask(world, 'POST', '/Companies/query', search)).status).toBe(200);
});

test('a changed company is told to a ready webhook, signed with its key', async () => {
  const world = aWorld();
  turn(world, 'webhooks', { ...world.switch('webhooks'), mode: 'hold' });
  const stop = watchCompanies(world);
  const webhook = {
    name: 'changes',
    webhookUrl: 'https://hook.example/at',
    deactivationUrl: 'https://hook.example/off',
    secretKey: 'key-1',
    isActive: true,
    isSubscribedToUpdateEvents: true,
    sendThresholdExceededNotification: false,
  };
  const { body } = await ask(world, 'POST', '/CompanyWebhooks', webhook);
  const { body: fields } = await ask(world, 'GET', '/Companies/entityInformation/fields');
  const names = (fields['fields'] as readonly { readonly name: string }[]).map((field) => field.name);
  await ask(world, 'PATCH', '/Companies', { id: 29760001, companyName: 'Not told' });
  const told = { fieldID: names.indexOf('companyName'), isSubscribedField: true, isDisplayAlwaysField: true };
  await ask(world, 'POST', `/CompanyWebhooks/${String(body['itemId'])}/Fields`, told);
  await ask(world, 'PATCH', '/Companies', { id: 29760001, companyName: 'Contoso New' });
  await stop();

  const sent = world.tables.psaNotices.all();
  expect(sent).toHaveLength(1);
  const [message] = sent;
  expect(message?.url).toBe('https://hook.example/at');
  expect(message?.headers['x-hook-signature']).toBe(
    `sha1=${createHmac('sha1', 'key-1')
      .update(message?.body ?? '')
      .digest('base64')}`,
  );
  expect(JSON.parse(message?.body ?? '{}')).toMatchObject({
    Action: 'Update',
    EntityType: 'Account',
    Id: 29760001,
    Fields: { companyName: 'Contoso New' },
    SequenceNumber: 1,
  });
});

test.each([
  ['GET', '/Nothing/query', 404],
  ['GET', '/Companies/99', 404],
  ['DELETE', '/Companies/29760001', 405],
  ['POST', '/ContractServices', 405],
  ['POST', '/Contracts/1/Services', 404],
  ['GET', '/ContractServiceAdjustments/query', 500],
  ['POST', '/Companies', 500],
])('%s %s is refused with %i and a list of errors, and nothing changes', async (method, path, status) => {
  const world = aWorld();
  await ask(world, 'GET', '/Currencies/1');
  const before = world.events.length;

  const answer = await ask(world, method, path, method === 'GET' ? undefined : {});

  expect(answer.status).toBe(status);
  expect(answer.body['errors']).toEqual(expect.arrayContaining([expect.any(String)]));
  expect(world.events).toHaveLength(before);
});
