import { sql } from 'kysely';
import { PartnerType } from '../../model/connection.ts';
import type { Db } from '../../platform/db/connect.ts';

/** How each partner account buys from Microsoft: itself, for resellers below it, or from a provider. */
export async function partnerTypesOf(db: Db): Promise<ReadonlyMap<string, PartnerType>> {
  const rows = await db
    .selectFrom('connection')
    .select(['connection_id', sql<string | null>`settings ->> 'partnerType'`.as('type')])
    .where('side', '=', 'microsoft')
    .execute();
  return new Map(
    rows.flatMap(({ connection_id: id, type }) => {
      const known = PartnerType.safeParse(type).data;
      return known === undefined ? [] : [[id, known] as const];
    }),
  );
}
