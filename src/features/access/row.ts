import { sql } from 'kysely';
import { AccessFlag, type AccessState, bestAccess, daysTo, noticeDays } from '../../model/access.ts';
import { isHeldBack } from '../../model/access-replacement.ts';
import { Money } from '../../model/money.ts';
import { compareRoles, type RoleDifference } from '../../model/template-fit.ts';
import { isPropagating, isReady, type TenantConsent } from '../../model/tenant-consent.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { BusinessSettings } from '../settings/index.ts';
import { type NamedTemplate, templatesNamed } from './segment-templates.ts';
import { readStandings, type Standing } from './standings.ts';
import { toWitness, type WitnessRow, witnessesOf } from './witness.ts';

/** A customer's delegated access as the board shows it. */
export type AccessRow = {
  readonly customerId: string;
  readonly name: string;
  readonly domain: string;
  readonly tenantId: string;
  readonly access: AccessState;
  readonly endsAt: Temporal.Instant | null;
  /** Whole days to the end, begun ones counted; null when it has passed or there is none. */
  readonly daysLeft: number | null;
  readonly flags: readonly AccessFlag[];
  readonly consent: {
    readonly state: TenantConsent;
    /** Granted, and no read has worked since. */
    readonly isPropagating: boolean;
    readonly sentence: string | null;
    readonly hint: string | null;
    readonly nextCheckAt: Temporal.Instant | null;
  };
  readonly ready: boolean;
  readonly checkedAt: Temporal.Instant | null;
  /** While the state is an error. */
  readonly lastGood: { readonly state: AccessState; readonly at: Temporal.Instant | null } | null;
  /** The relationship that counts. */
  readonly relationship: {
    readonly id: string;
    readonly connectionId: string;
    readonly name: string;
    readonly remoteStatus: string;
    readonly roleIds: readonly string[];
    readonly groups: number;
    readonly autoExtends: boolean;
    readonly startsAt: Temporal.Instant | null;
    readonly endsAt: Temporal.Instant | null;
    readonly askedAt: Temporal.Instant | null;
  } | null;
  /** Of a relationship that ends soon and does not extend itself: what takes its place, or what is in the way. Of several the one that needs somebody. */
  readonly replacement: Standing | null;
  /** What its segments name: none, one, or several, of which nobody chose. `roles`: what an active access has against the one. */
  readonly template: { readonly named: readonly NamedTemplate[]; readonly roles: RoleDifference | null };
  /** How many there are besides the one that counts. */
  readonly others: number;
  readonly connectionIds: readonly string[];
  /** What distributors tell of it: the second witness, never the authority. */
  readonly witnesses: readonly WitnessRow[];
  /** What the PSA bills for Microsoft's products a month. */
  readonly atRisk: readonly Money[];
};

/** The account whose relationship counts; without any, one that sells to the customer. */
export const readFrom = ({ relationship, connectionIds }: Pick<AccessRow, 'relationship' | 'connectionIds'>): string | undefined =>
  relationship?.connectionId ?? connectionIds[0];

type Relationship = NonNullable<AccessRow['relationship']> & { readonly customerId: string; readonly state: AccessState };

export const selectAccess = (tx: Tx) =>
  tx
    .selectFrom('customer')
    .select(['customer.customer_id', 'name', 'domain', 'tenant_id', 'access_state', 'access_ends_at', 'access_flags', 'access_checked_at'])
    .select(['access_good_state', 'access_good_at', 'consent_state', 'consent_worked_at', 'billed'])
    .select(
      sql<string[]>`array(select connection_id::text from customer_connection sold
        where sold.customer_id = customer.customer_id and sold.retired_at is null order by connection_id)`.as('connection_ids'),
    );

type Selected = Awaited<ReturnType<ReturnType<typeof selectAccess>['execute']>>[number];

/** Rows with what stands beside them: relationships, words of the consent and of distributors, one statement each for the page. */
export async function toAccessRows(
  tx: Tx,
  rows: readonly Selected[],
  now: Temporal.Instant,
  { readyReadHours, replaceAccessDays }: Pick<BusinessSettings, 'readyReadHours' | 'replaceAccessDays'>,
): Promise<AccessRow[]> {
  const ids = rows.map((row) => row.customer_id);
  if (ids.length === 0) return [];
  const relationships = Map.groupBy(await relationshipsOf(tx, ids), ({ customerId }) => customerId);
  const consents = new Map((await consentsOf(tx, ids)).map((row) => [row.customer_id, row]));
  const witnesses = await witnessesOf(tx, ids);
  const named = await templatesNamed(tx, ids);
  const standings = Map.groupBy(await standingsOf(tx, now, ids, replaceAccessDays), ({ customerId }) => customerId);
  return rows.map((row) => {
    const all = relationships.get(row.customer_id) ?? [];
    const [said, told] = [consents.get(row.customer_id), witnesses.get(row.customer_id) ?? []];
    const replacement = mostUrgent(standings.get(row.customer_id) ?? []);
    return toRow({ row, all, said, told, replacement, named: named.get(row.customer_id) ?? [] }, now, readyReadHours);
  });
}

