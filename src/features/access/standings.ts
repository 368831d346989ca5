import { sql } from 'kysely';
import { AccessGroup, isSameDay } from '../../model/access.ts';
import { GroupRoles } from '../../model/access-correction.ts';
import { type Other, type ReplacementWord, renewalOf } from '../../model/access-replacement.ts';
import { mayExtend } from '../../model/access-roles.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { type StandingWords, standingWords } from './standing-words.ts';

/** An access that ends and does not extend itself, and how it stands with its replacement. */
export type Standing = StandingWords & {
  readonly customerId: string;
  readonly customerName: string;
  readonly tenantId: string;
  readonly connectionId: string;
  readonly connectionName: string;
  /** Microsoft's id of the relationship. */
  readonly remoteId: string;
  readonly name: string;
  readonly endsAt: Temporal.Instant;
  readonly word: ReplacementWord;
  /** The plan that asked, or was to ask. */
  readonly planId: string | undefined;
  /** Made by a worker that was killed before it began; it is carried out, not made anew. */
  readonly openPlanId: string | undefined;
  /** The last of the notice days at which people were told of this end; undefined: they were not. */
  readonly toldDays: number | undefined;
  /** Its turn to be asked for. */
  readonly isDue: boolean;
};

/** What did not work is tried again then; our choice. */
const tryAgainMinutes = 60;
/** Until then the groups of an approved replacement are still being given their roles. */
const handOverMinutes = 60;

type Wanted = {
  /** Days before an end from which it is asked for; 0: never by itself. */
  readonly days: number;
  /** How far to look. */
  readonly withinDays: number;
  readonly customerIds?: readonly string[];
};

/** Those whose end is that near, the nearest first. */
export async function readStandings(tx: Tx, now: Temporal.Instant, { days, withinDays, customerIds }: Wanted): Promise<Standing[]> {
  const rows = await readEnding(tx, now, withinDays, customerIds);
  if (rows.length === 0) return [];
  const others = Map.groupBy(await readOthers(tx, [...new Set(rows.map((row) => row.customer_id))]), keyOf);
  return rows.map((row) => {
    const own = others.get(keyOf(row)) ?? [];
    const judged = judge(row, own, now, days);
    const by = own.find(({ remoteId }) => remoteId === judged.by)?.name;
    const openPlanId = judged.word === 'asking' && isOpenPlan(row, now) ? (row.replacement_plan_id ?? undefined) : undefined;
    return {
      customerId: row.customer_id,
      customerName: row.customer_name,
      tenantId: row.tenant_id,
      connectionId: row.connection_id,
      connectionName: row.connection_name,
      remoteId: row.remote_id,
      name: row.name,
      endsAt: row.ends_at,
      word: judged.word,
      ...standingWords(judged.word, { account: row.connection_name, by, because: row.replacement_held_because ?? undefined }),
      planId: row.replacement_plan_id ?? undefined,
      openPlanId,
      toldDays: row.end_told !== null && isSameDay(row.end_told, row.ends_at) ? (row.end_told_days ?? undefined) : undefined,
      isDue: judged.isDue ?? false,
    };
  });
}

type EndingRow = {
  readonly customer_id: string;
  readonly connection_id: string;
  readonly remote_id: string;
  readonly name: string;
  readonly ends_at: Temporal.Instant;
  readonly starts_at: Temporal.Instant | null;
  readonly role_ids: readonly string[];
  readonly groups: unknown;
  readonly replacement_plan_id: string | null;
  readonly replacement_held_code: string | null;
  readonly replacement_held_because: string | null;
  readonly replacement_tried_at: Temporal.Instant | null;
  readonly end_told: Temporal.Instant | null;
  readonly end_told_days: number | null;
  readonly customer_name: string;
  readonly tenant_id: string;
  readonly access_checked_at: Temporal.Instant | null;
  readonly connection_name: string;
  readonly is_connected: boolean;
  readonly may_write: boolean;
  readonly is_sold: boolean;
  readonly is_left_out: boolean;
  readonly plan_state: string | null;
  readonly plan_expires_at: Temporal.Instant | null;
  readonly plan_created_at: Temporal.Instant | null;
  readonly plan_changed_at: Temporal.Instant | null;
};

