import { sql } from 'kysely';
import type { ConflictWinner } from '../../../model/conflict.ts';
import { DetailField, type FieldOwner } from '../../../model/field-owner.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { type NewConflict, noteConflicts } from '../../conflicts/index.ts';
import type { Context } from '../../context.ts';
import { changeFieldOwners, type OwnerSettings } from '../../settings/index.ts';
import { profilesInOrder } from '../contacts/index.ts';

const winners: Readonly<Record<FieldOwner, ConflictWinner>> = { microsoft: 'microsoft', locked: 'microsoft', psa: 'psa', ours: 'here' };

/** Chooses owners of fields; where what is kept here and what Microsoft has are two things, another value counts from now on, and it is written down. */
export const chooseFieldOwners = (context: Context, change: Parameters<typeof changeFieldOwners>[1]) =>
  changeFieldOwners(context, change, (tx, before, after) => noteNewOwners(tx, context, before, after));

type Kept = { customer_id: string; reseller_id: string; field: string; ours: string; theirs: string };

async function noteNewOwners(tx: Tx, context: Context, before: OwnerSettings, after: OwnerSettings): Promise<void> {
  const moved = DetailField.options.filter(
    (field) =>
      winners[before.owners[field]] !== winners[after.owners[field]] && [before, after].some(({ owners }) => owners[field] === 'ours'),
  );
  if (moved.length === 0) return;
  const { rows } = await sql<Kept>`
    select * from (
      select own.customer_id, own.reseller_id, own.field, own.value as ours, case own.field
        when 'name' then customer.name
        when 'registrationNumber' then profile.registration_number
        else profile.bill_to ->> own.field end as theirs
      from customer_own_field own join customer using (customer_id)
      left join lateral (
        select ranked.bill_to, ranked.registration_number from ${profilesInOrder(sql.ref('own.customer_id'))} as ranked
        order by place limit 1) as profile on true
      where own.field = any(${moved}::text[])) as said
    where theirs is not null and theirs <> ours`.execute(tx);
  const conflicts = rows.map((row): NewConflict => {
    const field = DetailField.parse(row.field);
    const who = { customerId: row.customer_id, resellerId: row.reseller_id, subject: field === 'name' ? 'Company' : 'Billing profile' };
    return { ...who, kind: 'ownerChanged', winner: winners[after.owners[field]], field, ours: row.ours, theirs: row.theirs };
  });
  await noteConflicts(tx, context, context.clock.now(), conflicts);
}
