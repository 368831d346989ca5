import { DuckDBInstance } from '@duckdb/node-api';

// The job that an engineer would write first: read the same files with DuckDB, join, list what differs. Usage: node peer-duckdb.ts DIR
const [folder = ''] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
const db = await instance.connect();
await db.run('SET preserve_insertion_order=false');

const lines = (columns: string, file: string, names: string): string =>
  `SELECT ${columns} FROM read_json('${folder}/${file}', format='newline_delimited', columns={${names}})`;
const key = `CASE WHEN offerId LIKE '%:%:%' THEN split_part(offerId,':',1)||':'||split_part(offerId,':',2)||':'||coalesce(termDuration,'')||':'||lower(billingCycle) ELSE offerId||':::'||lower(billingCycle) END`;

await db.run(
  `CREATE TEMP TABLE r AS ${lines(
    'SubscriptionId sid, ProductId pid, SkuId sku, ChargeType ct, substr(ChargeStartDate,1,10) cs, ChargeEndDate ce, BillableQuantity bq, EffectiveUnitPrice eup, PCToBCExchangeRate fx, Subtotal st, BillingFrequency bf',
    'microsoft/p*/recon/*.json.gz',
    "SubscriptionId:'VARCHAR',ProductId:'VARCHAR',SkuId:'VARCHAR',ChargeType:'VARCHAR',ChargeStartDate:'VARCHAR',ChargeEndDate:'VARCHAR',BillableQuantity:'DOUBLE',EffectiveUnitPrice:'DOUBLE',PCToBCExchangeRate:'DOUBLE',Subtotal:'DOUBLE',BillingFrequency:'VARCHAR'",
  )}`,
);
await db.run(
  `CREATE TEMP TABLE e AS ${lines(
    `id sid, ${key} k, quantity qty, status, isTrial trial, substr(commitmentEndDate,1,10) endd`,
    'partner-center/subscriptions.jsonl.gz',
    "id:'VARCHAR',offerId:'VARCHAR',quantity:'DOUBLE',status:'VARCHAR',isTrial:'BOOLEAN',termDuration:'VARCHAR',billingCycle:'VARCHAR',commitmentEndDate:'VARCHAR'",
  )}`,
);
await db.run(
  `CREATE TEMP TABLE p AS ${lines(
    'customFields[1].value sub, product.identifier code, quantity qty, unitPrice price',
    'psa/additions.jsonl.gz',
    `customFields:'STRUCT("value" VARCHAR)[]',product:'STRUCT(identifier VARCHAR)',quantity:'DOUBLE',unitPrice:'DOUBLE'`,
  )}`,
);
await db.run(
  `CREATE TEMP TABLE m AS SELECT microsoftProductId||':'||coalesce(microsoftSkuId,'')||':'||coalesce(termDuration,'')||':'||lower(billingPlan) k, psaProductIdentifier code FROM read_csv('${folder}/mapping/products.csv.gz', header=true, all_varchar=true)`,
);

const checks: readonly string[] = [
  `SELECT 'rounding', sid, st FROM r WHERE abs(st - CASE WHEN bf='' THEN trunc(trunc(eup*bq*100+0.000001)/100*fx*100+0.000001)/100 ELSE trunc(eup*fx*100+0.000001)/100*bq END) > 0.005`,
  `SELECT 'duplicate_line', sid, min(st)*(count(*)-1) FROM r GROUP BY sid,pid,sku,ct,cs,ce,bq,eup,fx,st HAVING count(*) > 1`,
  `SELECT 'orphan_line', sid, sum(st) FROM r WHERE sid NOT IN (SELECT sid FROM e) GROUP BY sid`,
  `SELECT 'cancelled_still_billed_ms', r.sid, sum(st) FROM r JOIN e USING (sid) WHERE e.status='deleted' AND r.cs > e.endd GROUP BY r.sid`,
  `SELECT 'missing_in_microsoft', sub, sum(qty*price) FROM p WHERE sub<>'' AND sub NOT IN (SELECT sid FROM e) GROUP BY sub`,
  `SELECT 'cancelled_still_billed_psa', sub, sum(p.qty*price) FROM p JOIN e ON sub=sid WHERE e.status='deleted' GROUP BY sub`,
  `SELECT 'duplicate_psa', sub, min(qty*price) FROM p WHERE sub<>'' GROUP BY sub HAVING count(*) > 1`,
  `SELECT 'quantity_mismatch_psa', sub, any_value((e.qty-p.qty)*price) FROM p JOIN e ON sub=sid WHERE e.status<>'deleted' AND e.qty<>p.qty GROUP BY sub`,
  `SELECT 'unmapped_product', sub, sum(qty*price) FROM p WHERE sub<>'' AND code NOT IN (SELECT code FROM m) GROUP BY sub`,
  `SELECT 'wrong_term_psa', sub, 0 FROM p JOIN e ON sub=sid JOIN m USING (k) WHERE e.status<>'deleted' AND p.code<>m.code AND p.code IN (SELECT code FROM m)`,
  `SELECT 'missing_in_psa', sid, 0 FROM e WHERE status<>'deleted' AND NOT trial AND sid NOT IN (SELECT sub FROM p)`,
];
await db.run(`CREATE TEMP TABLE f AS ${checks.map((check) => `(${check})`).join(' UNION ALL ')}`);
const counted = await db.runAndReadAll('SELECT count(*)::INTEGER FROM f');
process.stdout.write(`${JSON.stringify({ findings: Number(counted.getRows()[0]?.[0]) })}\n`);
