import { publicId } from '../../model/ids.ts';
import { Permission } from '../../model/person.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { everywhere } from './everywhere.ts';
import { insertKey, listKeyRows, revokeKey } from './store.ts';
import { hashToken, makeApiKey } from './token.ts';

export type KeyRecord = {
  readonly keyId: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly Permission[];
  readonly endsAt: Temporal.Instant;
  readonly usedAt: Temporal.Instant | null;
  readonly revokedAt: Temporal.Instant | null;
  readonly createdAt: Temporal.Instant;
};

export type NewKey = { readonly personId: string; readonly name: string; readonly scopes: readonly Permission[]; readonly days: number };
export type AddKeyOutcome =
  | { readonly status: 'added'; readonly record: KeyRecord; readonly key: string }
  | { readonly status: 'refused'; readonly because: 'forbidden'; readonly missing: readonly Permission[] };

/** Makes a key; the key itself is answered once and never kept (SEC-16). Its scopes may not exceed the maker's rights (RB2). */
export function addApiKey(context: Context, given: NewKey): Promise<AddKeyOutcome> {
  const missing = given.scopes.filter((scope) => !context.actor.permissions.includes(scope));
  if (missing.length > 0) return Promise.resolve({ status: 'refused', because: 'forbidden', missing });
  return inScope(context.db, everywhere, async (tx): Promise<AddKeyOutcome> => {
    const now = context.clock.now();
    const { key, prefix } = makeApiKey(context.installation.sandbox);
    const keyId = context.ids();
    const endsAt = now.add({ hours: 24 * given.days });
    await insertKey(
      tx,
      { keyId, personId: given.personId, name: given.name, prefix, keyHash: hashToken(key), scopes: given.scopes, endsAt },
      now,
    );
    await record(tx, context, {
      action: 'apiKey.added',
      object: publicId('key', keyId),
      after: { name: given.name, scopes: given.scopes, endsAt: endsAt.toString() },
    });
    return {
      status: 'added',
      key,
      record: { keyId, name: given.name, prefix, scopes: given.scopes, endsAt, usedAt: null, revokedAt: null, createdAt: now },
    };
  });
}

export const listApiKeys = (context: Context, personId: string): Promise<readonly KeyRecord[]> =>
  inScope(context.db, everywhere, async (tx) =>
    (await listKeyRows(tx, personId)).map((row) => ({
      keyId: row.key_id,
      name: row.name,
      prefix: row.prefix,
      // A scope that no longer exists gives nothing: it is left out.
      scopes: row.scopes.flatMap((scope) => Permission.safeParse(scope).data ?? []),
      endsAt: row.ends_at,
      usedAt: row.used_at,
      revokedAt: row.revoked_at,
      createdAt: row.created_at,
    })),
  );

/** False when there is no such key of this person, or it was revoked before. */
export function revokeApiKey(context: Context, personId: string, keyId: string): Promise<boolean> {
  return inScope(context.db, everywhere, async (tx) => {
    const revoked = await revokeKey(tx, keyId, personId, context.clock.now());
    if (revoked) await record(tx, context, { action: 'apiKey.revoked', object: publicId('key', keyId) });
    return revoked;
  });
}