const keyOf = (row: { readonly customer_id: string; readonly connection_id: string }): string => `${row.customer_id} ${row.connection_id}`;

/** Open at Microsoft; also those of which nobody can tell just now whom they let in. */
async function readEnding(tx: Tx, now: Temporal.Instant, withinDays: number, customerIds: readonly string[] | undefined) {
  const { rows } = await sql<EndingRow>`
    select held.customer_id, held.connection_id, held.remote_id, held.name, held.ends_at, held.starts_at, held.role_ids, held.groups,
      held.replacement_plan_id, held.replacement_held_code, held.replacement_held_because, held.replacement_tried_at, held.end_told, held.end_told_days,
      customer.name as customer_name, customer.tenant_id, customer.access_checked_at, connection.name as connection_name,
      connection.state in ('connected', 'degraded') as is_connected, 'access' = any(connection.write_kinds) as may_write,
      exists (select from customer_connection sold where sold.customer_id = held.customer_id
        and sold.connection_id = held.connection_id and sold.retired_at is null) as is_sold,
      kept.customer_id is not null as is_left_out, plan.state as plan_state, plan.expires_at as plan_expires_at, plan.created_at as plan_created_at,
      plan.changed_at as plan_changed_at
    from access_relationship held
    join customer on customer.customer_id = held.customer_id and customer.retired_at is null
    join connection on connection.connection_id = held.connection_id
    left join write_exclusion kept on kept.customer_id = held.customer_id and kept.kind = 'access'
    left join plan on plan.plan_id = held.replacement_plan_id
    where held.retired_at is null and held.state in ('active', 'error') and lower(held.remote_status) = 'active' and not held.auto_extends
      and held.ends_at > ${now} and held.ends_at <= ${now.add({ hours: withinDays * 24 })}
      and ${customerIds === undefined ? sql`true` : sql`held.customer_id = any(${[...customerIds]}::uuid[])`}
    order by held.ends_at, held.customer_id, held.remote_id`.execute(tx);
  return rows;
}

type OtherRow = Other & {
  readonly customer_id: string;
  readonly connection_id: string;
  readonly name: string;
  readonly startsAt: Temporal.Instant | undefined;
};

/** All that exist with these customers, and what a request of ours promised to which groups. */
async function readOthers(tx: Tx, customerIds: readonly string[]): Promise<OtherRow[]> {
  const { rows } = await sql<{
    customer_id: string;
    connection_id: string;
    remote_id: string;
    name: string;
    remote_status: string;
    ends_at: Temporal.Instant | null;
    starts_at: Temporal.Instant | null;
    role_ids: string[];
    groups: unknown;
    promised: unknown;
  }>`
    select other.customer_id, other.connection_id, other.remote_id, other.name, other.remote_status, other.ends_at, other.starts_at,
      other.role_ids, other.groups, asked.groups as promised
    from access_relationship other
    left join lateral (select correction -> 'groups' as groups from plan_step
      where plan_step.customer_id = other.customer_id and plan_step.state = 'done' and correction ->> 'action' = 'requestAccess'
        and correction ->> 'name' = other.name limit 1) asked on true
    where other.customer_id = any(${[...customerIds]}::uuid[]) and other.retired_at is null
    order by other.ends_at desc nulls first, other.remote_id`.execute(tx);
  return rows.map((row) => ({
    customer_id: row.customer_id,
    connection_id: row.connection_id,
    remoteId: row.remote_id,
    name: row.name,
    remoteStatus: row.remote_status,
    endsAt: row.ends_at ?? undefined,
    startsAt: row.starts_at ?? undefined,
    roleIds: row.role_ids,
    groups: AccessGroup.array().parse(row.groups),
    promised: row.promised === null ? undefined : GroupRoles.array().parse(row.promised),
  }));
}

