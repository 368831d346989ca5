import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../../src/lib/must.ts';
import { aSandbox, type TestSandbox } from '../../testing.ts';
import type { GdapRelationship } from '../../world/types.ts';

let box: TestSandbox;
beforeAll(async () => {
  box = await aSandbox();
  box.sandbox.world.clock.stop();
});
afterAll(() => box.sandbox.close());

const invitation = 'admin.microsoft.com/AdminPortal/partners/invitation/granularAdminRelationships';

async function visit(path: string, fields?: Readonly<Record<string, string>>): Promise<{ status: number; text: string; location: string }> {
  const answer = await fetch(`${box.url}/${path}`, {
    redirect: 'manual',
    ...(fields === undefined ? {} : { method: 'POST', body: new URLSearchParams(fields) }),
  });
  return { status: answer.status, text: await answer.text(), location: answer.headers.get('location') ?? '' };
}

const rowOf = (id: string): GdapRelationship => must(box.sandbox.world.tables.gdap.get(id), id);
const bearer = () => box.bearer('pc-1', 'https://graph.microsoft.com');

/** What a partner sends to a customer whose tenant he does not know yet. */
async function invited(): Promise<string> {
  const headers = { authorization: `Bearer ${await bearer()}`, 'content-type': 'application/json' };
  const base = `${box.url}/graph.microsoft.com/v1.0/tenantRelationships/delegatedAdminRelationships`;
  const body = {
    displayName: `Page ${String(box.sandbox.world.events.length)}`,
    duration: 'P2Y',
    accessDetails: { unifiedRoles: [{ roleDefinitionId: '62e90394-69f5-4237-9190-012177145e10' }] },
  };
  const made = await fetch(base, { method: 'POST', headers, body: JSON.stringify(body) });
  const { id } = (await made.json()) as { id: string };
  expect((await visit(`${invitation}/${id}`)).status).toBe(404);
  await fetch(`${base}/${id}/requests`, { method: 'POST', headers, body: JSON.stringify({ action: 'lockForApproval' }) });
  return id;
}

describe("the invitation in the customer's admin center", () => {
  test('is reached by the address that partners send, with or without scripts', async () => {
    const id = await invited();
    const home = await visit('admin.microsoft.com/AdminPortal/Home');
    const opened = await visit(`admin.microsoft.com/AdminPortal/partners/invitation/open?id=${id}`);

    expect(home.text).toContain('granularAdminRelationships');
    expect(opened).toMatchObject({ status: 303, location: `${box.url}/${invitation}/${id}` });
    expect((await visit(`${invitation}/${id}`)).text).toContain('Global Administrator');
  });

  test('is approved by an administrator of whatever organisation, once', async () => {
    const id = await invited();
    const customer = must(box.sandbox.world.tables.customers.all()[0], 'customer');

    expect((await visit(`${invitation}/${id}`, { action: 'approve', tenant: 'nobody.example' })).status).toBe(409);
    expect((await visit(`${invitation}/${id}`, { action: 'approve', tenant: customer.domain })).status).toBe(303);
    expect(rowOf(id)).toMatchObject({ status: 'approved', customerId: customer.id });
    expect((await visit(`${invitation}/${id}`, { action: 'approve', tenant: customer.domain })).status).toBe(409);
    const event = box.sandbox.world.events.findLast(({ kind }) => kind === 'gdap.approved');
    expect(event?.actor.name).toBe(`admin@${customer.defaultDomain}`);
  });

  test('is declined, and nothing else can be done with it', async () => {
    const id = await invited();
    await visit(`${invitation}/${id}`, { action: 'decline' });

    expect(rowOf(id).status).toBe('terminated');
    expect((await visit(`${invitation}/${id}`)).text).not.toContain('<button');
    expect((await visit(`${invitation}/${id}`, { action: 'toString' })).status).toBe(409);
  });

  test('ends what is active', async () => {
    const row = must(
      box.sandbox.world.tables.gdap.all().find(({ status }) => status === 'active'),
      'an active relationship',
    );
    expect((await visit(`${invitation}/${row.id}`)).text).toContain('Remove partner');
    await visit(`${invitation}/${row.id}`, { action: 'end' });
    expect(rowOf(row.id).status).toBe('terminationRequested');
    expect((await visit(`${invitation}/none`)).status).toBe(404);
  });
});

test("an indirect reseller approves or rejects his provider's request on the partner portal", async () => {
  const { world } = box.sandbox;
  const [relation] = world.tables.relationships.by('accountId', 'pc-3');
  const offer = async (displayName: string): Promise<string> => {
    const input = { action: 'gdap.offer', provider: 'pc-3', reseller: 'pc-2', customer: relation?.customerId ?? '', displayName };
    return ((await box.send('POST', 'act', input)).body as { id: string }).id;
  };
  const [good, bad] = [await offer('Good'), await offer('Bad')];
  const page = (id: string) => `partner.microsoft.com/granularAdminRelationships/${id}`;

  expect((await visit(page(good))).text).toContain('Your indirect provider asks');
  expect((await visit(page(good), { action: 'approve' })).status).toBe(303);
  expect((await visit(page(bad), { action: 'reject' })).status).toBe(303);
  expect((await visit(page(bad), { action: 'reject' })).status).toBe(409);
  expect(rowOf(good)).toMatchObject({ status: 'approvalPending', reseller: { consent: 'approved' } });
  expect(rowOf(bad)).toMatchObject({ status: 'terminated', reseller: { consent: 'rejected' } });
  await visit(`${invitation}/${good}`, { action: 'approve' });
  expect(rowOf(good).status).toBe('approved');
  expect((await visit(page('none'))).status).toBe(404);
});
