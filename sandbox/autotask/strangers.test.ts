import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aSandbox, type TestSandbox } from '../testing.ts';
import { autotaskInstance } from '../world/estate/other-psas.ts';

// @apigrate/autotask-restapi is written by others for the real service. It is pointed here by its own setting `base_url`, from where it
// asks for the zone as it always does.

type Row = Readonly<Record<string, unknown>>;
type Page = { readonly items: readonly Row[]; readonly pageDetails: Readonly<Record<string, unknown>> };
type Api = {
  query(search: unknown): Promise<Page>;
  count(search: unknown): Promise<{ readonly queryCount: number }>;
  get(id: number): Promise<{ readonly item: Row } | null>;
  create(...told: unknown[]): Promise<{ readonly itemId: number | null }>;
  update(...told: unknown[]): Promise<{ readonly itemId: number }>;
  replace(...told: unknown[]): Promise<{ readonly itemId: number }>;
  delete(...told: unknown[]): Promise<{ readonly itemId: number }>;
  info(): Promise<{ readonly info: Row }>;
  fieldInfo(): Promise<{ readonly fields: readonly Row[] }>;
  udfInfo(): Promise<{ readonly fields: readonly Row[] }>;
};
type Client = Readonly<Record<string, Api>>;
type Package = {
  readonly AutotaskRestApi: new (user: string, secret: string, code: string, options: { readonly base_url: string }) => Client;
};

// The package has no types of its own.
const { AutotaskRestApi } = createRequire(import.meta.url)('@apigrate/autotask-restapi') as Package;

let box: TestSandbox;
let client: Client;
const all = { filter: [{ op: 'gte', field: 'id', value: 0 }] };

const api = (name: string): Api => {
  const found = client[name];
  if (found === undefined) throw new Error(`The client has no ${name}`);
  return found;
};

beforeAll(async () => {
  box = await aSandbox();
  const { userName, secret, integrationCode } = autotaskInstance(7);
  client = new AutotaskRestApi(userName, secret, integrationCode, { base_url: `${box.url}/webservices.autotask.net/ATServicesRest/` });
});
afterAll(() => box.sandbox.close());

test('companies are found, counted, read one by one, made and changed', async () => {
  const { items } = await api('Companies').query({ filter: [{ op: 'eq', field: 'CompanyName', value: 'contoso ltd' }] });
  const { queryCount } = await api('Companies').count(all);
  const { itemId } = await api('Companies').create({ companyName: 'New Company', companyType: 3, ownerResourceID: 29682885, phone: '555' });
  await api('Companies').update({ id: itemId, webAddress: 'www.new.example' });
  const made = await api('Companies').get(Number(itemId));

  expect(items.map((row) => row['companyName'])).toEqual(['Contoso Ltd']);
  expect(queryCount).toBe(13);
  expect(made?.item).toMatchObject({ id: itemId, companyName: 'New Company', webAddress: 'www.new.example', isActive: true });
  expect(await api('Companies').get(99)).toBeNull();
});

test('an adjustment changes the units from its day on and tells no id', async () => {
  const contracts = await api('Contracts').query({ filter: [{ op: 'eq', field: 'contractType', value: 7 }] });
  const contractID = Number(contracts.items[0]?.['id']);
  const { items } = await api('ContractServices').query({ filter: [{ op: 'eq', field: 'contractID', value: contractID }] });
  const contractServiceID = Number(items[0]?.['id']);
  const unitsFrom = async (day: string) => {
    const page = await api('ContractServiceUnits').query({
      filter: [
        { op: 'eq', field: 'contractServiceID', value: contractServiceID },
        { op: 'lte', field: 'startDate', value: day },
        { op: 'gte', field: 'endDate', value: day },
      ],
    });
    return page.items.map((row) => Number(row['units']));
  };
  const [before = 0] = await unitsFrom('2026-12-15');

  const told = { contractServiceID, effectiveDate: '2026-12-10', unitChange: 5 };
  const answer = await api('ContractServiceAdjustments').create(contractID, told);

  expect(answer).toEqual({ itemId: null });
  expect(await unitsFrom('2026-12-09')).toEqual([before]);
  expect(await unitsFrom('2026-12-10')).toEqual([before + 5]);
  expect(await unitsFrom('2027-01-20')).toEqual([before + 5]);
  await expect(api('ContractServiceAdjustments').create(contractID, told)).rejects.toMatchObject({ status: 500 });
});

test('pages hold five hundred rows and name the next one', async () => {
  const first = await api('ContractServiceUnits').query(all);
  const next = await fetch(String(first.pageDetails['nextPageUrl']), { headers: signedIn() });
  const second = (await next.json()) as Page;

  expect(first.items).toHaveLength(500);
  expect(first.pageDetails).toMatchObject({ count: 500, requestCount: 500, prevPageUrl: null });
  expect(Number(second.items[0]?.['id'])).toBeGreaterThan(Number(first.items.at(-1)?.['id']));
});

test('a parent makes its children, metadata says what there is', async () => {
  const webhook = {
    name: 'changes',
    webhookUrl: 'https://x.example',
    deactivationUrl: 'https://x.example',
    secretKey: 'k',
    isActive: true,
    sendThresholdExceededNotification: false,
  };
  const { itemId } = await api('CompanyWebhooks').create(webhook);
  await api('CompanyWebhookFields').create(itemId, { fieldID: 12, isSubscribedField: true, isDisplayAlwaysField: true });
  const made = await api('CompanyWebhooks').get(Number(itemId));
  const { fields } = await api('Companies').fieldInfo();

  expect(made?.item['isReady']).toBe(true);
  expect(await api('CompanyWebhooks').delete(itemId)).toEqual({ itemId });
  expect((await api('Companies').info()).info).toMatchObject({ name: 'Company', canDelete: false, supportsWebhookCallouts: true });
  expect(fields.find((field) => field['name'] === 'companyType')?.['picklistValues']).toContainEqual(
    expect.objectContaining({ value: '3', label: 'Customer' }),
  );
  expect((await api('Companies').udfInfo()).fields.map((field) => field['name'])).toEqual(['Microsoft Tenant ID', 'Support Level']);
});

test('a wrong secret is 401, an unknown field 500 with its text', async () => {
  const { userName, integrationCode } = autotaskInstance(7);
  const other = new AutotaskRestApi(userName, 'wrong', integrationCode, {
    base_url: `${box.url}/webservices.autotask.net/ATServicesRest/`,
  });

  await expect(other['Companies']?.query(all)).rejects.toMatchObject({ status: 401 });
  await expect(api('Companies').query({ filter: [{ op: 'eq', field: 'companyNam', value: 'x' }] })).rejects.toMatchObject({
    status: 500,
    details: { errors: ['Unable to find companyNam in the Company Entity.'] },
  });
});

const signedIn = (): Record<string, string> => {
  const { userName, secret, integrationCode } = autotaskInstance(7);
  return { ApiIntegrationCode: integrationCode, UserName: userName, Secret: secret };
};
