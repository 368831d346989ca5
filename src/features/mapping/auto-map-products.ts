import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import type { Context } from '../context.ts';
import { candidate, type Mapping, type Suggestion, suggested } from './match.ts';
import { keepProductFacts, readSegments, type Segments, skuText } from './product-facts.ts';
import { productsInUse, textOf, type Used, withoutPromotion } from './products-in-use.ts';
import { followed } from './promotions.ts';
import { toColumns, toMapping } from './rows.ts';
import { ruledBy, ruleFor, settleRuled } from './rules/fit.ts';
import { readRules } from './rules/store.ts';
import { isSame, settle } from './settle.ts';
import { readSuccessors, type Successors } from './successors.ts';
import { type ProductFacts, type ServiceFacts, suggestService } from './suggest-product.ts';
import { keepProductVersions } from './versions.ts';

/** Gives every product in use a row for every PSA, matched where its evidence is certain. Idempotent; a person's choices stand. Answers how many changed. */
export async function autoMapProducts(tx: Tx, context: Pick<Context, 'clock' | 'ids'>): Promise<number> {
  const used = await productsInUse(tx);
  const segments = await readSegments(tx);
  const psas = await tx
    .selectFrom('connection')
    .select('connection_id')
    .where('side', '=', 'psa')
    .where('removed_at', 'is', null)
    .orderBy('connection_id')
    .execute();
  let changed = 0;
  for (const { connection_id } of psas) changed += await mapConnection(tx, context, connection_id, used, segments);
  return changed;
}

async function mapConnection(
  tx: Tx,
  context: Pick<Context, 'clock' | 'ids'>,
  connectionId: string,
  used: readonly Used[],
  segments: Segments,
): Promise<number> {
  const services = await liveServices(tx, connectionId);
  const live = new Set(services.map((service) => service.remoteId));
  const lines = await linesByProduct(tx, connectionId);
  const before = await productMappings(tx, connectionId);
  const rules = await readRules(tx, connectionId);
  const successors = await readSuccessors(tx);
  const serviceOf = new Map(services.map((service) => [service.remoteId, service]));
  const facts = { isLive: (serviceId: string) => live.has(serviceId), today: context.clock.today().toString() };
  const active = services.filter((service) => service.active);
  const byEvidence = (product: Used, was: Mapping | undefined): Suggestion => {
    const rejected = new Set(was?.rejected);
    const open = active.filter((service) => !rejected.has(service.remoteId));
    const found = suggestService(factsOf(product, used, lines), open);
    return found.state === 'unmapped' ? (byPredecessor(product, before, successors, serviceOf) ?? found) : found;
  };
  const byRule = (product: Used, was: Mapping | undefined): Mapping | undefined => {
    const rule = ruleFor(rules, { ...product, segment: segments.get(skuText(product.key)) ?? null });
    const service = serviceOf.get(rule?.serviceId ?? '');
    return rule === undefined || service === undefined ? undefined : settleRuled(was, ruledBy(rule, service));
  };
  const settled = new Map<string, Mapping>();
  const changes = used.flatMap((product) => {
    const was = before.get(textOf(product.key));
    const plain = settled.get(textOf(withoutPromotion(product.key)));
    const becomes =
      byRule(product, was?.mapping) ??
      (plain === undefined
        ? settle(unruled(was?.mapping), byEvidence(product, was?.mapping), facts)
        : followed(was?.mapping, plain, facts.isLive));
    settled.set(textOf(product.key), becomes);
    const decided = was === undefined || !isSame(was.mapping, becomes);
    return !decided && isCounted(was, product) ? [] : [{ product, becomes, decided }];
  });
  await keepMappings(tx, context, connectionId, changes);
  await keepProductFacts(tx, connectionId, segments);
  await keepSuccessors(tx, connectionId, successors);
  await keepProductVersions(tx, { ids: context.ids, now: context.clock.now() }, await idsOf(tx, connectionId));
  await sql`update product_mapping set subscriptions = 0, seats = 0
    where connection_id = ${connectionId}::uuid and subscriptions > 0
      and concat_ws('|', product_id, sku_id, term, frequency, promotion_id) <> all(${used.map(({ key }) => textOf(key))}::text[])`.execute(
    tx,
  );
  return changes.filter(({ decided }) => decided).length;
}

const isCounted = (was: Known, { subscriptions, seats, name }: Used): boolean =>
  was.subscriptions === subscriptions && was.seats === seats && was.name === name;

/** What a rule had mapped is for the evidence again when no rule applies any more. */
const unruled = (before: Mapping | undefined): Mapping | undefined =>
  before?.how === 'rule' && before.decidedBy === null
    ? { ...before, state: 'unmapped', how: null, targetId: null, candidates: [] }
    : before;

/** A product that takes the place of another one is probably billed by the same service; a person says so. */
function byPredecessor(
  { key }: Used,
  before: ReadonlyMap<string, Known>,
  successors: Successors,
  serviceOf: ReadonlyMap<string, ServiceFacts>,
): Suggestion | undefined {
  for (const [old, successor] of successors) {
    if (successor !== `${key.productId}:${key.skuId}`) continue;
    const [productId = '', skuId = ''] = old.split(':');
    const known = before.get(textOf({ ...key, productId, skuId }));
    const service = serviceOf.get(known?.mapping.targetId ?? '');
    if (known?.mapping.state !== 'mapped' || service === undefined) continue;
    const target = { id: service.remoteId, name: service.name, detail: service.code };
    return suggested(candidate(target, 'successor', [`replaces ${known.name}, which it bills`]));
  }
  return undefined;
}

