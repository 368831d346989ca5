import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../src/lib/must.ts';
import { SandboxClock } from '../clock.ts';
import type { RemoteAnswer } from '../remote.ts';
import { layEstate, layOthers } from '../world/estate.ts';
import type { TableName } from '../world/tables.ts';
import type { CustomerRelationship } from '../world/types.ts';
import { World } from '../world/world.ts';
import { hasDelegatedAccess } from './customers/find.ts';
import { bodyOf, type Everything, everything, handled, pathIn } from './hostile-scene.ts';
import { type Opened, openSandbox } from './open-sandbox.ts';
import { partnerCenterRoutes } from './routes.ts';

let sandbox: Opened;
let scene: Everything;
beforeAll(async () => {
  sandbox = await openSandbox();
  scene = await everything(sandbox);
});
afterAll(() => sandbox.close());

const ofApi = partnerCenterRoutes.filter(({ template }) => /^\/(v1|webhooks)\//.test(template));
const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';
const writes = ofApi.filter(({ method }) => !isRead(method)).map(({ method, template }) => [method, template] as const);
const reads = ofApi.filter(({ method }) => isRead(method)).map(({ method, template }) => [method, template] as const);

/** What no program sends on purpose, in the place of any value. */
const strange: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e21,
  99_999_999,
  '',
  'x'.repeat(5000),
  '\u0000',
  '2026-02-31',
  [],
  [null],
  {},
  { toString: 1, length: -1 },
];

const noBodies = [
  '',
  ' ',
  '{',
  '[',
  '{"a":',
  'null',
  '5',
  '"x"',
  '[]',
  '[null]',
  '[[[[[[[[]]]]]]]]',
  'true',
  '\uFEFF{',
  '<xml/>',
  '{}',
  '{"__proto__":null}',
];

/** The body with one value after the other replaced, or left out. */
function* mutated(body: unknown): Generator {
  if (typeof body !== 'object' || body === null) return;
  for (const key of Object.keys(body).filter((name) => name !== 'links')) {
    const own: unknown = Array.isArray(body) ? body[Number(key)] : Object.entries(body).find(([name]) => name === key)?.[1];
    const without = Object.fromEntries(Object.entries(body).filter(([name]) => name !== key));
    const replaced = (value: unknown): unknown =>
      Array.isArray(body) ? body.map((one: unknown, place) => (String(place) === key ? value : one)) : { ...without, [key]: value };
    if (!Array.isArray(body)) yield without;
    for (const value of strange) yield replaced(value);
    for (const inner of mutated(own)) yield replaced(inner);
  }
}

/** No fault, no refusal without its documented body, and no event after one. */
async function sent(method: string, path: string, body: string, headers?: Readonly<Record<string, string>>): Promise<RemoteAnswer> {
  const events = sandbox.world.events.length;
  const answer = await handled(sandbox, method, path, body, headers);
  const told = `${method} ${path} ${body.slice(0, 600)} -> ${String(answer.status)} ${String(answer.body).slice(0, 300)}`;
  expect(answer.status, told).toBeLessThan(500);
  if (answer.status < 400) return answer;
  expect(sandbox.world.events.length, told).toBe(events);
  if (answer.body === undefined) expect([404, 412], told).toContain(answer.status);
  else
    expect(JSON.parse(String(answer.body)), told).toMatchObject({
      code: expect.any(Number) as number,
      description: expect.any(String) as string,
    });
  return answer;
}

describe('a write', () => {
  test.each(writes)('%s %s takes no body that is none', async (method, template) => {
    for (const subscriptionId of template.includes('{subscriptionId}') ? scene.subscriptions : ['']) {
      const path = pathIn(template, subscriptionId === '' ? scene.params : { ...scene.params, subscriptionId });
      for (const body of noBodies) await sent(method, path, body);
    }
  });

  test.each(writes)('%s %s with a strange value in any place is refused or harmless', async (method, template) => {
    const body = await bodyOf(sandbox, scene, method, template);
    const etag = (body as { attributes?: { etag?: string } } | undefined)?.attributes?.etag;
    const headers = etag === undefined ? {} : { 'if-match': etag };
    const path = pathIn(template, scene.params);
    for (const one of mutated(body)) await sent(method, path, JSON.stringify(one), headers);
  });

  test.each(writes)('%s %s with an id of a strange form is refused', async (method, template) => {
    if (!template.includes('{')) return;
    const body = JSON.stringify((await bodyOf(sandbox, scene, method, template)) ?? {});
    for (const id of ['%00', '..', '%2e%2e%2f', 'null', '0', "'", 'é', '%E0%A4%A', 'x'.repeat(3000)]) {
      const first = /\{(\w+)\}/.exec(template)?.[1] ?? '';
      for (const params of [
        { ...scene.params, [first]: id },
        Object.fromEntries([...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name ?? '', id])),
      ]) {
        if (first === 'locale') continue;
        const answer = await sent(method, pathIn(template, params), body);
        expect(answer.status, `${method} ${pathIn(template, params)}`).toBeGreaterThanOrEqual(400);
      }
    }
  });
});

