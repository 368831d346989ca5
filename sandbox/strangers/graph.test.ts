import {
  BatchRequestContent,
  BatchResponseContent,
  Client,
  type Context,
  GraphError,
  type Middleware,
  type PageCollection,
  PageIterator,
  RetryHandler,
  RetryHandlerOptions,
} from '@microsoft/microsoft-graph-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../src/lib/must.ts';
import { aSandbox, type TestSandbox } from '../testing.ts';
import { underRealNames } from './real-names.ts';

let box: TestSandbox;
beforeAll(async () => {
  box = await aSandbox({ scale: 60 });
  box.sandbox.world.clock.stop();
});
afterAll(() => box.sandbox.close());

/** The last link of the client's chain: instead of fetch. */
class Wire implements Middleware {
  async execute(context: Context): Promise<void> {
    const { method, headers, body } = context.options ?? {};
    const asked: unknown = context.request;
    const address = asked instanceof Request ? asked.url : String(asked);
    context.response = await underRealNames(box.url)(address, {
      method,
      headers: Object.fromEntries(new Headers(headers)),
      ...(typeof body === 'string' ? { body } : {}),
    });
  }
}

/** A client as its documentation sets it up; it speaks to https://graph.microsoft.com. */
async function clientFor(account: string, tenantId?: string): Promise<Client> {
  const token = tenantId === undefined ? await box.bearer(account, 'https://graph.microsoft.com') : await bearerIn(account, tenantId);
  const signed: Middleware = {
    execute: async (context) => {
      context.options = { ...context.options, headers: { ...headersOf(context), authorization: `Bearer ${token}` } };
      await retry.execute(context);
    },
  };
  const retry = new RetryHandler(new RetryHandlerOptions(0, 3));
  retry.setNext(new Wire());
  return Client.initWithMiddleware({ middleware: signed });
}

const headersOf = ({ options }: Context): Record<string, string> => Object.fromEntries(new Headers(options?.headers));

