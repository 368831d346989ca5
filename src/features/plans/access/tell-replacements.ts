import { isHeldBack, type ReplacementWord } from '../../../model/access-replacement.ts';
import { publicId } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import type { Standing } from '../../access/index.ts';
import type { Context } from '../../context.ts';
import { raise } from '../../notices/index.ts';

const dayOf = (at: Temporal.Instant | null): string => at?.toZonedDateTimeISO('UTC').toPlainDate().toString() ?? 'an unknown day';
const accessOf = (customerId: string): string => `/customers/${publicId('customer', customerId)}?tab=access`;

/** What became of those that were asked for; each is told once, whenever it is found. */
export async function tellOutcomes(tx: Tx, context: Context): Promise<void> {
  const rows = await tx
    .selectFrom('access_relationship as held')
    .innerJoin('plan', 'plan.plan_id', 'held.replacement_plan_id')
    .innerJoin('customer', 'customer.customer_id', 'held.customer_id')
    .select(['customer.customer_id', 'customer.name', 'held.ends_at', 'plan.plan_id', 'plan.state'])
    .where('held.retired_at', 'is', null)
    .where('plan.state', 'in', ['applied', 'appliedInPart', 'failed'])
    .where('plan.changed_at', '>', context.clock.now().subtract({ hours: 30 * 24 }))
    .execute();
  for (const { customer_id, name, ends_at, plan_id, state } of rows) {
    const isAsked = state === 'applied';
    await raise(tx, context, {
      key: `access/replacement/${plan_id}/${isAsked ? 'asked' : 'failed'}`,
      matter: 'accessReplaced',
      about: { kind: 'customer', id: customer_id },
      title: isAsked ? `A replacement of the access to ${name} is asked for` : `No replacement of the access to ${name} was asked for`,
      detail: isAsked
        ? `The present one ends on ${dayOf(ends_at)}. Send the customer the link to approve the new one; the groups get its roles then.`
        : `The present one ends on ${dayOf(ends_at)}, and asking failed. Look at the plan, then ask for a replacement yourself.`,
      link: isAsked ? accessOf(customer_id) : `/plans/${publicId('plan', plan_id)}`,
    });
  }
}

/** One cause that holds all customers of an account back is told once for each month of ends, not for each of them. */
const isOfAccount = (word: ReplacementWord): boolean => word === 'notConnected' || word === 'writeOff';

/** What is in the way of a replacement, once for each relationship and reason. */
export async function tellHeldBack(tx: Tx, context: Context, standings: readonly Standing[]): Promise<void> {
  const held = standings.filter(({ word }) => isHeldBack(word));
  const ofAccount = Map.groupBy(
    held.filter(({ word }) => isOfAccount(word)),
    ({ connectionId, word, endsAt }) => `${connectionId}/${word}/${dayOf(endsAt).slice(0, 7)}`,
  );
  for (const [key, all] of ofAccount) {
    const [first] = all;
    if (first === undefined) continue;
    const { sentence, hint, connectionId, connectionName, customerName, endsAt } = first;
    const whose = all.length === 1 ? customerName : `${customerName} and ${String(all.length - 1)} more`;
    await raise(tx, context, {
      key: `access/replacement/held/${key}`,
      matter: 'accessReplaced',
      about: { kind: 'connection', id: connectionId },
      title: `Access through ${connectionName} ends and is not replaced`,
      detail: `${sentence} It is about ${whose}; the first end is on ${dayOf(endsAt)}. ${hint ?? ''}`.trimEnd(),
      link: '/customers/access?sort=endsAt',
    });
  }
  for (const { connectionId, remoteId, customerId, customerName, word, endsAt, sentence, hint } of held) {
    if (isOfAccount(word)) continue;
    await raise(tx, context, {
      key: `access/replacement/held/${connectionId}/${remoteId}/${word}`,
      matter: 'accessReplaced',
      about: { kind: 'customer', id: customerId },
      title: word === 'groupsLack' ? `Groups lose the access to ${customerName}` : `The access to ${customerName} ends and is not replaced`,
      detail: `It ends on ${dayOf(endsAt)}. ${sentence} ${hint ?? ''}`.trimEnd(),
      link: accessOf(customerId),
    });
  }
}
