import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../../platform/db/connect.ts';
import { readSetting } from '../settings/index.ts';

/**
 * Kinds of companies that nobody bills: ConnectWise marks vendors as such, and the names of types are the partner's own (psa reference 3.2, 7.1), so
 * they are a setting. In lower case.
 */
const Kinds = z.object({
  notBilled: z.array(z.string()).default(['vendor', 'competitor', 'internal']),
  version: z.number().int().default(0),
});
export type Kinds = z.infer<typeof Kinds>;
export const kindsSetting = 'accountKinds';

export async function readKinds(db: Db): Promise<Kinds> {
  return Kinds.parse((await readSetting(db, kindsSetting)) ?? {});
}

export const readNotBilled = async (db: Db): Promise<readonly string[]> => (await readKinds(db)).notBilled;

/** Over `account`: whether it can be billed: unless all of its types are of a kind that nobody bills. An account of a distributor has no types. */
export const isBillable = (notBilled: readonly string[]) => sql<boolean>`(account.types = '{}' or exists (
  select from unnest(account.types) as type (name) where lower(trim(type.name)) <> all(${[...notBilled]}::text[])))`;
