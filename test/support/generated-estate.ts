import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { isoDay } from '../../src/features/reconciliation/files/days.ts';
import { microText } from '../../src/features/reconciliation/files/exact.ts';
import { loadAudit } from '../../src/features/reconciliation/files/load/audit.ts';
import { loadCustomers, loadEstate } from '../../src/features/reconciliation/files/load/estate.ts';
import {
  loadCompanies,
  loadCustomerMappings,
  loadDistributor,
  loadProductMappings,
  loadPsaLines,
} from '../../src/features/reconciliation/files/load/partners.ts';
import { ProblemList } from '../../src/features/reconciliation/files/problem.ts';
import type { Row } from '../../src/features/reconciliation/files/read/row.ts';
import { readRows } from '../../src/features/reconciliation/files/read/rows.ts';
import { ownReseller } from '../../src/model/ids.ts';
import type { Db, Tx } from '../../src/platform/db/connect.ts';
import { everything, inScope } from '../../src/platform/db/transaction.ts';

const run = promisify(execFile);
const bench = path.resolve(import.meta.dirname, '../../bench');

/** Runs the generator of bench/ (see its README) into a folder. */
export async function generateEstate(out: string, options: Readonly<Record<string, string | number>>): Promise<void> {
  const all = JSON.stringify({ quiet: true, formats: 'jsonl', ...options, out });
  const script = `import { generate } from ${JSON.stringify(path.join(bench, 'generate.mjs'))}; await generate(${all});`;
  await run(process.execPath, ['--input-type=module', '-e', script]);
}

/** A UUID that is easy to make again in SQL and here. */
const id = (kind: number, n: number | string): string =>
  `00000000-0000-4000-8${String(kind).padStart(3, '0')}-${String(n).padStart(12, '0')}`;
export const psaConnection = id(1, 1);
export const distributorConnection = id(1, 2);
/** Partner account K of the folder `microsoft/pK`. */
export const partnerConnection = (partner: number): string => id(2, partner);

/**
 * Puts a generated estate into the database as complete readings of all sides on the last day of its month would have left it. Bulk: one
 * statement a table.
 */
