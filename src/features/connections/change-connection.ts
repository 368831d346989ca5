import { ConnectionSecrets, ConnectionSettings, Side, type WriteKind, writeKindsOf } from '../../model/connection.ts';
import { type ConnectionId, publicId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type WriteRefusal, writeRefusal } from './consent/write-consent.ts';
import { awaitsSignIn, identityOf } from './identity.ts';
import { type ConnectionRecord, findConnection } from './queries.ts';
import { mergeSecrets, sealSecrets, secretNames, unsealSecrets } from './secrets.ts';
import { afterProbes, type Standing } from './state.ts';
import { changeRow, consentEnd, findTaken, lockConnection, readConnection } from './store.ts';
import { probe } from './verify-connection.ts';

export type ChangeConnection = {
  readonly name?: string | undefined;
  /** Whole; must name the account that the connection belongs to. */
  readonly settings?: ConnectionSettings | undefined;
  readonly secrets?: ConnectionSecrets | undefined;
  readonly writeKinds?: readonly WriteKind[] | undefined;
  readonly paused?: boolean | undefined;
  readonly reason?: string | undefined;
};

export type ChangeRefusal = 'unknown' | 'nameTaken' | 'otherTenant' | 'reasonMissing' | 'cannotBeWritten' | WriteRefusal['because'];
export type ChangeOutcome =
  | { readonly status: 'changed'; readonly connection: ConnectionRecord }
  | { readonly status: 'refused'; readonly because: ChangeRefusal };

const refused = (because: ChangeRefusal) => ({ status: 'refused', because }) as const;

/** Renames, pauses, replaces settings or secrets, or switches writing: at Microsoft only what somebody consented to. New settings and secrets are tried first: a connection never changes the account it belongs to (F46). */
export async function changeConnection(context: Context, connectionId: ConnectionId, change: ChangeConnection): Promise<ChangeOutcome> {
  const row = await inScope(context.db, everything, (tx) => readConnection(tx, connectionId));
  if (row === undefined) return refused('unknown');
  const refusedAtOnce = check(row, change);
  if (refusedAtOnce !== undefined) return refused(refusedAtOnce);
  const isTried = change.secrets !== undefined || change.settings !== undefined;
  const tried = isTried ? await tryOut(context, connectionId, row, change) : undefined;
  if (tried?.standing.reason === 'wrongTenant') return refused('otherTenant');
  const refusal = await inScope(context.db, everything, (tx) => keep(tx, context, connectionId, change, tried));
  if (refusal !== undefined) return refused(refusal);
  const connection = await findConnection(context, connectionId);
  return connection === undefined ? refused('unknown') : { status: 'changed', connection };
}

/** What can be refused without asking the remote. */
function check(
  row: { readonly kind: string; readonly side: string; readonly identity: string; readonly write_kinds: readonly string[] },
  { writeKinds = [], reason, settings }: ChangeConnection,
): ChangeRefusal | undefined {
  const turnsOn = writeKinds.some((kind) => !row.write_kinds.includes(kind));
  const possible: readonly WriteKind[] = writeKindsOf[Side.parse(row.side)];
  if (turnsOn && !writeKinds.every((kind) => possible.includes(kind))) return 'cannotBeWritten';
  if (turnsOn && reason === undefined) return 'reasonMissing';
  return settings !== undefined && !isSameAccount(settings, row) ? 'otherTenant' : undefined;
}

const isSameAccount = (settings: ConnectionSettings, row: { readonly kind: string; readonly identity: string }): boolean =>
  settings.kind === row.kind && identityOf(settings) === row.identity;

type Tried = { readonly settings: ConnectionSettings; readonly secrets: ConnectionSecrets; readonly standing: Standing };

async function tryOut(
  context: Context,
  connectionId: string,
  row: { readonly settings: unknown; readonly secrets: string | null; readonly state: string },
  given: Pick<ChangeConnection, 'settings' | 'secrets'>,
): Promise<Tried> {
  let secrets = mergeSecrets(oldSecrets(context, connectionId, row.secrets), given.secrets ?? {});
  const settings = given.settings ?? ConnectionSettings.parse(row.settings);
  const before = row.state as Standing['state']; // checked by the database
  if (awaitsSignIn(settings.kind, ConnectionSecrets.parse(secrets)))
    return { settings, secrets, standing: { state: before, reason: null } };
  const probes = await probe(() =>
    context.openRemote({
      connectionId,
      settings,
      secrets,
      keepSecrets: (changed) => {
        secrets = ConnectionSecrets.parse(mergeSecrets(secrets, changed));
        return Promise.resolve();
      },
    }),
  );
  return { settings, secrets, standing: afterProbes(before, probes) };
}

/** Secrets that no longer open (another key) are replaced, not merged with. */
function oldSecrets(context: Context, connectionId: string, envelope: string | null): ConnectionSecrets {
  try {
    return unsealSecrets(context, connectionId, envelope);
  } catch {
    return {};
  }
}

async function keep(
  tx: Tx,
  context: Context,
  connectionId: ConnectionId,
  { name, writeKinds, paused, reason }: ChangeConnection,
  tried: Tried | undefined,
): Promise<ChangeRefusal | undefined> {
  const row = await lockConnection(tx, connectionId);
  if (row === undefined) return 'unknown';
  const turnsOn = (writeKinds ?? []).filter((kind) => !row.write_kinds.includes(kind));
  const notConsented = await writeRefusal(tx, row, turnsOn);
  if (notConsented !== undefined) return notConsented.because;
  if (name !== undefined && (await findTaken(tx, { name }, connectionId)) !== undefined) return 'nameTaken';
  const now = context.clock.now();
  const standing = pausedStanding(row, paused, tried);
  const kinds = writeKinds === undefined ? {} : { write_kinds: [...new Set(writeKinds)] };
  await changeRow(
    tx,
    connectionId,
    { ...standing, ...kinds, ...(name === undefined ? {} : { name }), ...triedColumns(context, connectionId, row.kind, tried) },
    now,
  );
  await record(tx, context, {
    action: 'connection.changed',
    object: publicId('connection', connectionId),
    before: { name: row.name, state: row.state, reason: row.reason, writeKinds: row.write_kinds },
    after: {
      name: name ?? row.name,
      ...standing,
      writeKinds: writeKinds ?? row.write_kinds,
      ...(tried && { settings: tried.settings, secrets: 'changed' }),
    },
    ...(reason === undefined ? {} : { reason }),
  });
  return undefined;
}

/** Settings and secrets that were tried, as they are stored. */
function triedColumns(context: Context, connectionId: string, kind: string, tried: Tried | undefined) {
  if (tried === undefined) return {};
  return {
    settings: JSON.stringify(tried.settings),
    secrets: sealSecrets(context, connectionId, tried.secrets),
    secrets_set: secretNames(tried.secrets),
    consent_ends_at: consentEnd(kind, tried.secrets, context.clock.now()),
  };
}

/** Off while paused; back from a pause it is what its secrets were last seen to be, or has to be looked at. */
function pausedStanding(
  row: { state: string; reason: string | null },
  paused: boolean | undefined,
  tried: Tried | undefined,
): { state: string; reason: string | null } {
  if (paused === true) return { state: 'off', reason: null };
  if (row.state === 'off' && paused !== false) return { state: 'off', reason: null };
  if (tried !== undefined && tried.standing.state !== 'off') return { ...tried.standing };
  return row.state === 'off' ? { state: 'connected', reason: null } : { state: row.state, reason: row.reason };
}
