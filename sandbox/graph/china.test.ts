import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aSandbox, type TestSandbox } from '../testing.ts';

let box: TestSandbox;
let bearer: string;
beforeAll(async () => {
  box = await aSandbox();
  bearer = await box.bearer('pc-5', 'https://microsoftgraph.chinacloudapi.cn');
});
afterAll(() => box.sandbox.close());

const ask = (path: string, method = 'GET') =>
  fetch(`${box.url}/microsoftgraph.chinacloudapi.cn/v1.0/tenantRelationships${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}` },
  });

describe("delegated access in 21Vianet's cloud", () => {
  test('is there but for the deletion of an assignment', async () => {
    const [row] = box.sandbox.world.tables.gdap.by('accountId', 'pc-5');
    const path = `/delegatedAdminRelationships/${row?.id ?? ''}/accessAssignments/${row?.assignments[0]?.id ?? ''}`;

    expect((await ask('/delegatedAdminRelationships')).status).toBe(200);
    expect((await ask(path)).status).toBe(200);
    expect((await ask(path, 'DELETE')).status).toBe(404);
    await box.send('POST', 'switches/gdap', { china: 'all', withoutEtag: 412 });
    expect((await ask(path, 'DELETE')).status).toBe(412);
  });

  test('is not there at all when a switch says so', async () => {
    await box.send('POST', 'switches/gdap', { china: 'none' });
    expect((await ask('/delegatedAdminRelationships')).status).toBe(404);
  });
});
