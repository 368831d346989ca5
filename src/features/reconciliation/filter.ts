import { type SqlBool, sql } from 'kysely';
import type { CauseCode, DifferenceKind, DifferenceState, Per } from '../../model/difference.ts';
import { onceKinds, standingKinds } from '../../model/invoice-difference.ts';
import type { Direction } from '../../model/worklist.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { type Actor, seesCosts } from '../context.ts';

/** What differences are narrowed by: of lists, counts, groups, bulk decisions and exports alike. */
export type DifferenceFilter = {
  readonly ids?: readonly string[] | undefined;
  readonly q?: string | undefined;
  readonly state?: readonly DifferenceState[] | undefined;
  readonly kind?: readonly DifferenceKind[] | undefined;
  readonly cause?: readonly CauseCode[] | undefined;
  readonly customerId?: string | undefined;
  /** `me`, `none`, or the id of a person. */
  readonly owner?: string | undefined;
  readonly product?: string | undefined;
  readonly per?: Per | undefined;
  readonly period?: string | undefined;
  /** What a month's sign-off is about: of its invoices, or seen in the books while it lasted. */
  readonly month?: string | undefined;
  readonly direction?: Direction | undefined;
  /** Decimal text. */
  readonly minImpact?: string | undefined;
  readonly causeKey?: string | undefined;
  readonly action?: string | undefined;
  readonly tag?: string | undefined;
};

/** The money that this caller may know: 0 where it tells a cost that he may not see, so that no filter and no sum tells it either (RB8). */
export const knownImpact = (actor: Actor) =>
  seesCosts(actor) ? sql<string>`difference.impact` : sql<string>`case when difference.needs_cost_right then 0 else difference.impact end`;

/** Words of ours, so they stand in the text: the same expression can then be selected and grouped by. */
const anyOf = (kinds: readonly string[]) => sql.join(kinds.map((kind) => sql.lit(kind)));
export const isOnce = sql<boolean>`(difference.kind in (${anyOf(onceKinds)})
  or (difference.period is not null and difference.kind not in (${anyOf(standingKinds)})))`;

/** Differences that the filter finds, for this caller. */
export function filtered(tx: Tx, filter: DifferenceFilter, actor: Actor) {
  const { ids, state, kind, cause, customerId, product, period, causeKey, action, tag } = filter;
  return tx
    .selectFrom('difference')
    .$if(ids !== undefined, (query) => query.where('difference_id', 'in', [...(ids ?? [])]))
    .$if(state !== undefined, (query) => query.where('state', 'in', [...(state ?? [])]))
    .$if(kind !== undefined, (query) => query.where('kind', 'in', [...(kind ?? [])]))
    .$if(cause !== undefined, (query) => query.where('cause', 'in', [...(cause ?? [])]))
    .$if(customerId !== undefined, (query) => query.where('customer_id', '=', customerId ?? ''))
    .$if(product !== undefined, (query) => query.where('product_name', '=', product ?? ''))
    .$if(period !== undefined, (query) => query.where('period', '=', period ?? ''))
    .$if(filter.month !== undefined, (query) => query.where(standsIn(filter.month ?? '')))
    .$if(causeKey !== undefined, (query) => query.where('cause_key', '=', causeKey ?? ''))
    .$if(action !== undefined, (query) => query.where('action', '=', action ?? ''))
    .$if(tag !== undefined, (query) => query.where(sql<SqlBool>`${tag} = any(tags)`))
    .$if(filter.owner !== undefined, (query) => query.where(ownedBy(filter.owner ?? '', actor)))
    .$if(filter.per !== undefined, (query) => query.where(filter.per === 'once' ? isOnce : sql<boolean>`not (${isOnce})`))
    .$if(filter.direction !== undefined, (query) => query.where(directions[filter.direction ?? 'costOnly']))
    .$if(filter.minImpact !== undefined, (query) =>
      query.where(sql<SqlBool>`abs(${knownImpact(actor)}) >= ${filter.minImpact ?? '0'}::numeric`),
    )
    .$if(filter.q !== undefined, (query) =>
      query.where((where) => {
        const like = `%${(filter.q ?? '').replace(/[\\%_]/g, String.raw`\$&`)}%`;
        return where.or([where('customer_name', 'ilike', like), where('product_name', 'ilike', like)]);
      }),
    );
}

const directions: Readonly<Record<Direction, ReturnType<typeof sql<SqlBool>>>> = {
  underBilled: sql<SqlBool>`(not needs_cost_right and impact > 0)`,
  overBilled: sql<SqlBool>`(not needs_cost_right and impact < 0)`,
  costOnly: sql<SqlBool>`needs_cost_right`,
};

/** Of the month's invoices, or (with no invoice of its own) first seen before it ended and last seen since it began. UTC. */
function standsIn(month: string) {
  const starts = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  const at = (day: Temporal.PlainDate): Temporal.Instant => day.toZonedDateTime('UTC').toInstant();
  return sql<boolean>`(difference.period = ${month} or (difference.period is null
    and difference.first_seen_at < ${at(starts.add({ months: 1 }))} and difference.last_seen_at >= ${at(starts)}))`;
}

/** `me` of somebody who is no person (the system itself) owns nothing. */
function ownedBy(owner: string, actor: Actor) {
  if (owner === 'none') return sql<SqlBool>`owner_id is null`;
  const personId = owner === 'me' ? actor.personId : owner;
  return personId === undefined ? sql<SqlBool>`false` : sql<SqlBool>`owner_id = ${personId}::uuid`;
}
