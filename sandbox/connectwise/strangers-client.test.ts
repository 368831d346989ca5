import { createServer, type Server } from 'node:http';
import { ManageAPI } from 'connectwise-rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../src/lib/must.ts';
import { aSandbox, type TestSandbox } from '../testing.ts';

// The published client `connectwise-rest`, pointed here by its own HTTP settings.

type Received = { readonly headers: Readonly<Record<string, unknown>>; readonly body: string; readonly path: string };

let here: TestSandbox;
let client: ManageAPI;
let receiver: Server;
let receiverUrl: string;
const received: Received[] = [];

/** The client's own HTTP settings; its types hide them, and its constructor knows https addresses only. */
const settingsOf = (api: object): { baseURL: string } => (Reflect.get(api, 'instance') as { defaults: { baseURL: string } }).defaults;

beforeAll(async () => {
  here = await aSandbox({ scale: 30 });
  const [instance] = here.sandbox.world.tables.psaInstances.all();
  const { companyId, publicKey, privateKey, clientId, host, codebase } = must(instance, 'instance');
  client = new ManageAPI({ companyId, publicKey, privateKey, clientId, companyUrl: host, entryPoint: codebase, logger: () => undefined });
  for (const api of [client.CompanyAPI, client.FinanceAPI, client.ProcurementAPI, client.SystemAPI])
    settingsOf(api).baseURL = `${here.url}/${host}/${codebase}/apis/3.0`;
  receiver = createServer((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    incoming.on('end', () => {
      received.push({ headers: incoming.headers, body, path: incoming.url ?? '' });
      outgoing.end();
    });
  });
  await new Promise<void>((resolve) => {
    receiver.listen(0, '127.0.0.1', resolve);
  });
  const address = receiver.address();
  receiverUrl = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}/cw?tenant=7`;
});

afterAll(async () => {
  await here.sandbox.close();
  receiver.close();
});

describe('a client written for the real service', () => {
  test('reads companies page by page, with conditions, fields and order', async () => {
    const all = (await client.paginate(
      client.CompanyAPI.getCompanyCompanies.bind(client.CompanyAPI),
      { pageSize: 7 },
      { orderBy: 'id asc' },
    )) as { id: number; name: string }[];
    const one = await client.CompanyAPI.getCompanyCompanies({ conditions: 'id=1003', fields: 'id,name' });
    const counted = await client.CompanyAPI.getCompanyCompaniesCount({ conditions: 'deletedFlag=false' });

    expect(all).toHaveLength(30);
    expect(new Set(all.map((company) => company.id)).size).toBe(30);
    expect(one).toEqual([{ id: 1003, name: all.find((company) => company.id === 1003)?.name }]);
    expect(counted).toEqual({ count: 30 });
  });

  test('makes an agreement, adds a line, changes it and takes it away', async () => {
    const agreement = await client.FinanceAPI.postFinanceAgreements({
      name: 'Backup',
      type: { id: 31 },
      company: { id: 1002 },
      startDate: '2026-11-01T00:00:00Z',
      prorateFlag: true,
    });
    const id = must(agreement.id, 'id');
    const [item] = await client.ProcurementAPI.getProcurementCatalog({ conditions: 'productClass="Agreement"', pageSize: 1 });
    const line = await client.FinanceAPI.postFinanceAgreementsByParentIdAdditions(id, {
      product: { id: must(item?.id, 'item') },
      quantity: 10,
      lessIncluded: 2,
      unitPrice: 12.5,
      unitCost: 10,
      billCustomer: 'Billable',
      effectiveDate: '2026-11-16T00:00:00Z',
    });
    const lineId = must(line.id, 'line');
    const changed = await client.FinanceAPI.patchFinanceAgreementsByParentIdAdditionsById(lineId, id, [
      { op: 'replace', path: 'quantity', value: 12 as never },
    ]);
    const listed = await client.FinanceAPI.getFinanceAgreementsByParentIdAdditions(id, {});
    await client.FinanceAPI.deleteFinanceAgreementsByParentIdAdditionsById(lineId, id);

    expect(line).toMatchObject({ billedQuantity: 8, extPrice: 100, extCost: 80, margin: 20, proratePrice: 6.25 });
    expect(changed).toMatchObject({ quantity: 12, billedQuantity: 10, extPrice: 125 });
    expect(listed.map((one) => one.id)).toEqual([lineId]);
    expect(await client.FinanceAPI.getFinanceAgreementsByParentIdAdditionsCount(id, {})).toEqual({ count: 0 });
    await expect(client.FinanceAPI.getFinanceAgreementsByParentIdAdditionsById(lineId, id, {})).rejects.toMatchObject({
      data: { code: 'NotFound' },
    });
  });

  test('makes and changes a company, and is told by a signed callback', async () => {
    const callback = await client.SystemAPI.postSystemCallbacks({ url: receiverUrl, type: 'company', level: 'owner', objectId: 1 });
    const company = await client.CompanyAPI.postCompanyCompanies({ identifier: 'TAILSPIN', name: 'Tailspin', city: 'Waco' });
    await client.CompanyAPI.patchCompanyCompaniesById(must(company.id, 'id'), [
      { op: 'replace', path: 'userDefinedField1', value: 'gold' as never },
    ]);
    await expect.poll(() => received.length, { timeout: 5000 }).toBe(2);

    const [added, updated] = received.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    expect(added).toMatchObject({ Action: 'added', Type: 'company', ID: company.id, CallbackObjectRecId: callback.id });
    expect(JSON.parse(String(updated?.['Entity']))).toMatchObject({ name: 'Tailspin', userDefinedField1: 'gold' });
    expect(received[0]?.path).toContain('tenant=7&action=added&id=');
    const { key_url: keyUrl } = updated?.['Metadata'] as { key_url: string };
    const { signing_key: key } = (await (await fetch(keyUrl)).json()) as { signing_key: string };
    const { signatureOf } = await import('./callbacks/deliver.ts');
    expect(received[1]?.headers['x-content-signature']).toBe(signatureOf(key, received[1]?.body ?? ''));
    await client.SystemAPI.deleteSystemCallbacksById(must(callback.id, 'id'));
    expect(await client.SystemAPI.getSystemCallbacks({})).toEqual([]);
  });

  test('is told what is wrong as the real service tells it', async () => {
    await expect(client.CompanyAPI.getCompanyCompanies({ conditions: 'colour="red"' })).rejects.toMatchObject({
      data: { code: 'InvalidParameter' },
    });
    await expect(client.CompanyAPI.postCompanyCompanies({ identifier: 'X'.repeat(26), name: 'X', city: 'Waco' })).rejects.toMatchObject({
      data: { code: 'InvalidObject' },
    });
  });
});