export async function storeEstate(db: Db, folder: string, partners: readonly string[], at: Temporal.Instant): Promise<void> {
  const file = (name: string): string[] => [path.join(folder, name)];
  const problems = new ProblemList();
  const estate = await loadEstate(file('partner-center/subscriptions.jsonl.gz'), problems);
  const { customers } = await loadCustomers(file('partner-center/customers.jsonl.gz'), problems);
  const mapping = await loadCustomerMappings(file('mapping/customers.csv.gz'), problems);
  const products = (await loadProductMappings(file('mapping/products.csv.gz'), problems)) ?? [];
  const audit = await loadAudit(file('partner-center/audit-records.jsonl.gz'), problems);
  const companies = await loadCompanies(file('psa/companies.jsonl.gz'), problems);
  const { lines } = await loadPsaLines(file('psa/additions.jsonl.gz'), problems);
  const { subscriptions: supplied } = await loadDistributor(file('distributor/subscriptions.jsonl.gz'), problems);
  if (problems.isPartial) throw new Error(`The generated estate cannot be read: ${JSON.stringify(problems.problems)}`);

  const left = mapping.customers.filter((each) => !customers.has(each.customerId));
  const tenants = [...customers.values(), ...left.map((each) => ({ id: each.customerId, name: each.name, country: '' }))];
  const customerOf = new Map(tenants.map((tenant, n) => [tenant.id, id(10, n)]));
  const seen = { seen_at: at.toString(), changed_at: at.toString() };
  const own = { reseller_id: ownReseller };

  await inScope(db, everything, async (tx) => {
    await keepConnections(tx, partners, at);
    await fill(
      tx,
      'customer',
      tenants.map((tenant) => ({
        ...own,
        ...seen,
        customer_id: customerOf.get(tenant.id),
        cloud: 'global',
        tenant_id: tenant.id,
        name: tenant.name,
        domain: '',
        country: tenant.country === '' ? null : tenant.country,
        access_state: 'active',
        psa_state: 'mapped',
        currency: 'EUR',
        created_at: at.toString(),
        subscriptions: 0,
        open_differences: 0,
        at_stake: 0,
        retired_at: customers.has(tenant.id) ? null : '2020-01-01T00:00:00Z',
      })),
    );
    await fill(
      tx,
      'customer_identity',
      tenants.map(({ id: tenant_id }) => ({ cloud: 'global', tenant_id, customer_id: customerOf.get(tenant_id) })),
    );
    const bought = [...estate.byId.values()].flat();
    await fill(
      tx,
      'subscription',
      bought.map((each, n) => ({
        ...own,
        ...seen,
        customer_id: customerOf.get(each.customerId),
        subscription_id: id(20, n),
        connection_id: partnerConnection(Math.max(0, partners.indexOf(each.partnerId))),
        remote_id: each.id,
        offer_id: each.productId,
        offer_name: each.name,
        product_id: each.productId,
        sku_id: each.offering === 'legacy' ? '' : each.skuId,
        term: each.term === '' ? 'none' : each.term,
        frequency: each.billing,
        seats: each.quantity / 1_000_000,
        status: each.isGone ? 'cancelled' : 'active',
        remote_status: each.isGone ? 'deleted' : 'active',
        is_trial: each.isTrial,
        is_usage: each.offering === 'azure',
        auto_renew: true,
        starts_on: each.startsOn === 0 ? null : isoDay(each.startsOn),
        ends_on: each.endsOn > 1_000_000 ? null : isoDay(each.endsOn),
        created_at: `${isoDay(each.createdOn ?? each.startsOn)}T00:00:00Z`,
        customer_name: customers.get(each.customerId)?.name ?? '',
      })),
    );
    const customerOfSubscription = new Map(bought.map((each) => [each.id, customerOf.get(each.customerId)]));
    await fill(
      tx,
      'activity_record',
      [...audit.values()].flat().map((event, n) => ({
        ...own,
        customer_id: customerOfSubscription.get(event.subscriptionId) ?? id(10, 0),
        connection_id: partnerConnection(0),
        record_id: String(n),
        happened_at: `${isoDay(event.on)}T12:00:00Z`,
        operation: 'update_subscription',
        outcome: 'succeeded',
        resource_type: 'subscription',
        subscription_remote_id: event.subscriptionId,
        quantity_before: event.from / 1_000_000,
        quantity_after: event.to / 1_000_000,
        status_after: event.isCancellation ? 'deleted' : null,
        who: 'ana@partner.example',
        details: {},
        seen_at: at.toString(),
      })),
    );
    await keepPrices(tx, path.join(folder, 'microsoft/pricesheet-licensebased.csv.gz'), at);
    await keepCatalogue(tx, path.join(folder, 'psa/products.csv.gz'), at);

    const accounts = new Map([...companies.values()].map((company, n) => [company.id, id(30, n)]));
    const suppliers = new Map([...new Set(supplied.map((each) => each.companyId))].map((company, n) => [company, id(31, n)]));
    const account = (account_id: string, connection_id: string, side: string, remote_id: string, name: string) => ({
      ...own,
      ...seen,
      account_id,
      connection_id,
      side,
      remote_id,
      name,
      domain: '',
      tenant_ids: [],
      active: true,
      created_at: at.toString(),
    });
    await fill(tx, 'account', [
      ...[...companies.values()].map((each) => account(accounts.get(each.id) ?? '', psaConnection, 'psa', each.id, each.name)),
      ...[...suppliers].map(([company, account_id]) => account(account_id, distributorConnection, 'distributor', company, company)),
    ]);
    const agreements = new Map(lines.map((line) => [`${line.companyId} ${line.currency}`, line]));
    await fill(
      tx,
      'psa_agreement',
      [...agreements].map(([remote_id, line]) => ({
        ...own,
        ...seen,
        account_id: accounts.get(line.companyId),
        connection_id: psaConnection,
        remote_id,
        name: 'Cloud',
        active: true,
        cycle_months: 1,
        prorates: true,
        currency: line.currency,
      })),
    );
    await fill(
      tx,
      'psa_line',
      lines.map((line) => ({
        ...own,
        ...seen,
        account_id: accounts.get(line.companyId),
        connection_id: psaConnection,
        remote_id: line.id,
        agreement_remote_id: `${line.companyId} ${line.currency}`,
        service_remote_id: `${line.code}|${line.currency}`,
        description: line.code,
        quantity: microText(line.quantity),
        unit_price: microText(line.unitPrice),
        unit_cost: 0,
        is_billed: true,
        from_on: line.startsOn === undefined ? null : isoDay(line.startsOn),
        vendor_subscription_id: line.subscriptionId === '' ? null : line.subscriptionId,
        version: 'v1',
      })),
    );
    await fill(
      tx,
      'distributor_subscription',
      supplied.map((each) => ({
        ...own,
        ...seen,
        account_id: suppliers.get(each.companyId),
        connection_id: distributorConnection,
        remote_id: each.id,
        microsoft_id: each.subscriptionId,
        product_remote_id: each.productId,
        product_name: '',
        term: each.term === '' ? 'none' : each.term,
        frequency: each.billing,
        seats: each.quantity / 1_000_000,
        status: each.isActive ? 'active' : 'cancelled',
        remote_status: each.isActive ? 'Active' : 'Cancelled',
        unit_cost: microText(each.unitCost),
        currency: each.currency,
      })),
    );
    const mapped = (customerId: string, connection_id: string, account_id: string | undefined, n: string) =>
      account_id === undefined
        ? []
        : [
            {
              ...own,
              customer_id: customerOf.get(customerId),
              connection_id,
              mapping_id: id(connection_id === psaConnection ? 40 : 41, n),
              account_id,
              state: 'mapped',
              evidence: [],
              candidates: [],
              customer_name: '',
              changed_at: at.toString(),
            },
          ];
    await fill(
      tx,
      'account_mapping',
      mapping.customers.flatMap((each, n) => [
        ...mapped(each.customerId, psaConnection, accounts.get(each.psaCompanyId), String(n)),
        ...mapped(each.customerId, distributorConnection, suppliers.get(each.distributorCompanyId), String(n)),
      ]),
    );
    await fill(
      tx,
      'product_mapping',
      products
        .filter((each) => each.psaCode !== '')
        .map((each, n) => ({
          mapping_id: id(50, n),
          connection_id: psaConnection,
          product_id: each.productId,
          sku_id: each.skuId,
          term: each.term === '' ? 'none' : each.term,
          frequency: each.billing,
          product_name: each.psaCode,
          subscriptions: 0,
          seats: 0,
          state: 'mapped',
          service_remote_id: `${each.psaCode}|EUR`,
          evidence: [],
          candidates: [],
          changed_at: at.toString(),
        })),
    );
  });
}

