import { canonicalJson } from '../../../lib/canonical.ts';
import { BillTo, type BillToField, billToFields, type CountryRules, type CustomerProfile } from '../../../model/bill-to.ts';
import { problemsOf } from '../../../model/bill-to-rules.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import type { Reading } from '../../reading.ts';
import { joinExpected } from '../expected/join.ts';
import { ownersOf } from '../owners-of.ts';
import { noteProfileConflicts } from './conflicts.ts';

export type ProfileToKeep = {
  readonly customerId: string;
  readonly profile: CustomerProfile;
  readonly rules: CountryRules | 'none' | undefined;
  /** `sync`: seen at Microsoft. Of a plan what it wants: fields that came out so were written from here, whatever else changed was seen there. */
  readonly cause: 'sync' | { readonly wanted: Partial<BillTo> };
};

/** Keeps a profile as it was read, judges whether orders can be placed, and writes down what changed, field by field (S98). */
export async function keepProfile(
  tx: Tx,
  { connectionId, seenAt, ids }: Reading,
  { customerId, profile, rules, cause }: ProfileToKeep,
): Promise<'created' | 'updated' | 'unchanged'> {
  const { billTo, registrationNumber, domains, resellerTenantId } = profile;
  const reseller_id = (await ownersOf(tx, [customerId]))(customerId);
  await keepRules(tx, billTo.country, rules, seenAt);
  const problems = problemsOf(billTo, registrationNumber, rules);
  const before = await tx
    .selectFrom('customer_profile')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('connection_id', '=', connectionId)
    .forUpdate()
    .executeTakeFirst();
  if (before !== undefined && Temporal.Instant.compare(before.seen_at, seenAt) > 0) return 'unchanged'; // what was read later stays (S2)
  const changes = before === undefined ? {} : changesOf(BillTo.parse(before.bill_to), billTo);
  const told = {
    bill_to: canonicalJson(billTo),
    registration_number: registrationNumber,
    domains: [...domains],
    reseller_tenant_id: resellerTenantId,
    problems: canonicalJson(problems),
    is_orderable: problems.length === 0,
  };
  const isSame =
    before !== undefined &&
    Object.keys(changes).length === 0 &&
    canonicalJson([before.problems, before.domains, before.registration_number, before.reseller_tenant_id]) ===
      canonicalJson([problems, domains, registrationNumber, resellerTenantId]);
  const row = { ...told, seen_at: seenAt, ...(!isSame && { changed_at: seenAt }) };
  await tx
    .insertInto('customer_profile')
    .values({ customer_id: customerId, connection_id: connectionId, reseller_id, changed_at: seenAt, ...row })
    .onConflict((conflict) => conflict.columns(['customer_id', 'connection_id']).doUpdateSet(row))
    .execute();
  const { ours, found } = byWhom(changes, cause);
  for (const [how, moved] of Object.entries({ sync: found, plan: ours }))
    if (Object.keys(moved).length > 0)
      await tx
        .insertInto('customer_profile_change')
        .values({
          customer_id: customerId,
          change_id: ids(),
          connection_id: connectionId,
          reseller_id,
          changes: canonicalJson(moved),
          cause: how,
          at: seenAt,
        })
        .execute();
  if (Object.keys(found).length > 0)
    await noteProfileConflicts(tx, { ids }, { customerId, resellerId: reseller_id, connectionId, changes: found, at: seenAt });
  await arrive(tx, connectionId, customerId, domains, seenAt);
  return before === undefined ? 'created' : isSame ? 'unchanged' : 'updated';
}

/** What a plan of ours wrote, and what was found changed there. */
function byWhom(changes: Record<string, FieldMove>, cause: ProfileToKeep['cause']) {
  const wanted = cause === 'sync' ? {} : cause.wanted;
  const isOurs = ([field, { after }]: readonly [string, FieldMove]): boolean => wanted[field as BillToField] === after; // a key of changesOf
  const all = Object.entries(changes);
  return { ours: Object.fromEntries(all.filter(isOurs)), found: Object.fromEntries(all.filter((one) => !isOurs(one))) };
}

/** By its own domains a customer may be known that was expected under another than its first. */
async function arrive(tx: Tx, connectionId: string, customerId: string, domains: readonly string[], at: Temporal.Instant): Promise<void> {
  const row = await tx.selectFrom('customer').select(['cloud', 'tenant_id']).where('customer_id', '=', customerId).executeTakeFirst();
  if (row !== undefined) await joinExpected(tx, connectionId, [{ customerId, cloud: row.cloud, tenantId: row.tenant_id, domains }], at);
}

type FieldMove = { readonly before: string; readonly after: string };

const changesOf = (before: BillTo, after: BillTo): Record<string, FieldMove> =>
  Object.fromEntries(
    billToFields.filter((field) => before[field] !== after[field]).map((field) => [field, { before: before[field], after: after[field] }]),
  );

async function keepRules(tx: Tx, country: string, rules: CountryRules | 'none' | undefined, seenAt: Temporal.Instant): Promise<void> {
  if (country === '' || rules === undefined) return;
  const row = { rules: rules === 'none' ? null : canonicalJson(rules), seen_at: seenAt };
  await tx
    .insertInto('country_rule')
    .values({ country, ...row })
    .onConflict((conflict) => conflict.column('country').doUpdateSet(row).where('country_rule.seen_at', '<', seenAt))
    .execute();
}
