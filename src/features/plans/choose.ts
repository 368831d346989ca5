import { must } from '../../lib/must.ts';
import { isAboutAccess } from '../../model/access-correction.ts';
import type { BillingException } from '../../model/billing-behaviour.ts';
import type { WriteKind } from '../../model/connection.ts';
import { type Act, type Correction, type CorrectionAction, type Finding, isAtMicrosoft } from '../../model/difference.ts';
import { staleMinutesOf } from '../../model/distributor-file.ts';
import { isAboutProfile } from '../../model/profile-correction.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { findExcluded } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { differencesForPlan, type PlannableDifference } from '../reconciliation/index.ts';
import { readSettings } from '../settings/index.ts';
import { type Billing, readBilling } from './billing/read-billing.ts';
import type { Target } from './desk.ts';
import { targetOf } from './open-desks.ts';
import { type Refused, refused } from './plan.ts';

export type Chosen = PlannableDifference & { readonly correction: Correction; readonly target: Target; readonly billing: Billing };

/** `action`: that way instead of the suggested. */
type Choice = {
  readonly differenceIds: readonly string[];
  readonly action: CorrectionAction | undefined;
  readonly exceptions: readonly BillingException[];
};

/** The differences of a plan, or why there is none: all must be correctable, writable, recent and free. */
export async function choose(
  tx: Tx,
  context: Context,
  { differenceIds, action, exceptions }: Choice,
): Promise<readonly Chosen[] | Refused> {
  const ids = [...new Set(differenceIds)];
  const found = await differencesForPlan(tx, ids);
  if (found.length < ids.length) return refused('not_found', 'One of the differences does not exist.');
  const busy = found.find((each) => each.state === 'applying');
  if (busy !== undefined)
    return refused('conflict', `Another plan is correcting ${busy.finding.productName} just now.`, {
      hint: 'Wait for it to end, then look again.',
    });
  const billingOf = await readBilling(tx, exceptions, found);
  const chosen: Chosen[] = [];
  const rest: PlannableDifference[] = [];
  for (const each of found) {
    const correction = ['open', 'waitingForApproval', 'failed'].includes(each.state) ? wayOf(each.finding, action) : undefined;
    const target = correction && (await targetOf(tx, correction));
    if (correction === undefined || target === undefined) rest.push(each);
    else chosen.push({ ...each, correction, target, billing: billingOf(each) });
  }
  if (rest.length > 0) return nothing(rest);
  return (await checkWritable(tx, chosen)) ?? (await exclusionRefusal(tx, chosen)) ?? (await checkRecent(tx, context, chosen)) ?? chosen;
}

const wayOf = ({ correction, alternatives = [] }: Finding, action: CorrectionAction | undefined): Correction | undefined =>
  action === undefined || correction?.action === action ? correction : alternatives.find((way) => way.action === action);

const mostNamed = 5;

/** Says which ones: a person who selected many has to know what to leave out. */
const nothing = (rest: readonly PlannableDifference[]): Refused => {
  const named = rest.slice(0, mostNamed).map((each) => `${each.customerName}, ${each.finding.productName}: ${whyNot(each)}.`);
  if (rest.length > mostNamed) named.push(`And ${rest.length - mostNamed} more.`);
  return refused('nothing_to_correct', named.join(' '), {
    hint: 'Leave them out and preview the others. The evidence says where they can be put right.',
  });
};

const whyNot = ({ state }: PlannableDifference): string =>
  state === 'fixed' || state === 'gone' || state === 'accepted' || state === 'muted'
    ? `this difference is ${state}`
    : 'a difference of this kind is not corrected this way';

const checkWritable = (tx: Tx, chosen: readonly Chosen[]): Promise<Refused | undefined> =>
  writableRefusal(
    tx,
    chosen.map(({ correction }) => correction),
  );

function writeKindOf(correction: Act): WriteKind {
  if (isAboutAccess(correction)) return 'access';
  if (isAboutProfile(correction)) return 'profiles';
  return isAtMicrosoft(correction) ? 'subscriptions' : 'psaLines';
}

const writeWords: Readonly<Record<WriteKind, string>> = {
  psaLines: 'Writing lines',
  subscriptions: 'Changing subscriptions',
  access: 'Changing delegated access',
  profiles: 'Changing billing profiles',
  tenants: 'Making tenants',
};

/** Every connection starts read-only; writing is a switch of its own (ruling 2). */
export async function writableRefusal(tx: Tx, corrections: readonly Act[]): Promise<Refused | undefined> {
  const rows = await tx
    .selectFrom('connection')
    .select(['connection_id', 'name', 'state', 'write_kinds'])
    .where('connection_id', 'in', [...new Set(corrections.map(({ connectionId }) => connectionId))])
    .execute();
  for (const correction of corrections) {
    const row = rows.find((each) => each.connection_id === correction.connectionId);
    const kind = writeKindOf(correction);
    if (row !== undefined && row.state !== 'off' && row.write_kinds.includes(kind)) continue;
    return refused('write_switched_off', `${writeWords[kind]} is switched off for ${row?.name ?? 'a connection that is gone'}.`, {
      hint: 'Switch it on under Connections, with a reason.',
    });
  }
  return undefined;
}

/** A customer may be left out of writing, whatever is switched on. */
export async function exclusionRefusal(
  tx: Tx,
  writes: readonly { readonly customerId: string; readonly correction: Act }[],
): Promise<Refused | undefined> {
  const found = await findExcluded(
    tx,
    writes.map(({ customerId, correction }) => ({ customerId, kind: writeKindOf(correction) })),
  );
  return (
    found &&
    refused('write_switched_off', `${found.customerName} is left out of this kind of writing: ${found.reason}`, {
      hint: 'Leave the customer out of the plan, or let it be written again under Connections.',
    })
  );
}

/** What the plan rests on must have been read a short while ago (M13). The PSA's line is read again in any case; this is about the other books. */
async function checkRecent(tx: Tx, context: Context, chosen: readonly Chosen[]): Promise<Refused | undefined> {
  const { staleAfterMinutes } = await readSettings(tx);
  const now = context.clock.now();
  const connectionIds = [...new Set(chosen.flatMap(({ finding }) => finding.links.connectionIds))];
  const rows = await tx
    .selectFrom('connection')
    .select(['connection_id', 'kind', 'name', 'last_success_at'])
    .where('connection_id', 'in', connectionIds)
    .execute();
  for (const each of chosen) {
    for (const row of rows.filter(({ connection_id }) => each.finding.links.connectionIds.includes(connection_id))) {
      const limit = now.subtract({ minutes: staleMinutesOf(row.kind, staleAfterMinutes) });
      const readAt = latest([row.last_success_at ?? undefined, ...readTimes(each.finding)]);
      if (readAt === undefined || Temporal.Instant.compare(readAt, limit) < 0)
        return refused('data_stale', `${row.name} was last read ${readAt === undefined ? 'never' : `at ${readAt.toString()}`}.`, {
          hint: 'Sync it first, then preview again.',
        });
    }
  }
  return undefined;
}

const readTimes = ({ microsoft }: Finding): Temporal.Instant[] =>
  microsoft.readAt === undefined ? [] : [Temporal.Instant.from(microsoft.readAt)];

const latest = (times: readonly (Temporal.Instant | undefined)[]): Temporal.Instant | undefined => {
  const known = times.filter((time) => time !== undefined).sort((a, b) => Temporal.Instant.compare(a, b));
  return known.length === 0 ? undefined : must(known.at(-1), 'a time');
};
