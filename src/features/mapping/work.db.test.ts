import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import {
  aCustomer,
  aDistributorSubscription,
  aLine,
  anAccount,
  anAgreement,
  aService,
  aSubscription,
  guid,
} from '../../../test/support/records.ts';
import { must } from '../../lib/must.ts';
import { idOf } from '../../model/ids.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { accountSyncer, distributorSubscriptionSyncer, psaAgreementSyncer, psaLineSyncer, psaServiceSyncer } from '../books/index.ts';
import { customerSyncer } from '../customers/index.ts';
import { reconcileCustomers } from '../reconciliation/index.ts';
import { subscriptionSyncer } from '../subscriptions/index.ts';
import {
  addExtraLink,
  addMappingRule,
  autoMap,
  changeMappingRule,
  decideAccountMapping,
  decideBatch,
  decideProductMapping,
  exportMappings,
  importMappings,
  listCustomerMappings,
  listOverlaps,
  listProductMappings,
  previewDecision,
  previewImport,
  readHistory,
  removeExtraLink,
  removeMappingRule,
  tryMappingRule,
  undoBatch,
} from './index.ts';

const { db, owner } = await aDatabase();
const { context, clock } = aContext(db);
const [microsoft, pax8, psa] = [guid(91), guid(92), guid(93)];
const inAll = <T>(work: Parameters<typeof inScope<T>>[2]) => inScope(db, everything, work);
const reading = (connectionId: string) => ({ connectionId, seenAt: clock.now(), ids: context.ids });
const yearly = { productId: 'CFQ7TTC0LCHC', skuId: '0002', term: 'P1Y', frequency: 'monthly' } as const;
const successor = { ...yearly, skuId: '00AB' };