const columnsPerTable = 65_000_000; // characters of JSON in one statement

/** Inserts rows as JSON; columns are those of the first row. */
async function fill(tx: Tx, table: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = sql.join(Object.keys(first).map((column) => sql.ref(column)));
  const size = Math.max(1, Math.floor(columnsPerTable / JSON.stringify(first).length / 2));
  for (let from = 0; from < rows.length; from += size) {
    await sql`insert into ${sql.table(table)} (${columns}) select ${columns} from
      json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows.slice(from, from + size))}::json)`.execute(tx);
  }
}

async function keepConnections(tx: Tx, partners: readonly string[], at: Temporal.Instant): Promise<void> {
  const connections = [
    ...partners.map((tenantId, n) => ({
      connection_id: partnerConnection(n),
      kind: 'partnerCenter',
      side: 'microsoft',
      name: `Partner account ${n}`,
      identity: `global/${tenantId}`,
      settings: { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId, clientId: 'client' },
    })),
    {
      connection_id: psaConnection,
      kind: 'connectWise',
      side: 'psa',
      name: 'ConnectWise',
      identity: 'psa',
      settings: { kind: 'connectWise', baseUrl: 'https://psa.example', companyId: 'n', publicKey: 'p', clientId: 'c' },
    },
    {
      connection_id: distributorConnection,
      kind: 'pax8',
      side: 'distributor',
      name: 'Pax8',
      identity: 'pax8',
      settings: { kind: 'pax8', baseUrl: 'https://pax8.example', clientId: 'c' },
    },
  ];
  const times = { created_at: at.toString(), changed_at: at.toString(), last_success_at: at.toString() };
  await fill(
    tx,
    'connection',
    connections.map((each) => ({ ...each, ...times, state: 'connected', write_kinds: [], secrets_set: [] })),
  );
  await fill(
    tx,
    'sync_run',
    connections.map(({ connection_id }, n) => ({
      run_id: id(3, n),
      connection_id,
      reach: 'full',
      state: 'completed',
      progress: { kinds: [{ kind: 'everything', verdict: 'complete', reason: null }] },
      started_at: at.toString(),
      ended_at: at.toString(),
    })),
  );
}

