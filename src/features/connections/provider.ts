import { ConnectionSettings } from '../../model/connection.ts';
import { type ConnectionId, publicId } from '../../model/ids.ts';
import { type FieldRefusal, refusalsOf } from '../../model/provider-fields.ts';
import { AccountFacts, ProviderRecord } from '../../model/provider-record.ts';
import type { Tolerance } from '../../model/tolerance.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { notesOf, type ProviderNote } from './provider-notes.ts';

export type Provider = {
  readonly record: ProviderRecord;
  /** What the account told about itself. */
  readonly account: AccountFacts;
  /** Read from the sign-in, never typed: whoever signs in with another tenant is refused. */
  readonly microsoftId: string;
  readonly notes: readonly ProviderNote[];
  /** Counts changes. */
  readonly version: number;
};

export type SaveProvider = { readonly record: ProviderRecord; readonly version: number };
export type SaveOutcome =
  | { readonly status: 'saved'; readonly provider: Provider }
  | { readonly status: 'refused'; readonly because: 'unknown' | 'noPartnerAccount' | 'changedSince' }
  | { readonly status: 'refused'; readonly because: 'notThisPartner'; readonly mistakes: readonly FieldRefusal[] };

type Row = { readonly settings: unknown; readonly provider: unknown; readonly provider_version: number; readonly account: unknown };

/** The provider record of a partner account; undefined when there is no such connection, or it is none. */
export const findProvider = (context: Context, connectionId: string): Promise<Provider | undefined> =>
  inScope(context.db, everything, async (tx) => {
    const row = await read(tx, connectionId).executeTakeFirst();
    return row === undefined ? undefined : toProvider(context, row);
  });

/** Keeps a provider record whole. What is recommended and missing is a note, never a refusal (S34). */
export function saveProvider(context: Context, connectionId: ConnectionId, given: SaveProvider): Promise<SaveOutcome> {
  return inScope(context.db, everything, async (tx): Promise<SaveOutcome> => {
    const row = await read(tx, connectionId).forUpdate().executeTakeFirst();
    if (row === undefined) return { status: 'refused', because: 'unknown' };
    const settings = ConnectionSettings.parse(row.settings);
    if (settings.kind !== 'partnerCenter') return { status: 'refused', because: 'noPartnerAccount' };
    if (row.provider_version !== given.version) return { status: 'refused', because: 'changedSince' };
    const mistakes = refusalsOf(given.record, settings.tenantId);
    if (mistakes.length > 0) return { status: 'refused', because: 'notThisPartner', mistakes };
    const provider_version = row.provider_version + 1;
    await tx
      .updateTable('connection')
      .set({ provider: JSON.stringify(given.record), provider_version, changed_at: context.clock.now() })
      .where('connection_id', '=', connectionId)
      .execute();
    await record(tx, context, {
      action: 'connection.providerChanged',
      object: publicId('connection', connectionId),
      before: row.provider,
      after: given.record,
    });
    const kept = toProvider(context, { ...row, provider: given.record, provider_version });
    return kept === undefined ? { status: 'refused', because: 'noPartnerAccount' } : { status: 'saved', provider: kept };
  });
}

const read = (tx: Tx, connectionId: string) =>
  tx.selectFrom('connection').select(['settings', 'provider', 'provider_version', 'account']).where('connection_id', '=', connectionId);

function toProvider(context: Context, row: Row): Provider | undefined {
  const settings = ConnectionSettings.parse(row.settings);
  if (settings.kind !== 'partnerCenter') return undefined;
  const kept = ProviderRecord.parse(row.provider);
  const account = AccountFacts.parse(row.account);
  return {
    record: kept,
    account,
    microsoftId: settings.tenantId,
    notes: notesOf(kept, account, context.clock.today().toString()),
    version: row.provider_version,
  };
}

/** How far invoices of a connection may be off; undefined where its provider record says nothing. */
export async function toleranceOf(context: Context, connectionId: string): Promise<Tolerance | undefined> {
  const rules = (await findProvider(context, connectionId))?.record.usageMismatchTolerance;
  return rules === undefined || rules.length === 0 ? undefined : { rules };
}