type Judged = { readonly word: ReplacementWord; readonly by?: string; readonly isDue?: boolean };

/** What is there already counts first, then what Concord may do at all, then what it did. */
function judge(row: EndingRow, own: readonly OtherRow[], now: Temporal.Instant, days: number): Judged {
  const groups = AccessGroup.array()
    .parse(row.groups)
    .filter(({ status }) => !status.startsWith('delet'));
  const renewal = renewalOf({ remoteId: row.remote_id, endsAt: row.ends_at, roleIds: row.role_ids, groups }, own);
  if (renewal.word === 'groupsLack') {
    const { startsAt, promised } = own.find(({ remoteId }) => remoteId === renewal.by) ?? {};
    const isHandedOver = promised !== undefined && startsAt !== undefined && isAfter(startsAt, now.subtract({ minutes: handOverMinutes }));
    return { word: isHandedOver ? 'asking' : 'groupsLack', by: renewal.by };
  }
  if (renewal.word !== 'needed') return renewal;
  if (mayExtend(row.role_ids)) return { word: 'extendable' };
  if (days === 0) return { word: 'off' };
  if (isAfter(turnOf(row, days), now)) return { word: 'later' };
  return askedWord(row, now) ?? hinderedWord(row, now) ?? { word: 'due', isDue: true };
}

/** From when it is asked for. Never in the first half of its time, or a short one would be asked for again as soon as it is approved; our choice. */
function turnOf({ starts_at, ends_at }: EndingRow, days: number): Temporal.Instant {
  const from = ends_at.subtract({ hours: days * 24 });
  const half = starts_at?.add({ milliseconds: Math.floor(starts_at.until(ends_at).total('milliseconds') / 2) });
  return half !== undefined && isAfter(half, from) ? half : from;
}

/** By the plan that asked; undefined: none did, or it is time for another. */
function askedWord(row: EndingRow, now: Temporal.Instant): Judged | undefined {
  switch (row.plan_state) {
    case null:
      return undefined;
    case 'previewed':
    case 'approved':
    case 'expired':
    case 'stale':
      return isOpenPlan(row, now) || isAfter(row.plan_created_at, now.subtract({ minutes: tryAgainMinutes }))
        ? { word: 'asking' }
        : undefined;
    case 'applied':
      // Its invitation is not there. Whether it is there no more is known when the customer was read since.
      return isAfter(row.access_checked_at, row.plan_changed_at) ? { word: 'lapsed' } : { word: 'asking' };
    case 'applying':
      return { word: 'asking' };
    default:
      return { word: 'failed' };
  }
}

function hinderedWord(row: EndingRow, now: Temporal.Instant): Judged | undefined {
  if (!row.is_sold) return { word: 'notSold' };
  if (!row.is_connected) return { word: 'notConnected' };
  if (!row.may_write) return { word: 'writeOff' };
  if (row.is_left_out) return { word: 'leftOut' };
  if (row.replacement_held_code === null) return undefined;
  const isDue = !isAfter(row.replacement_tried_at, now.subtract({ minutes: tryAgainMinutes }));
  return { word: row.replacement_held_code === 'unread' ? 'unread' : 'refused', isDue };
}

const isOpenPlan = ({ plan_state, plan_expires_at }: EndingRow, now: Temporal.Instant): boolean =>
  (plan_state === 'previewed' || plan_state === 'approved') && isAfter(plan_expires_at, now);

const isAfter = (one: Temporal.Instant | null | undefined, other: Temporal.Instant | null | undefined): boolean =>
  one !== null && one !== undefined && (other === null || other === undefined || Temporal.Instant.compare(one, other) > 0);
