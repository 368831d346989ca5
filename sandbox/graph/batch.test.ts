import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Opened, openSandbox } from '../partner-center/open-sandbox.ts';

let sandbox: Opened;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

async function batch(requests: unknown, token = sandbox.token({ audience: 'https://graph.microsoft.com' })) {
  const answer = await fetch(`${sandbox.url}/graph.microsoft.com/v1.0/$batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ requests }),
  });
  return { status: answer.status, body: (await answer.json()) as { responses: { id: string; status: number; body: unknown }[] } };
}

const list = '/tenantRelationships/delegatedAdminRelationships';

describe('a batch', () => {
  test('answers each call for itself; what depends on a failed one is not carried out', async () => {
    const before = sandbox.world.tables.gdap.size;
    const draft = { displayName: 'Batch', duration: 'P1D', accessDetails: { unifiedRoles: [{ roleDefinitionId: sandbox.world.newId() }] } };
    const { body } = await batch([
      { id: 'a', method: 'GET', url: `${list}?$top=2` },
      { id: 'b', method: 'GET', url: `${list}/none` },
      { id: 'c', method: 'POST', url: list, body: draft, headers: { 'Content-Type': 'application/json' }, dependsOn: ['b'] },
      { id: 'd', method: 'POST', url: list, body: draft, headers: { 'Content-Type': 'application/json' }, dependsOn: ['a'] },
    ]);

    expect(body.responses.map(({ id, status }) => [id, status])).toEqual([
      ['a', 200],
      ['b', 404],
      ['c', 424],
      ['d', 201],
    ]);
    expect(body.responses[0]?.body).toMatchObject({ value: [{}, {}] });
    expect(sandbox.world.tables.gdap.size).toBe(before + 1);
  });

  test('is refused as a whole without a token, when it is none, too long, or names a call twice', async () => {
    const one = (id: number) => ({ id: String(id), method: 'GET', url: '/organization' });

    expect((await batch([one(1)], 'none')).status).toBe(401);
    expect((await batch('none')).status).toBe(400);
    expect((await batch(Array.from({ length: 21 }, (_, id) => one(id)))).status).toBe(400);
    expect((await batch([one(1), one(1)])).status).toBe(400);
  });
});