const day = (text: string): string => {
  const [month = '', date = '', year = ''] = text.split('/');
  return year === '' ? text.slice(0, 10) : `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
};

async function keepPrices(tx: Tx, file: string, at: Temporal.Instant): Promise<void> {
  const markets = new Map<string, { sheet_id: string; currency: string; rows: object[] }>();
  const wanted = [
    'ProductId',
    'SkuId',
    'TermDuration',
    'BillingPlan',
    'Market',
    'Currency',
    'UnitPrice',
    'EffectiveStartDate',
    'EffectiveEndDate',
    'Segment',
  ];
  await readRows(file, new ProblemList(), wanted, (row: Row) => {
    const market = row.text('Market');
    let sheet = markets.get(market);
    if (sheet === undefined) {
      sheet = { sheet_id: id(60, markets.size), currency: row.text('Currency'), rows: [] };
      markets.set(market, sheet);
    }
    sheet.rows.push({
      sheet_id: sheet.sheet_id,
      row_no: sheet.rows.length,
      product_id: row.text('ProductId'),
      sku_id: row.text('SkuId'),
      product_title: '',
      sku_title: '',
      term: row.text('TermDuration'),
      billing_plan: row.text('BillingPlan'),
      segment: row.text('Segment'),
      currency: row.text('Currency'),
      unit_price: row.text('UnitPrice'),
      starts_at: `${day(row.text('EffectiveStartDate'))}T00:00:00Z`,
      ends_at: `${day(row.text('EffectiveEndDate'))}T00:00:00Z`,
      tags: '',
    });
  });
  await fill(
    tx,
    'price_sheet',
    [...markets].map(([market, { sheet_id, currency, rows }]) => ({
      sheet_id,
      connection_id: partnerConnection(0),
      market,
      view: 'updatedlicensebased',
      month: '2026-07',
      version: 1,
      state: 'kept',
      sha256: '',
      basis: 'perMonth',
      currency,
      rows: rows.length,
      read_at: at.toString(),
    })),
  );
  await fill(tx, 'price_row', [...markets.values()].flatMap(({ rows }) => rows) as Record<string, unknown>[]);
}

async function keepCatalogue(tx: Tx, file: string, at: Temporal.Instant): Promise<void> {
  const prices: { remote_id: string; code: string; price: string; from_on: string }[] = [];
  await readRows(file, new ProblemList(), ['identifier', 'currency', 'price', 'effectiveStartDate', 'effectiveEndDate'], (row: Row) => {
    const code = row.text('identifier');
    prices.push({
      remote_id: `${code}|${row.text('currency')}`,
      code,
      price: row.text('price'),
      from_on: day(row.text('effectiveStartDate')),
    });
  });
  const last = new Map(prices.map((each) => [each.remote_id, each]));
  await fill(
    tx,
    'psa_service',
    [...last.values()].map(({ remote_id, code, price }) => ({
      connection_id: psaConnection,
      remote_id,
      code,
      name: code,
      active: true,
      price,
      cost: 0,
      seen_at: at.toString(),
      changed_at: at.toString(),
    })),
  );
  await fill(
    tx,
    'psa_service_price',
    prices.map(({ remote_id, from_on, price }) => ({ connection_id: psaConnection, remote_id, from_on, price })),
  );
}
