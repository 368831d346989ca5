import { ConnectionSecrets, type ConnectionSettings, sideOf } from '../../model/connection.ts';
import { type ConnectionId, idOf, publicId } from '../../model/ids.ts';
import { type FieldRefusal, refusalsOf } from '../../model/provider-fields.ts';
import { ProviderRecord } from '../../model/provider-record.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { factsOf } from './facts.ts';
import { awaitsSignIn, identityOf, missingSecrets } from './identity.ts';
import { type ConnectionRecord, findConnection } from './queries.ts';
import { mergeSecrets, sealSecrets, secretNames } from './secrets.ts';
import { afterProbes } from './state.ts';
import { consentEnd, findRemoved, findTaken, insertConnection, insertProbeRun, reviveConnection } from './store.ts';
import { probe } from './verify-connection.ts';

export type AddConnection = {
  readonly name: string;
  readonly settings: ConnectionSettings;
  readonly secrets: ConnectionSecrets;
  /** Only of partner accounts. */
  readonly provider?: ProviderRecord | undefined;
};

export type AddOutcome =
  | { readonly status: 'added'; readonly connection: ConnectionRecord }
  | { readonly status: 'refused'; readonly because: 'nameTaken' | 'accountTaken' | 'wrongTenant' }
  | { readonly status: 'refused'; readonly because: 'secretsMissing'; readonly missing: readonly string[] }
  | { readonly status: 'refused'; readonly because: 'providerNotFitting'; readonly mistakes: readonly FieldRefusal[] };

/**
 * Adds a connection and verifies it first, so that its state is true from the start. It begins read-only. Wrong credentials do not refuse it: they
 * can be put right. An account that was removed goes on with its mappings and history. A partner account without a sign-in is kept as a draft, until somebody consents by its link (capabilities S37).
 */
export async function addConnection(
  context: Context,
  { name, settings, secrets: given, provider = {} }: AddConnection,
): Promise<AddOutcome> {
  const identity = identityOf(settings);
  const missing = missingSecrets(settings.kind, given);
  if (missing.length > 0) return { status: 'refused', because: 'secretsMissing', missing };
  const mistakes = mistakesOf(settings, provider);
  if (mistakes.length > 0) return { status: 'refused', because: 'providerNotFitting', mistakes };
  const [refusal, removed] = await inScope(context.db, everything, async (tx) => [
    await findTaken(tx, { name, kind: settings.kind, identity }),
    await findRemoved(tx, settings.kind, identity),
  ]);
  if (refusal !== undefined) return { status: 'refused', because: refusal.name === name ? 'nameTaken' : 'accountTaken' };

  const connectionId = idOf('connection', removed?.connection_id ?? context.ids());
  let secrets = given;
  const open = () =>
    context.openRemote({
      connectionId,
      settings,
      secrets: given,
      // There is no row yet: a token that rotates meanwhile is stored with it.
      keepSecrets: (changed) => {
        secrets = ConnectionSecrets.parse(mergeSecrets(secrets, changed));
        return Promise.resolve();
      },
    });
  const isDraft = awaitsSignIn(settings.kind, given);
  const probes = isDraft ? [] : await probe(open);
  const standing = isDraft ? draft : afterProbes('draft', probes);
  if (standing.reason === 'wrongTenant') return { status: 'refused', because: 'wrongTenant' };

  const added = await inScope(context.db, everything, async (tx) => {
    const now = context.clock.now();
    const keep = removed === undefined ? insertConnection : reviveConnection;
    const kept = await keep(
      tx,
      {
        connectionId,
        kind: settings.kind,
        side: sideOf[settings.kind],
        name,
        standing,
        settings,
        secrets: sealSecrets(context, connectionId, secrets),
        secretsSet: secretNames(secrets),
        identity,
        consentEndsAt: consentEnd(settings.kind, secrets, now),
        provider,
        account: factsOf(probes),
      },
      now,
    );
    if (!kept) return false;
    if (!isDraft) await insertProbeRun(tx, { probeRunId: context.ids(), connectionId, probes, state: standing.state }, now);
    await record(tx, context, {
      action: removed === undefined ? 'connection.added' : 'connection.addedAgain',
      object: publicId('connection', connectionId),
      after: { name, settings, secrets: secretNames(secrets), provider, ...standing },
    });
    return true;
  });
  return added ? { status: 'added', connection: await mustFind(context, connectionId) } : { status: 'refused', because: 'nameTaken' };
}

const draft = { state: 'draft', reason: null } as const;

/** A provider record belongs to a partner account, and to this one. */
function mistakesOf(settings: ConnectionSettings, provider: ProviderRecord): readonly FieldRefusal[] {
  if (settings.kind === 'partnerCenter') return refusalsOf(provider, settings.tenantId);
  const [field] = Object.keys(ProviderRecord.parse(provider));
  return field === undefined ? [] : [{ field: ProviderRecord.keyof().parse(field), detail: 'is for Partner Center accounts only' }];
}

async function mustFind(context: Context, connectionId: ConnectionId): Promise<ConnectionRecord> {
  const found = await findConnection(context, connectionId);
  if (found === undefined) throw new Error('A connection that was just added is gone');
  return found;
}
