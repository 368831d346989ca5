import { ConnectionSettings } from '../../model/connection.ts';
import { type FeatureState, featureStates } from '../../model/partner-feature.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { lastProbes } from './verifications.ts';

/** What an account is there to bring and does not: why, and what goes on without it. */
export type MissingBook = {
  readonly connectionId: string;
  readonly name: string;
  readonly missing: 'costs' | 'invoices' | 'billingExport' | 'prices';
  readonly standing: FeatureState['standing'];
  readonly because: string;
  readonly without: string;
};

/** What the screens of differences and invoices lack, by account (capabilities S9, S15). What was not asked yet is not known to be missing. */
export const listMissingBooks = (context: Context): Promise<readonly MissingBook[]> =>
  inScope(context.db, everything, async (tx) => {
    const rows = await tx
      .selectFrom('connection')
      .select(['connection_id', 'name', 'side', 'settings', 'purposes', 'write_kinds'])
      .where('removed_at', 'is', null)
      .where('state', '!=', 'off')
      .orderBy('name')
      .execute();
    const missing: MissingBook[] = [];
    for (const row of rows) missing.push(...(await missingOf(tx, row)));
    return missing;
  });

type Row = {
  readonly connection_id: string;
  readonly name: string;
  readonly side: string;
  readonly settings: unknown;
  readonly purposes: readonly string[];
  readonly write_kinds: readonly string[];
};

async function missingOf(tx: Tx, row: Row): Promise<readonly MissingBook[]> {
  const of = { connectionId: row.connection_id, name: row.name };
  if (row.side === 'distributor') return row.purposes.includes('costs') ? [] : [{ ...of, ...costsAreOff }];
  const settings = ConnectionSettings.parse(row.settings);
  if (settings.kind !== 'partnerCenter') return [];
  const { cloud, partnerType } = settings;
  const states = featureStates({ cloud, partnerType, writeKinds: row.write_kinds }, await lastProbes(tx, row.connection_id));
  return states.flatMap(({ feature, standing, because, without }): readonly MissingBook[] =>
    (feature === 'invoices' || feature === 'billingExport' || feature === 'prices') && because !== undefined && standing !== 'unknown'
      ? [{ ...of, missing: feature, standing, because, without }]
      : [],
  );
}

const costsAreOff = {
  missing: 'costs',
  standing: 'off',
  because: 'What it charges is not read: its costs are switched off.',
  without: 'Prices are not held against its costs, and its invoices are not compared.',
} as const;
