import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultSwitches } from '../world/switches.ts';
import { put } from '../world/world.ts';
import { type Opened, openSandbox } from './open-sandbox.ts';
import { missingNames, sample } from './sample-names.ts';

let sandbox: Opened;
beforeAll(async () => {
  sandbox = await openSandbox();
  sandbox.world.apply({
    kind: 'test.turned',
    actor: { kind: 'control', name: 'test' },
    cause: 'test',
    changes: [put('switches', { id: 'throttling', value: { ...defaultSwitches.throttling, enabled: true, factor: 0.01 } })],
  });
});
afterAll(() => sandbox.close());

test('past the limit the gateway answers 429 with Retry-After and its own body; after the window it goes on', async () => {
  const id = sandbox.world.tables.relationships.by('accountId', sandbox.account.id)[0]?.customerId ?? '';
  const read = () => sandbox.ask(`/v1/customers/${id}/subscriptions`);
  const answers = [];
  for (let call = 0; call < 7; call += 1) answers.push(await read());

  const refused = answers[5];

  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 429, 429]);
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(missingNames(sample('partner-center', 'errors.api-throttling-guidance.response'), refused?.body)).toEqual([]);
  expect(refused?.body).toMatchObject({
    statusCode: 429,
    message: expect.stringMatching(/^Rate limit is exceeded\. Try again in \d+ seconds\.$/) as string,
  });

  sandbox.world.clock.step(61_000);
  expect((await read()).status).toBe(200);
});

test('the list of customers is not among the limited calls', async () => {
  for (let call = 0; call < 12; call += 1) expect((await sandbox.ask('/v1/customers?size=1')).status).toBe(200);
});