describe('a reading', () => {
  test.each(reads)('%s %s never fails and never changes the world', async (method, template) => {
    const events = sandbox.world.events.length;
    const queries = [
      '',
      '?size=0',
      '?size=-1',
      '?size=999999',
      '?size=x',
      '?offset=-1',
      '?size=5&offset=x',
      '?filter=%7B',
      '?filter=[]',
      '?filter={"Field":5}',
    ];
    const more = [
      '?seekOperation=Next',
      '?seekOperation=Sideways',
      '?startDate=yesterday',
      '?country=XX&segment=none',
      '?period=never&provider=nobody',
      '?eligibilityType=x',
      '?mpnId=x&tenantId=y',
      '?type=&month=&language=x',
    ];
    for (const subscriptionId of template.includes('{subscriptionId}') ? scene.subscriptions : ['']) {
      const path = pathIn(template, subscriptionId === '' ? scene.params : { ...scene.params, subscriptionId });
      for (const query of [...queries, ...more]) {
        await sent(method, `${path}${query}`, '');
        if (query.includes('seek')) await sent(method, `${path}${query}`, '', { 'ms-continuationtoken': 'bm9uc2Vuc2U=' });
      }
    }
    expect(sandbox.world.events.length).toBe(events);
  });
});

describe("somebody else's", () => {
  const strangers = (): readonly string[] => {
    const { customers, relationships } = sandbox.world.tables;
    const ours = relationships.by('accountId', sandbox.account.id);
    const other = customers.all().find(({ id }) => ours.every((row) => row.customerId !== id));
    return [must(other, 'customer of another partner').id, '11111111-1111-4111-8111-111111111111'];
  };

  test.each(ofApi.filter(({ template }) => template.includes('{customerId}')).map(({ method, template }) => [method, template] as const))(
    '%s %s says nothing of a customer who is not ours',
    async (method, template) => {
      const body = JSON.stringify((await bodyOf(sandbox, scene, method, template)) ?? {});
      const [foreign = '', unknown = ''] = strangers();
      const at = (customerId: string): string => pathIn(template, { ...scene.params, customerId });

      expect(await sent(method, at(foreign), body), template).toMatchObject({ status: 403 });
      expect(await sent(method, at(unknown), body), template).toMatchObject({ status: 404 });
    },
  );

  test.each(
    ofApi
      .filter(({ template }) => /\{(subscriptionId|orderId|cartId|userId|transferId|scheduleId|migrationId)\}/.test(template))
      .map(({ method, template }) => [method, template] as const),
  )('%s %s does not find what belongs to another customer of ours', async (method, template) => {
    if (template.includes('fraudEvents')) return;
    const body = JSON.stringify((await bodyOf(sandbox, scene, method, template)) ?? {});
    const others = sandbox.world.tables.relationships.by('accountId', sandbox.account.id);
    const customerId = must(
      others.find((row) => row.customerId !== scene.stage.customerId && hasDelegatedAccess(sandbox.world, knownOf(row))),
      'customer',
    ).customerId;

    const answer = await sent(method, pathIn(template, { ...scene.params, customerId }), body);
    expect([400, 403, 404], `${template} ${String(answer.status)} ${String(answer.body)}`).toContain(answer.status);
  });

  test.each(ofApi.map(({ method, template }) => [method, template] as const))('%s %s asks who calls', async (method, template) => {
    const answer = await sent(method, pathIn(template, scene.params), '', { authorization: 'Bearer nobody' });

    expect(answer.status).toBe(401);
  });
});

const knownOf = (relationship: CustomerRelationship) => ({
  relationship,
  customer: must(sandbox.world.tables.customers.get(relationship.customerId), 'customer'),
});

test('a verb that a path does not have is not found, and changes nothing', async () => {
  for (const { template } of ofApi) {
    const path = pathIn(template, scene.params);
    for (const method of ['PUT', 'PATCH', 'DELETE', 'POST', 'OPTIONS']) {
      if (ofApi.some((one) => one.method === method && couldBe(one.template, template))) continue;
      const answer = await sent(method, path, '{}');
      expect([method, path, answer.status]).toEqual([method, path, 404]);
    }
  }
});

/** Whether a template would take the path of another. */
function couldBe(template: string, other: string): boolean {
  const [left, right] = [template.toLowerCase().split('/'), other.toLowerCase().split('/')];
  return (
    left.length === right.length &&
    left.every((part, place) => part.startsWith('{') || part === right[place] || right[place]?.startsWith('{') === true)
  );
}

test('after all of it the world is what its events say, to the byte', () => {
  const { world } = sandbox;
  const clock = new SandboxClock(
    { virtualMs: world.clock.nowMs(), realMs: 0, rate: 1, jumpedMs: 0 },
    () => 0,
    () => undefined,
  );
  const again = new World(world.options, clock);
  clock.stop();
  layEstate(again);
  layOthers(again);
  for (const event of world.events) again.replay(event);

  for (const name of Object.keys(world.tables) as TableName[]) expect([name, digestOf(again, name)]).toEqual([name, digestOf(world, name)]);
});

const digestOf = (world: World, name: TableName): string =>
  createHash('sha256')
    .update(JSON.stringify([...world.tables[name].entries()]))
    .digest('hex');