/** Two customers with the same product in two terms; accounts with the same domain and other names, so that all of them are suggestions. */
beforeEach(async () => {
  await sql`truncate connection, customer, customer_identity, customer_connection, subscription, subscription_change, account, account_identity,
    distributor_subscription, psa_agreement, psa_line, psa_service, account_mapping, product_mapping, customer_mapping, account_mapping_version,
    product_mapping_version, mapping_answer, mapping_rule, difference, overview_total, job cascade`.execute(owner.db);
  for (const [id, kind, side] of [
    [microsoft, 'partnerCenter', 'microsoft'],
    [pax8, 'pax8', 'distributor'],
    [psa, 'connectWise', 'psa'],
  ] as const)
    await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, last_success_at, created_at, changed_at)
      values (${id}::uuid, ${kind}, ${side}, ${kind}, 'connected', '{}', ${id}, now(), now(), now())`.execute(owner.db);
  await inAll(async (tx) => {
    await customerSyncer.keep(tx, reading(microsoft), [aCustomer(1), aCustomer(2)]);
    for (const unit of await subscriptionSyncer.units(tx, microsoft)) {
      const n = Number(unit.remoteId.slice(-4));
      await subscriptionSyncer.keep(tx, reading(microsoft), unit, [aSubscription(n, n === 2 ? { key: { ...yearly, term: 'P1M' } } : {})]);
    }
    await accountSyncer('distributor').keep(tx, reading(pax8), [
      anAccount(1, { tenantIds: [guid(1)] }),
      anAccount(2, { tenantIds: [guid(2)] }),
    ]);
    await accountSyncer('psa').keep(tx, reading(psa), [
      anAccount(1, { name: 'First', domain: 'customer1.com' }),
      anAccount(2, { name: 'Second', domain: 'customer2.com' }),
      anAccount(5, { name: 'Sales department' }),
    ]);
    await distributorSubscriptionSyncer.keep(tx, reading(pax8), [
      aDistributorSubscription(1),
      aDistributorSubscription(2, { term: 'P1M' }),
    ]);
    await psaServiceSyncer.keep(tx, reading(psa), [
      aService(1, { microsoftKey: undefined, name: 'Cloud A' }),
      aService(2, { microsoftKey: undefined, name: 'Cloud B' }),
    ]);
    await psaAgreementSyncer.keep(tx, reading(psa), [anAgreement(1), anAgreement(5)]);
  });
  await autoMap(context);
});

const customers = async () =>
  (await listCustomerMappings(context, { sort: 'name', descending: false, limit: 50, cursor: undefined, filter: {} })).rows;
const products = async () =>
  (await listProductMappings(context, { sort: 'name', descending: false, limit: 50, cursor: undefined, filter: {} })).rows;
const product = async (term: string) =>
  must(
    (await products()).find((row) => row.term === term),
    term,
  );
const psaLink = async (at: number) =>
  must(
    (await customers())[at]?.links.find((link) => link.side === 'psa' && !link.isExtra),
    'a link',
  );
const accountNamed = async (name: string) => {
  const { rows } = await inAll((tx) => sql<{ id: string }>`select account_id as id from account where name = ${name}`.execute(tx));
  return must(rows[0], name).id;
};
const acceptAll = () =>
  decideBatch(context, {
    kind: 'account',
    selection: { filter: { state: ['suggested'], strong: true } },
    decision: { decision: 'accept' },
    look: false,
  });
const states = async () => (await customers()).map(({ state }) => state);

describe('all strong suggestions', () => {
  test('are looked at first, taken as one step, and taken back as one', async () => {
    const of = {
      kind: 'account',
      selection: { filter: { state: ['suggested' as const], strong: true } },
      decision: { decision: 'accept' },
    } as const;
    expect(await decideBatch(context, { ...of, look: true })).toMatchObject({
      status: 'seen',
      count: 2,
      samples: [
        { name: 'Customer 1', target: 'First' },
        { name: 'Customer 2', target: 'Second' },
      ],
    });
    expect(await states()).toEqual(['suggested', 'suggested']);

    const batch = await acceptAll();
    expect(batch).toMatchObject({ status: 'decided', decided: 2, refused: 0 });
    expect(await states()).toEqual(['mapped', 'mapped']);

    await decideAccountMapping(context, idOf('mapping', (await psaLink(1)).mappingId), { decision: 'unmap' });
    const batchId = idOf('mappingBatch', batch.status === 'decided' ? batch.batchId : '');
    expect(await undoBatch(context, batchId)).toEqual({ undone: 1 }); // the other was decided again since
    expect(await states()).toEqual(['suggested', 'partlyMapped']);
    expect(await undoBatch(context, batchId)).toBeUndefined();
  });
});

describe('a customer with two accounts at the PSA', () => {
  const extra = async (covers: readonly string[]) =>
    addExtraLink(context, idOf('mapping', (await psaLink(0)).mappingId), {
      targetId: await accountNamed('Sales department'),
      covers,
      reason: 'Own cost centre',
    });

  test('needs a first one; then the further one is kept with what it covers, and can be taken away again', async () => {
    expect(await extra([])).toMatchObject({ because: 'firstNotMapped' });
    await acceptAll();
    expect(await extra([guid(77)])).toMatchObject({ because: 'notItsOwn' });

    const added = await extra([guid(10_001)]);
    expect(added).toMatchObject({ status: 'added', mapping: { isExtra: true, state: 'mapped', covers: [guid(10_001)] } });
    expect(await autoMap(context)).toEqual({ accounts: 0, products: 0 });
    expect(await extra([])).toMatchObject({ because: 'alreadyLinked' });

    expect(await removeExtraLink(context, idOf('mapping', added.status === 'added' ? added.mapping.mappingId : ''))).toBe(true);
    expect((await customers())[0]?.links).toHaveLength(2);
  });

  test('cannot have a subscription billed in two further ones', async () => {
    await acceptAll();
    await extra([guid(10_001)]);
    await inAll((tx) => accountSyncer('psa').keep(tx, reading(psa), [anAccount(6, { name: 'Another department' })]));

    const twice = await addExtraLink(context, idOf('mapping', (await psaLink(0)).mappingId), {
      targetId: await accountNamed('Another department'),
      covers: [guid(10_001).toUpperCase()],
      reason: 'x',
    });

    expect(twice).toEqual({ status: 'refused', because: 'overlap', subscriptions: [guid(10_001)] });
  });

  test('is told what both bill, with the money; its books are those of both', async () => {
    await acceptAll();
    await extra([]);
    await inAll(async (tx) => {
      for (const unit of await psaLineSyncer.units(tx, psa))
        await psaLineSyncer.keep(
          tx,
          reading(psa),
          unit,
          unit.remoteId === '3001' ? [aLine(1)] : [aLine(5, { vendorSubscriptionId: guid(10_001), quantity: '5' })],
        );
    });

    expect(await listOverlaps(context)).toMatchObject([
      {
        customerName: 'Customer 1',
        what: 'subscription',
        accounts: [
          { name: 'First', quantity: '25', money: { amount: '550', currency: 'USD' } },
          { name: 'Sales department', quantity: '5', money: { amount: '110', currency: 'USD' } },
        ],
      },
    ]);
    await reconcileCustomers(context, [must((await customers())[0], 'one').customerId]);
    const { rows } = await inAll((tx) => sql<{ kind: string }>`select kind from difference order by kind`.execute(tx));
    expect(rows.map(({ kind }) => kind)).toContain('duplicate_psa');
  });

  test('is told of a service that both bill, once they bill more than the customer has of it', async () => {
    await acceptAll();
    await extra([]);
    const ofBoth = (quantity: string) =>
      inAll(async (tx) => {
        for (const unit of await psaLineSyncer.units(tx, psa)) {
          const at = unit.remoteId === '3001' ? 1 : 5;
          const line = aLine(at, { vendorSubscriptionId: undefined, quantity });
          await psaLineSyncer.keep(tx, reading(psa), unit, [line]);
        }
      });
    const service = await product('P1Y');
    await decideProductMapping(context, idOf('mapping', service.mappingId), { decision: 'map', targetId: '101' });

    await ofBoth('12');
    expect(await listOverlaps(context)).toEqual([]);
    await ofBoth('13');

    expect(await listOverlaps(context)).toMatchObject([
      {
        customerName: 'Customer 1',
        what: 'service',
        name: 'Cloud A',
        accounts: [{ quantity: '13', money: { amount: '286', currency: 'USD' } }, { quantity: '13' }],
      },
    ]);
    // The same id at another PSA is another service.
    await sql`update psa_line set connection_id = ${guid(94)}::uuid where remote_id = '5005'`.execute(owner.db);
    expect(await listOverlaps(context)).toEqual([]);
  });
});

test('what a decision does to open differences is seen before it is made, and nothing is kept of the look', async () => {
  const link = await psaLink(0);
  const { customerId } = link;
  await reconcileCustomers(context, [customerId]);
  const open = async () => {
    const { rows } = await inAll((tx) => sql<{ n: number }>`select count(*)::int as n from difference where state = 'open'`.execute(tx));
    return must(rows[0], 'a count').n;
  };
  const before = await open();
  const first = await accountNamed('First');

  const preview = await previewDecision(context, idOf('mapping', link.mappingId), { decision: 'map', targetId: first });

  expect(preview).toMatchObject({ status: 'seen', effect: { customers: 1, looked: 1, before: { open: before } } });
  expect(await open()).toBe(before);
  expect(await psaLink(0)).toMatchObject({ state: 'suggested' });

  await decideAccountMapping(context, idOf('mapping', link.mappingId), { decision: 'map', targetId: first });
  await reconcileCustomers(context, [customerId]);
  expect(preview).toMatchObject({ effect: { after: { open: await open() } } });
  expect(await previewDecision(context, idOf('mapping', guid(5)), { decision: 'unmap' })).toMatchObject({ because: 'unknown' });
});

describe('a spreadsheet', () => {
  test('that comes back as it went changes nothing', async () => {
    for (const kind of ['account', 'product'] as const) {
      const { csv, rows } = await exportMappings(context, kind);
      expect(csv.startsWith('\uFEFF')).toBe(true); // Excel reads umlauts only with it
      expect(await previewImport(context, kind, csv)).toMatchObject({ changes: [], unchanged: rows, problems: [] });
    }
  });

  test('that is sent twice at once is taken once, so that one undo takes it back', async () => {
    const { csv } = await exportMappings(context, 'product');
    const edited = csv.replaceAll(',unmapped,,,', ',unmapped,101,,');
    const { token } = await previewImport(context, 'product', edited);

    const outcomes = await Promise.all([1, 2, 3, 4].map(() => importMappings(context, 'product', edited, token)));

    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['imported', 'stale', 'stale', 'stale']);
  });

  test('is seen as a difference, taken as one step, and refused when something moved meanwhile', async () => {
    const { csv } = await exportMappings(context, 'product');
    const edited = csv.replaceAll(',unmapped,,,', ',unmapped,101,,');
    const preview = await previewImport(context, 'product', edited);
    expect(preview.changes.map(({ to }) => to)).toEqual(['mapped: Cloud A', 'mapped: Cloud A']);

    await clock.advance(1_000);
    await decideProductMapping(context, idOf('mapping', (await product('P1M')).mappingId), { decision: 'map', targetId: '102' });
    expect(await importMappings(context, 'product', edited, preview.token)).toEqual({ status: 'stale' });

    const again = await previewImport(context, 'product', edited);
    expect(again.changes.map(({ from }) => from)).toEqual(['mapped: Cloud B', 'unmapped'].toSorted());
    expect(await importMappings(context, 'product', edited, again.token)).toMatchObject({ status: 'imported', decided: 2 });
    expect((await products()).map(({ serviceName, decidedBy }) => [serviceName, decidedBy])).toEqual([
      ['Cloud A', 'Concord'],
      ['Cloud A', 'Concord'],
    ]);
    expect((await product('P1Y')).sharedTerms).toEqual([
      { productName: 'Microsoft 365 Business Premium', term: 'P1M', frequency: 'monthly' },
    ]);
  });
});

describe('a rule for products', () => {
  const terms = {
    name: 'Premium',
    productHas: 'premium',
    productId: null,
    skuId: null,
    term: null,
    frequency: null,
    segment: null,
    promotionId: null,
    except: [],
    serviceId: '101',
  };
  const connectionId = idOf('connection', psa);

  test('is tried on today’s products, maps them when kept, and leaves a person’s choice alone', async () => {
    await decideProductMapping(context, idOf('mapping', (await product('P1M')).mappingId), { decision: 'map', targetId: '102' });
    const tried = await tryMappingRule(context, { connectionId, terms });
    expect(tried.map(({ term, becomes }) => [term, becomes]).toSorted()).toEqual([
      ['P1M', 'manual'],
      ['P1Y', 'changes'],
    ]);
    expect(await product('P1Y')).toMatchObject({ state: 'unmapped' });

    const kept = await addMappingRule(context, connectionId, terms);
    expect(kept).toMatchObject({ status: 'kept', changed: 1, rule: { place: 1, serviceName: 'Cloud A' } });
    expect(await product('P1Y')).toMatchObject({ state: 'mapped', how: 'rule', serviceName: 'Cloud A', evidence: ['rule: Premium'] });
    expect(await product('P1M')).toMatchObject({ how: 'manual', serviceName: 'Cloud B' });

    const rule = kept.status === 'kept' ? kept.rule : undefined;
    const excepted = { ...terms, except: [`${yearly.productId}:${yearly.skuId}`] };
    expect(await changeMappingRule(context, rule?.ruleId ?? '', { terms: excepted, version: 1 })).toMatchObject({ changed: 1 });
    expect(await product('P1Y')).toMatchObject({ state: 'unmapped' });
    expect(await changeMappingRule(context, rule?.ruleId ?? '', { terms, version: 1 })).toMatchObject({ because: 'changed' });
    expect(await removeMappingRule(context, rule?.ruleId ?? '')).toBe(0);
  });

  test('about a service that does not exist is refused', async () => {
    expect(await addMappingRule(context, connectionId, { ...terms, serviceId: '999' })).toMatchObject({ because: 'targetMissing' });
  });
});

test('a SKU that renews into another one is superseded once nobody has it, and its service is suggested for the new one', async () => {
  const old = await product('P1Y');
  await decideProductMapping(context, idOf('mapping', old.mappingId), { decision: 'map', targetId: '101' });
  await clock.advance(60_000);
  await inAll(async (tx) => {
    for (const unit of await subscriptionSyncer.units(tx, microsoft)) {
      const n = Number(unit.remoteId.slice(-4));
      const key = { ...successor, term: n === 2 ? 'P1M' : 'P1Y' } as const;
      await subscriptionSyncer.keep(tx, reading(microsoft), unit, [aSubscription(n, { key, offerName: 'Business Premium 2027' })]);
    }
  });
  await autoMap(context);

  const rows = await products();
  expect(rows.find((row) => row.skuId === successor.skuId && row.term === 'P1Y')).toMatchObject({
    state: 'suggested',
    candidates: [{ name: 'Cloud A', how: 'successor', evidence: ['replaces Microsoft 365 Business Premium, which it bills'] }],
  });
  expect(rows.find((row) => row.mappingId === old.mappingId)).toMatchObject({
    state: 'superseded',
    targetId: '101',
    supersededBy: 'CFQ7TTC0LCHC:00AB',
  });
});

test('a mapping tells its history, newest first', async () => {
  const { mappingId } = await psaLink(0);
  await clock.advance(60_000);
  await decideAccountMapping(context, idOf('mapping', mappingId), { decision: 'ignore', reason: 'Own tenant' });

  expect(await readHistory(context, idOf('mapping', mappingId))).toMatchObject([
    { to: null, state: 'ignored', decidedBy: 'Concord', reason: 'Own tenant' },
    { state: 'suggested', decidedBy: null },
  ]);
  expect(await readHistory(context, idOf('mapping', guid(5)))).toBeUndefined();
});

describe('a product that was bought with a promotion', () => {
  const promoted = async () =>
    must(
      (await products()).find((row) => row.promotionId !== null),
      'a promotion',
    );
  beforeEach(async () => {
    await sql`update subscription set promotion_id = 'SPRING:0001:1' where term = 'P1Y'`.execute(owner.db);
    await autoMap(context);
  });

  test('is a row of its own that is billed as without the promotion, from the moment that is decided', async () => {
    const rows = (await products()).toSorted((a, b) => `${a.term}${a.promotionId ?? ''}`.localeCompare(`${b.term}${b.promotionId ?? ''}`));
    expect(rows.map(({ term, promotionId, subscriptions }) => [term, promotionId, subscriptions])).toEqual([
      ['P1M', null, 1],
      ['P1Y', null, 0],
      ['P1Y', 'SPRING:0001:1', 1],
    ]);
    const plain = must(
      (await products()).find((row) => row.term === 'P1Y' && row.promotionId === null),
      'the product',
    );
    await decideProductMapping(context, idOf('mapping', plain.mappingId), { decision: 'map', targetId: '101' });

    expect(await promoted()).toMatchObject({ state: 'mapped', how: 'withoutPromotion', targetId: '101', decidedBy: null });
    expect(await autoMap(context)).toMatchObject({ products: 0 });
  });

  test('is billed by another service once somebody says so, and then no more by the other', async () => {
    await acceptAll();
    const plain = must(
      (await products()).find((row) => row.term === 'P1Y' && row.promotionId === null),
      'the product',
    );
    await decideProductMapping(context, idOf('mapping', (await promoted()).mappingId), { decision: 'map', targetId: '102' });
    await decideProductMapping(context, idOf('mapping', plain.mappingId), { decision: 'map', targetId: '101' });
    await autoMap(context);
    expect(await promoted()).toMatchObject({ state: 'mapped', how: 'manual', targetId: '102' });

    const line = aLine(1, { serviceRemoteId: '102', vendorSubscriptionId: undefined });
    await inAll(async (tx) => {
      for (const unit of await psaLineSyncer.units(tx, psa)) await psaLineSyncer.keep(tx, reading(psa), unit, [line]);
    });
    const whole = JSON.stringify({ kinds: [{ kind: 'everything', verdict: 'complete', reason: null }] });
    await sql`insert into sync_run (run_id, connection_id, reach, state, progress, started_at, ended_at)
      select connection_id, connection_id, 'full', 'completed', ${whole}::jsonb, now(), now() from connection`.execute(owner.db);
    const kinds = async () => {
      await reconcileCustomers(context, [must((await customers())[0], 'one').customerId]);
      return (await inAll((tx) => sql<{ kind: string }>`select kind from difference where state = 'open' order by kind`.execute(tx))).rows;
    };
    expect(await kinds()).toEqual([]);
    await decideProductMapping(context, idOf('mapping', (await promoted()).mappingId), { decision: 'undo' });
    expect(await kinds()).not.toEqual([]);
  });

  test('follows a rule of its promotion before its product', async () => {
    const terms = {
      name: 'Spring',
      productHas: null,
      productId: null,
      skuId: null,
      term: null,
      frequency: null,
      segment: null,
      except: [],
    };
    const tried = await tryMappingRule(context, {
      connectionId: idOf('connection', psa),
      terms: { ...terms, promotionId: 'spring:0001:1', serviceId: '102' },
    });
    expect(tried).toMatchObject([{ promotionId: 'SPRING:0001:1', becomes: 'changes' }]);
    await addMappingRule(context, idOf('connection', psa), { ...terms, promotionId: 'spring:0001:1', serviceId: '102' });

    expect(await promoted()).toMatchObject({ state: 'mapped', how: 'rule', targetId: '102' });
    expect((await exportMappings(context, 'product')).csv.split('\r\n')[0]).toContain('frequency,segment,promotion_id,connection');
  });
});

test('a product tells its segment where the sheets have one for its SKU, and who supplies it', async () => {
  await sql`insert into price_sheet (sheet_id, connection_id, market, view, month, version, state, sha256, currency, rows, read_at)
    values (${guid(7)}::uuid, ${microsoft}::uuid, 'US', 'updatedlicensebased', '2026-11', 1, 'kept', '', 'USD', 2, now())`.execute(
    owner.db,
  );
  const priceIn = (row: number, segment: string) =>
    sql`
    insert into price_row (sheet_id, row_no, product_id, sku_id, product_title, sku_title, term, billing_plan, segment, currency, unit_price, tags)
    values (${guid(7)}::uuid, ${row}, ${yearly.productId}, ${yearly.skuId}, '', '', 'P1Y', 'Monthly', ${segment}, 'USD', 1, '')`.execute(
      owner.db,
    );
  await priceIn(1, 'Education');
  await autoMap(context);
  expect(await product('P1Y')).toMatchObject({ segment: 'Education', distributors: [{ connectionId: pax8, name: 'pax8' }] });

  await priceIn(2, 'Commercial');
  await sql`update distributor_subscription set retired_at = now() where term = 'P1Y'`.execute(owner.db);
  await autoMap(context);
  expect(await product('P1Y')).toMatchObject({ segment: null, distributors: [] });
  expect((await supplied(pax8)).map(({ term }) => term)).toEqual(['P1M']);
});

const supplied = async (distributorId: string) =>
  (await listProductMappings(context, { sort: 'name', descending: false, limit: 9, cursor: undefined, filter: { distributorId } })).rows;

describe('a mapping that is corrected for months before', () => {
  const psaMapping = async () => idOf('mapping', (await psaLink(0)).mappingId);
  const corrections = async () =>
    (
      await inAll((tx) =>
        sql<{ since: string; withdrawn: boolean; account: string }>`
          select since_on::text as since, withdrawn, account_name as account from account_mapping_version
          where since_on is not null order by from_at`.execute(tx),
      )
    ).rows;

  test('is looked at with the months that it touches, has them compared again, and is taken back with its decision', async () => {
    await sql`truncate provider_invoice cascade`.execute(owner.db);
    await sql`insert into provider_invoice (invoice_id, reseller_id, provider, connection_id, kind, family, number, period, natural_key, state, created_at, changed_at)
      select ${guid(77)}::uuid, reseller_id, 'microsoft', ${microsoft}::uuid, 'reconciliation', 'x', 'G1', '2026-10', 'G1', 'complete', now(), now()
      from customer limit 1`.execute(owner.db);
    const decision = { decision: 'map', targetId: await accountNamed('Sales department'), since: '2026-09-15' } as const;

    expect(await previewDecision(context, await psaMapping(), decision)).toMatchObject({ effect: { months: ['2026-10'] } });
    expect(await corrections()).toEqual([]);
    await decideAccountMapping(context, await psaMapping(), decision);
    expect(await corrections()).toEqual([{ since: '2026-09-15', withdrawn: false, account: 'Sales department' }]);
    const { rows } = await inAll((tx) => sql<{ title: string }>`select title from job where title like '%2026-10'`.execute(tx));
    expect(rows).toEqual([{ title: 'Compare the invoices of 2026-10' }]);

    await clock.advance(60_000);
    await decideAccountMapping(context, await psaMapping(), { decision: 'undo' });
    expect(await corrections()).toMatchObject([{ withdrawn: true }]);
  });

  test('is refused for a month that is signed off, and for a day that has not come', async () => {
    await sql`insert into period_sign_off (sign_off_id, reseller_id, month, hash, content_gz, signed_by, signed_at)
      select ${guid(78)}::uuid, reseller_id, '2026-10', '', '', 'Ana', now() from customer limit 1`.execute(owner.db);
    const targetId = await accountNamed('First');
    const since = async (day: string) => decideAccountMapping(context, await psaMapping(), { decision: 'map', targetId, since: day });

    expect(await since('2026-10-31')).toEqual({ status: 'refused', because: 'closedPeriod' });
    expect(await since('2027-01-01')).toEqual({ status: 'refused', because: 'sinceAhead' });
    expect(await since('2026-11-01')).toMatchObject({ status: 'decided' });
    await sql`delete from period_sign_off`.execute(owner.db);
  });
});
