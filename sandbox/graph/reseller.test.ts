import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../src/lib/must.ts';
import { type Opened, openSandbox } from '../partner-center/open-sandbox.ts';
import { put } from '../world/world.ts';
import { gdapActs } from './acts.ts';

/** The second account of the sample is an indirect reseller. */
let sandbox: Opened;
beforeAll(async () => {
  sandbox = await openSandbox(1);
  const { world, account } = sandbox;
  const provider = { ...account, id: 'pc-3', name: 'Provider', partnerType: 'indirectProvider', tenantId: world.newId() } as const;
  world.apply({ kind: 'test', actor: { kind: 'system', name: 'test' }, cause: 'test', changes: [put('partnerAccounts', provider)] });
});
afterAll(() => sandbox.close());

type Row = Record<string, unknown> & { id: string; status: string };
const base = '/delegatedAdminRelationships';

let count = 0;
function offered(): Row {
  const { world, account } = sandbox;
  const [first] = world.tables.relationships.by('accountId', account.id);
  count += 1;
  const acted = gdapActs['gdap.offer']?.(world, {
    provider: 'pc-3',
    reseller: account.id,
    customer: must(first, 'a customer').customerId,
    displayName: `Offer ${String(count)}`,
  });
  return must(acted !== undefined && 'done' in acted ? (acted.done as Row) : undefined, 'an offer');
}

const read = async (id: string): Promise<Row> => (await sandbox.askGraph(`${base}/${id}`)).body as Row;
const request = (id: string, action: string, headers = {}) =>
  sandbox.askGraph(`${base}/${id}/requests`, { method: 'POST', body: { action }, headers });
const act = (name: string, id: string) => gdapActs[name]?.(sandbox.world, { id });

describe('a relationship that an indirect provider made for his reseller', () => {
  test('is among those of the reseller and says what it waits for', async () => {
    const { id } = offered();
    const list = (await sandbox.askGraph(`${base}?$filter=status eq 'approvalPending'`)).body as { value: Row[] };
    const provider = must(sandbox.world.tables.partnerAccounts.get('pc-3'), 'provider');

    expect(list.value.find((row) => row.id === id)).toMatchObject({
      '@odata.type': '#microsoft.graph.resellerDelegatedAdminRelationship',
      isPartnerConsentPending: true,
      indirectProviderTenantId: provider.tenantId,
    });
  });

  test.each([
    ['the reseller first', ['request', 'gdap.accept']],
    ['the customer first', ['gdap.accept', 'request']],
  ])('goes on when both have agreed: %s', async (_, order) => {
    const { id } = offered();
    for (const [index, step] of order.entries()) {
      if (step === 'request')
        expect(await request(id, 'approve')).toMatchObject({ status: 201, body: { action: 'approve', status: 'created' } });
      else expect(act(step, id)).toMatchObject({ done: { id } });
      if (index === 0) expect((await read(id)).status).toBe('approvalPending');
    }
    sandbox.world.clock.step(10_000);

    expect(await read(id)).toMatchObject({ status: 'active', isPartnerConsentPending: false });
    expect((await request(id, 'approve')).status).toBe(400);
  });

  test('is over when the reseller rejects it; only programs that know the word read it', async () => {
    const { id } = offered();
    expect((await request(id, 'reject', { Prefer: 'include-unknown-enum-members' })).body).toMatchObject({ action: 'reject' });
    const actions = async (headers = {}) =>
      ((await sandbox.askGraph(`${base}/${id}/requests`, { headers })).body as { value: { action: string }[] }).value
        .map(({ action }) => action)
        .toSorted();

    expect(await read(id)).toMatchObject({ status: 'terminated', isPartnerConsentPending: false });
    expect(await actions()).toEqual(['lockForApproval', 'unknownFutureValue']);
    expect(await actions({ Prefer: 'include-unknown-enum-members' })).toEqual(['lockForApproval', 'reject']);
    expect(act('gdap.accept', id)).toHaveProperty('refused');
  });

  test('is over when the customer declines, and when nobody answers for 90 days, whatever the reseller said', async () => {
    const declined = offered();
    const silent = offered();
    act('gdap.decline', declined.id);
    sandbox.world.clock.step(60 * 24 * 3_600_000);
    act('gdap.resellerApprove', silent.id);
    sandbox.world.clock.step(31 * 24 * 3_600_000);

    expect((await read(declined.id)).status).toBe('terminated');
    expect((await read(silent.id)).status).toBe('expired');
  });

  test('is ended by the customer once it is active', async () => {
    const { id } = offered();
    for (const name of ['gdap.accept', 'gdap.resellerApprove']) act(name, id);
    sandbox.world.clock.step(10_000);
    await read(id);
    expect(act('gdap.end', id)).toMatchObject({ done: { status: 'terminationRequested' } });
  });
});

test("approve and reject are not for a partner's own relationships, and offers need the right partners", async () => {
  const own = must(
    sandbox.world.tables.gdap.by('accountId', sandbox.account.id).find((row) => row.status === 'active'),
    'an active relationship',
  );
  expect((await request(own.id, 'approve')).status).toBe(400);
  expect((await request(own.id, 'celebrate')).status).toBe(400);
  expect(gdapActs['gdap.offer']?.(sandbox.world, { provider: 'pc-1', reseller: 'pc-2', customer: own.customerId ?? '' })).toHaveProperty(
    'refused',
  );
  expect(act('gdap.end', 'none')).toEqual({ refused: 'no delegated access relationship fits' });
});
