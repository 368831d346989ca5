import { sql } from 'kysely';
import { isSameDay, noticeDays, noticeStepOf } from '../../model/access.ts';
import { publicId } from '../../model/ids.ts';
import { amountOf, Money, moneyText, sumByCurrency } from '../../model/money.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { mutedObjects, type NoticeObject, raise } from '../notices/index.ts';
import { readSettings } from '../settings/index.ts';
import { readStandings, type Standing } from './standings.ts';

type Ending = Standing & { readonly step: (typeof noticeDays)[number] };

/** Names in one notice; the list behind its link has all. */
const mostNames = 20;

/**
 * Tells people of accesses that come to their end, 30, 14, 7 and 1 days before (ux reference 4.12), once each for a relationship and its end: what is
 * told is written down with it in the same transaction. Whatever is found at one time is one notice. Nothing is told of what Microsoft prolongs by itself
 * or another relationship takes on; of an account whose relationships were not read to the end yet, nobody knows that. Answers how many notices there are.
 */
export function tellEnds(context: Context): Promise<number> {
  return inScope(context.db, everything, async (tx) => {
    // Several workers do it; the second sees what the first wrote.
    await sql`select pg_advisory_xact_lock(hashtext('concord access ends'))`.execute(tx);
    const ending = await readDue(tx, context.clock.now());
    if (ending.length === 0) return 0;
    const muted = await mutedObjects(tx, context.clock.now(), 'customer.access_expiring');
    // What is muted is told by itself, so that the mute finds it.
    const told = Map.groupBy(ending, ({ step, customerId, connectionId }) => {
      const alone = [customerId, connectionId].find((id) => muted.has(id));
      return `${String(step)} ${alone ?? ''}`;
    });
    for (const [key, all] of told) await tell(tx, context, all, key.split(' ')[1] ?? '');
    for (const [step, all] of Map.groupBy(ending, (each) => each.step)) await writeDown(tx, all, step);
    return told.size;
  });
}

async function readDue(tx: Tx, now: Temporal.Instant): Promise<readonly Ending[]> {
  const { replaceAccessDays: days } = await readSettings(tx);
  // The whole of the last day.
  const standings = await readStandings(tx, now, { days, withinDays: noticeDays[0] + 1 });
  if (standings.length === 0) return [];
  const readWhole = await tx
    .selectFrom('sync_cursor')
    .select('connection_id')
    .where('kind', '=', 'access')
    .where('last_count', 'is not', null)
    .execute();
  const known = new Set(readWhole.map((row) => row.connection_id));
  return standings.flatMap((each) => {
    const step = noticeStepOf(each.endsAt, now);
    const isTold = step === undefined || (each.toldDays !== undefined && each.toldDays <= step);
    return isTold || each.word === 'there' || !known.has(each.connectionId) ? [] : [{ ...each, step }];
  });
}

const writeDown = (tx: Tx, all: readonly Ending[], step: number) =>
  sql`
    update access_relationship as held set end_told = held.ends_at, end_told_days = ${step}
    from json_to_recordset(${JSON.stringify(all.map(({ customerId, connectionId, remoteId }) => ({ customerId, connectionId, remoteId })))}::json)
      as given ("customerId" uuid, "connectionId" uuid, "remoteId" text)
    where held.customer_id = given."customerId" and held.connection_id = given."connectionId" and held.remote_id = given."remoteId"`.execute(
    tx,
  );

/** `alone`: the id of what is muted, if that is why they are told by themselves. */
async function tell(tx: Tx, context: Context, all: readonly Ending[], alone: string): Promise<void> {
  const [first] = all;
  if (first === undefined) return;
  const { step, customerId, connectionId } = first;
  const customers = new Set(all.map((each) => each.customerId)).size;
  const isOne = customers === 1;
  const about: NoticeObject | undefined =
    alone === connectionId ? { kind: 'connection', id: connectionId } : isOne ? { kind: 'customer', id: customerId } : undefined;
  await raise(tx, context, {
    key: `access/ends/${context.ids()}`,
    matter: step === 1 ? 'accessEndsTomorrow' : 'accessEnds',
    ...(about !== undefined && { about }),
    title: `Access to ${isOne ? first.customerName : `${String(customers)} customers`} ends ${whenOf(first, all.at(-1) ?? first, context.clock.now())}`,
    detail: [...listed(all), ...(await atRisk(tx, all))].join('\n'),
    link: isOne
      ? `/customers/${publicId('customer', customerId)}?tab=access`
      : `/customers/access?endsWithin=${String(step + 1)}&sort=endsAt`,
  });
}

const dayOf = (at: Temporal.Instant): Temporal.PlainDate => at.toZonedDateTimeISO('UTC').toPlainDate();

function whenOf(first: Ending, last: Ending, now: Temporal.Instant): string {
  if (!isSameDay(first.endsAt, last.endsAt)) return `within ${String(first.step)} days`;
  const { days } = dayOf(now).until(dayOf(first.endsAt));
  return ['today', 'tomorrow'][days] ?? `in ${String(days)} days`;
}

/** What happens to whom, and what to do: those of the same words together. */
function listed(all: readonly Ending[]): readonly string[] {
  const isOfMany = new Set(all.map(({ connectionId }) => connectionId)).size > 1;
  const named = all.slice(0, mostNames);
  const lines = [...Map.groupBy(named, ({ sentence, hint }) => `${sentence} ${hint ?? ''}`.trimEnd())].map(([words, those]) => {
    const names = those.map(
      ({ customerName, connectionName, endsAt }) =>
        `${customerName}${isOfMany ? ` through ${connectionName}` : ''} (${dayOf(endsAt).toString()})`,
    );
    return `${names.join(', ')}: ${words}`;
  });
  return all.length === named.length ? lines : [...lines, `And ${String(all.length - named.length)} more.`];
}

/** What the PSA bills these customers a month, each once. */
async function atRisk(tx: Tx, all: readonly Ending[]): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('customer')
    .select('billed')
    .where('customer_id', 'in', [...new Set(all.map(({ customerId }) => customerId))])
    .execute();
  const sums = sumByCurrency(rows.flatMap(({ billed }) => Money.array().parse(billed)));
  const words = sums.map((sum) => moneyText(amountOf(sum), sum.currency)).join(', ');
  return words === '' ? [] : [`Billed for Microsoft products a month: ${words}.`];
}