const keepSuccessors = (tx: Tx, connectionId: string, successors: Successors): Promise<unknown> =>
  sql`
    update product_mapping mapping set superseded_by = given.successor
    from product_mapping known
    left join json_to_recordset(${JSON.stringify([...successors].map(([old, successor]) => ({ old, successor })))}::json) as given (old text, successor text)
      on given.old = known.product_id || ':' || known.sku_id
    where mapping.mapping_id = known.mapping_id and mapping.connection_id = ${connectionId}::uuid
      and mapping.superseded_by is distinct from given.successor`.execute(tx);

const idsOf = async (tx: Tx, connectionId: string): Promise<string[]> =>
  (await tx.selectFrom('product_mapping').select('mapping_id').where('connection_id', '=', connectionId).execute()).map(
    (row) => row.mapping_id,
  );

const factsOf = (product: Used, used: readonly Used[], lines: ReadonlyMap<string, ReadonlyMap<string, number>>): ProductFacts => ({
  key: product.key,
  name: product.name,
  hasSisters: used.some(
    ({ key }) =>
      key.productId === product.key.productId &&
      key.skuId === product.key.skuId &&
      textOf(withoutPromotion(key)) !== textOf(withoutPromotion(product.key)),
  ),
  lines: lines.get(textOf(product.key)) ?? new Map<string, number>(),
});

async function liveServices(tx: Tx, connectionId: string): Promise<readonly (ServiceFacts & { readonly active: boolean })[]> {
  const rows = await tx
    .selectFrom('psa_service')
    .select(['remote_id', 'code', 'name', 'microsoft_key', 'active'])
    .where('connection_id', '=', connectionId)
    .where('retired_at', 'is', null)
    .orderBy('remote_id')
    .execute();
  return rows.map((row) => ({
    remoteId: row.remote_id,
    code: row.code,
    name: row.name,
    microsoftKey: row.microsoft_key,
    active: row.active,
  }));
}

async function linesByProduct(tx: Tx, connectionId: string): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const { rows } = await sql<{ product: string; service: string; n: number }>`
    select concat_ws('|', sold.product_id, sold.sku_id, sold.term, sold.frequency, '') as product,
      line.service_remote_id as service, count(*)::int as n
    from psa_line line join subscription sold on sold.remote_id = line.vendor_subscription_id and sold.retired_at is null
    where line.connection_id = ${connectionId}::uuid and line.retired_at is null group by 1, 2`.execute(tx);
  const lines = new Map<string, Map<string, number>>();
  for (const row of rows) lines.set(row.product, (lines.get(row.product) ?? new Map<string, number>()).set(row.service, row.n));
  return lines;
}

type Known = { readonly mapping: Mapping; readonly subscriptions: number; readonly seats: string; readonly name: string };

async function productMappings(tx: Tx, connectionId: string): Promise<ReadonlyMap<string, Known>> {
  const rows = await tx.selectFrom('product_mapping').selectAll().where('connection_id', '=', connectionId).execute();
  return new Map(
    rows.map((row) => [
      textOf({ productId: row.product_id, skuId: row.sku_id, term: row.term, frequency: row.frequency, promotionId: row.promotion_id }),
      { mapping: toMapping(row, row.service_remote_id), subscriptions: row.subscriptions, seats: row.seats, name: row.product_name },
    ]),
  );
}

async function keepMappings(
  tx: Tx,
  { clock, ids }: Pick<Context, 'clock' | 'ids'>,
  connectionId: string,
  changes: readonly { readonly product: Used; readonly becomes: Mapping; readonly decided: boolean }[],
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ product, becomes }) => ({
    mapping_id: ids(),
    connection_id: connectionId,
    product_id: product.key.productId,
    sku_id: product.key.skuId,
    term: product.key.term,
    frequency: product.key.frequency,
    promotion_id: product.key.promotionId ?? '',
    product_name: product.name,
    subscriptions: product.subscriptions,
    seats: product.seats,
    service_remote_id: becomes.targetId,
    ...toColumns(becomes),
    changed_at: clock.now(),
  }));
  await sql`
    insert into product_mapping as kept (mapping_id, connection_id, product_id, sku_id, term, frequency, promotion_id, product_name, subscriptions, seats,
      service_remote_id, state, how, evidence, candidates, decided_by, reason, ignored_until, rejected, first_seen_at, changed_at)
    select mapping_id, connection_id, product_id, sku_id, term, frequency, promotion_id, product_name, subscriptions, seats,
      service_remote_id, state, how, evidence, candidates, decided_by, reason, ignored_until, rejected, changed_at as first_seen_at, changed_at
    from json_populate_recordset(null::product_mapping, ${JSON.stringify(rows)}::json)
    on conflict (connection_id, product_id, sku_id, term, frequency, promotion_id) do update set product_name = excluded.product_name,
      subscriptions = excluded.subscriptions, seats = excluded.seats,
      service_remote_id = excluded.service_remote_id, how = excluded.how, evidence = excluded.evidence, candidates = excluded.candidates,
      decided_by = excluded.decided_by, reason = excluded.reason, ignored_until = excluded.ignored_until, rejected = excluded.rejected, state = excluded.state,
      changed_at = case when kept.state <> excluded.state or kept.service_remote_id is distinct from excluded.service_remote_id
        then excluded.changed_at else kept.changed_at end`.execute(tx);
}