/** Nearest end first. Shown from as many days on as a replacement is asked for, and from 30 on in any case. */
export const standingsOf = (tx: Tx, now: Temporal.Instant, customerIds: readonly string[], days: number): Promise<Standing[]> =>
  readStandings(tx, now, { days, withinDays: Math.max(days, noticeDays[0]), customerIds });

const mostUrgent = (standings: readonly Standing[]): Standing | undefined =>
  standings.find(({ word }) => isHeldBack(word) || word === 'failed') ?? standings.find(({ word }) => word !== 'there') ?? standings[0];

type Parts = {
  readonly row: Selected;
  readonly all: readonly Relationship[];
  readonly said: Awaited<ReturnType<typeof consentsOf>>[number] | undefined;
  readonly told: readonly Parameters<typeof toWitness>[1][];
  readonly replacement: Standing | undefined;
  readonly named: readonly NamedTemplate[];
};

function toRow({ row, all, said, told, replacement, named }: Parts, now: Temporal.Instant, withinHours: number): AccessRow {
  const stated = row.access_state as AccessState; // written from the same schema, as the next is
  const consent = row.consent_state as TenantConsent;
  // Between two looks the end may pass.
  const access = bestAccess([{ state: stated, endsAt: row.access_ends_at ?? undefined }], now);
  return {
    customerId: row.customer_id,
    name: row.name,
    domain: row.domain,
    tenantId: row.tenant_id,
    access,
    endsAt: row.access_ends_at,
    daysLeft: (access === 'active' ? daysTo(row.access_ends_at, now) : undefined) ?? null,
    flags: AccessFlag.array().parse(row.access_flags),
    consent: toConsent(row, said),
    ready: isReady({ access, consent, workedAt: row.consent_worked_at }, now, withinHours),
    checkedAt: row.access_checked_at,
    lastGood: access === 'error' ? lastGoodOf(row) : null,
    relationship: bestOf(all, now) ?? null,
    replacement: replacement ?? null,
    template: { named, roles: access === 'active' ? againstTemplate(all, named, now) : null },
    others: Math.max(0, all.length - 1),
    connectionIds: row.connection_ids,
    witnesses: told.map((each) => toWitness(access, each)),
    atRisk: Money.array().parse(row.billed),
  };
}

/** Roles of everything that lets us in now: several relationships together may hold what one does. */
function againstTemplate(
  all: readonly Relationship[],
  [first, ...others]: readonly NamedTemplate[],
  now: Temporal.Instant,
): RoleDifference | null {
  if (first === undefined || others.length > 0) return null;
  const open = all.filter(({ state, endsAt }) => bestAccess([{ state, endsAt: endsAt ?? undefined }], now) === 'active');
  return compareRoles(
    first.roleIds,
    open.flatMap(({ roleIds }) => roleIds),
  );
}

function toConsent(row: Selected, said: Parts['said']): AccessRow['consent'] {
  const state = row.consent_state as TenantConsent; // written from the same schema
  return {
    state,
    isPropagating: isPropagating({ state, workedAt: row.consent_worked_at ?? undefined }),
    sentence: said?.sentence ?? null,
    hint: said?.hint ?? null,
    nextCheckAt: said?.next_check_at ?? null,
  };
}

const lastGoodOf = (row: Selected): AccessRow['lastGood'] =>
  row.access_good_state === null ? null : { state: row.access_good_state as AccessState, at: row.access_good_at }; // written by judgeAccess

/** The relationship that counts: of those in the best state the one that ends last. */
function bestOf(all: readonly Relationship[], now: Temporal.Instant): Relationship | undefined {
  const words = (each: Relationship) => [{ state: each.state, endsAt: each.endsAt ?? undefined }];
  const best = bestAccess(all.flatMap(words), now);
  return all.find((each) => bestAccess(words(each), now) === best);
}

async function relationshipsOf(tx: Tx, customerIds: readonly string[]): Promise<Relationship[]> {
  const rows = await tx
    .selectFrom('access_relationship')
    .selectAll()
    .select(
      sql<number>`case when lower(remote_status) = 'active'
        then jsonb_array_length(jsonb_path_query_array(groups, '$[*] ? (@.status == "active")')) else 0 end`.as('active_groups'),
    )
    .where('customer_id', 'in', customerIds)
    .where('retired_at', 'is', null)
    .orderBy('ends_at', (order) => order.desc().nullsLast())
    .orderBy('remote_id')
    .execute();
  return rows.map((row) => ({
    customerId: row.customer_id,
    state: row.state as AccessState, // written from the same schema
    id: row.remote_id,
    connectionId: row.connection_id,
    name: row.name,
    remoteStatus: row.remote_status,
    roleIds: row.role_ids,
    groups: row.active_groups,
    autoExtends: row.auto_extends,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    askedAt: row.asked_at,
  }));
}

/** Of several partner accounts the one whose word was heard last. */
const consentsOf = (tx: Tx, customerIds: readonly string[]) =>
  tx
    .selectFrom('access_consent')
    .select(['customer_id', 'sentence', 'hint', 'next_check_at'])
    .distinctOn('customer_id')
    .where('customer_id', 'in', customerIds)
    .orderBy('customer_id')
    .orderBy('changed_at', 'desc')
    .execute();