/** The partner's refresh token redeemed in the tenant of a customer. */
async function bearerIn(account: string, tenantId: string): Promise<string> {
  const { app } = must(box.sandbox.world.tables.partnerAccounts.get(account), account);
  const { body } = await box.get('credentials');
  const { partnerAccounts } = body as { partnerAccounts: { id: string; refreshToken: string }[] };
  const fields = {
    client_id: app.clientId,
    client_secret: app.clientSecret,
    grant_type: 'refresh_token',
    refresh_token: partnerAccounts.find(({ id }) => id === account)?.refreshToken ?? '',
    scope: 'https://graph.microsoft.com/.default',
  };
  const answer = await underRealNames(box.url)(`https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

type Relationship = { id: string; status: string; displayName: string; '@odata.etag': string };
const list = '/tenantRelationships/delegatedAdminRelationships';
const reader = { unifiedRoles: [{ roleDefinitionId: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451' }] };
const wanted = (displayName: string) => ({ displayName, duration: 'P30D', accessDetails: reader });

const refusalOf = async (call: Promise<unknown>): Promise<GraphError> => {
  try {
    await call;
  } catch (error) {
    if (error instanceof GraphError) return error;
    throw error;
  }
  throw new Error('The call succeeded');
};

describe('@microsoft/microsoft-graph-client', () => {
  test('pages through delegated access with its iterator', async () => {
    const client = await clientFor('pc-1');
    const first = (await client.api(list).top(7).orderby('displayName').count().get()) as PageCollection;
    const seen: string[] = [];
    const pages = new PageIterator(client, first, (row: Relationship) => seen.push(row.displayName) > 0);
    await pages.iterate();

    expect(first['@odata.nextLink']).toMatch(/^https:\/\/graph\.microsoft\.com\/v1\.0\//);
    expect(pages.isComplete()).toBe(true);
    expect(seen).toHaveLength(first['@odata.count'] as number);
    expect(seen).toEqual(seen.toSorted());
  });

  test('narrows a list by filter and selection', async () => {
    const client = await clientFor('pc-1');
    const one = must(
      box.sandbox.world.tables.gdap.by('accountId', 'pc-1').find(({ status }) => status === 'active'),
      'active',
    );
    const found = (await client
      .api(list)
      .filter(`customer/tenantId eq '${one.customerId ?? ''}' and status in ('active','expiring')`)
      .select(['id', 'status'])
      .get()) as { value: Relationship[] };

    expect(found.value).toMatchObject([{ id: one.id, status: 'active' }]);
    expect(found.value[0]).not.toHaveProperty('displayName');
    expect(await refusalOf(client.api(list).filter('shoe eq 1').get())).toMatchObject({ statusCode: 400, code: 'BadRequest' });
  });

  test('makes, changes by etag and deletes a draft', async () => {
    const client = await clientFor('pc-1');
    const made = (await client.api(list).post(wanted('By a stranger'))) as Relationship;
    const path = `${list}/${made.id}`;
    const change = { displayName: 'By a stranger, later' };

    expect((await refusalOf(client.api(path).patch(change))).statusCode).toBe(428);
    const changed = (await client.api(path).header('If-Match', made['@odata.etag']).patch(change)) as Relationship;
    expect(changed.displayName).toBe(change.displayName);
    expect(await refusalOf(client.api(path).header('If-Match', made['@odata.etag']).delete())).toMatchObject({
      statusCode: 412,
      code: 'PreconditionFailed',
    });
    await client.api(path).header('If-Match', changed['@odata.etag']).delete();
    expect(await refusalOf(client.api(path).get())).toMatchObject({ statusCode: 404, requestId: expect.any(String) as string });
  });

  test('takes a relationship through its life, with an assignment', async () => {
    const client = await clientFor('pc-1');
    const customer = must(box.sandbox.world.tables.relationships.by('accountId', 'pc-1')[0], 'customer').customerId;
    const made = (await client.api(list).post({ ...wanted('Whole life'), customer: { tenantId: customer } })) as Relationship;
    const path = `${list}/${made.id}`;
    await client.api(`${path}/requests`).post({ action: 'lockForApproval' });
    await box.send('POST', 'act', { action: 'gdap.accept', id: made.id });
    await box.send('POST', 'clock', { step: 10 });
    const container = { accessContainerId: box.sandbox.world.newId(), accessContainerType: 'securityGroup' };
    const assigned = (await client
      .api(`${path}/accessAssignments`)
      .post({ accessContainer: container, accessDetails: reader })) as Relationship;
    await box.send('POST', 'clock', { step: 10 });

    expect(((await client.api(path).get()) as Relationship).status).toBe('active');
    expect(((await client.api(`${path}/accessAssignments/${assigned.id}`).get()) as Relationship).status).toBe('active');
    await client.api(`${path}/requests`).post({ action: 'terminate' });
    await box.send('POST', 'clock', { step: 10 });
    expect(((await client.api(path).get()) as Relationship).status).toBe('terminated');
  });

  test("reads people, licences and health of a customer's tenant", async () => {
    const tenantId = must(
      box.sandbox.world.tables.gdap.by('accountId', 'pc-1').find(({ status }) => status === 'active')?.customerId,
      'customer',
    );
    const client = await clientFor('pc-1', tenantId);
    const names: string[] = [];
    const first = (await client.api('/users').top(9).select('id,displayName').get()) as PageCollection;
    await new PageIterator(client, first, (user: { displayName: string }) => names.push(user.displayName) > 0).iterate();
    const count = (await client.api('/users/$count').header('ConsistencyLevel', 'eventual').get()) as unknown;
    const skus = (await client.api('/subscribedSkus').get()) as PageCollection;
    const health = (await client.api('/admin/serviceAnnouncement/healthOverviews').expand('issues').get()) as PageCollection;

    expect(String(count)).toBe(String(names.length));
    expect(skus.value.length).toBeGreaterThan(0);
    expect(health.value.length).toBeGreaterThan(1);
    expect((await refusalOf(client.api(list).get())).code).toBe('Authorization_RequestDenied');
  });

  test('sends a batch', async () => {
    const client = await clientFor('pc-1');
    const content = new BatchRequestContent([
      { id: '1', request: new Request('https://graph.microsoft.com/organization') },
      { id: '2', request: new Request(`https://graph.microsoft.com${list}?$top=1`), dependsOn: ['1'] },
      { id: '3', request: new Request(`https://graph.microsoft.com${list}/none`), dependsOn: ['2'] },
    ]);
    const answer: unknown = await client.api('/$batch').post(await content.getContent());
    const responses = new BatchResponseContent(answer as ConstructorParameters<typeof BatchResponseContent>[0]);

    expect(['1', '2', '3'].map((id) => responses.getResponseById(id).status)).toEqual([200, 200, 404]);
    expect(((await responses.getResponseById('2').json()) as PageCollection).value).toHaveLength(1);
  });

  test('waits and asks again when it is told that it asks too much', async () => {
    const client = await clientFor('pc-1');
    const rule = { match: { remote: 'graph' }, do: { status: 429, headers: { 'retry-after': '1' } }, times: 1 };
    await box.send('POST', 'faults', rule);

    expect(((await client.api('/organization').get()) as PageCollection).value).toHaveLength(1);
    expect((await box.get('faults')).body).toMatchObject({ rules: [{ hits: 1 }] });
  });
});
