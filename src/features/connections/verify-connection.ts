import type { Remote } from '../../connectors/ports.ts';
import { isAppError } from '../../lib/errors.ts';
import type { Probe } from '../../model/connection.ts';
import { publicId } from '../../model/ids.ts';
import { changesInWords } from '../../model/verification.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { raise } from '../notices/index.ts';
import { withFacts } from './facts.ts';
import { openConnection } from './open-connection.ts';
import { afterProbes, type Standing } from './state.ts';
import { changeRow, insertProbeRun, lockConnection } from './store.ts';
import { lastProbes, toVerification, type Verification } from './verifications.ts';

/** Asks the remote everything that a connection needs, outside any transaction, and keeps the answers and what they make of it. Undefined when there is no such connection. */
export async function verifyConnection(context: Context, connectionId: string, signal?: AbortSignal): Promise<Verification | undefined> {
  const exists = await inScope(context.db, everything, (tx) =>
    tx.selectFrom('connection').select('name').where('connection_id', '=', connectionId).executeTakeFirst(),
  );
  if (exists === undefined) return undefined;
  const probes = await probe(() => openConnection(context, connectionId), signal);
  return inScope(context.db, everything, async (tx) => {
    const row = await lockConnection(tx, connectionId);
    if (row === undefined) return undefined;
    const now = context.clock.now();
    const standing = afterProbes(row.state as Standing['state'], probes);
    const before = await lastProbes(tx, connectionId);
    const probeRunId = context.ids();
    await insertProbeRun(tx, { probeRunId, connectionId, probes, state: standing.state }, now);
    await changeRow(tx, connectionId, { ...standing, account: JSON.stringify(withFacts(row.account, probes)) }, now);
    await record(tx, context, {
      action: 'connection.verified',
      object: publicId('connection', connectionId),
      before: { state: row.state, reason: row.reason },
      after: standing,
    });
    const verification = toVerification(
      { probe_run_id: probeRunId, connection_id: connectionId, probes, state: standing.state, at: now },
      before,
    );
    await tellChanges(tx, context, exists.name, verification);
    return verification;
  });
}

/** A check that fails anew or passes again is an event of its own: a notice and the trail for people, the log for whoever watches it. */
async function tellChanges(
  tx: Tx,
  context: Context,
  name: string,
  { verificationId, connectionId, changes, probes, outcome }: Verification,
): Promise<void> {
  if (changes.length === 0) return;
  const told = changes.map(({ name: probed, became, code }) => `${probed} ${became}${code === undefined ? '' : ` (${code})`}`);
  context.log.warn({ connectionId, connection: name, outcome, changes: told }, 'The checks of a connection say something else than before');
  const fails = changes.some(({ became }) => became === 'failed');
  await raise(tx, context, {
    key: `checks ${verificationId}`,
    matter: fails ? 'checkFails' : 'checkPasses',
    about: { kind: 'connection', id: connectionId },
    title: fails ? `A check of ${name} fails` : `A check of ${name} passes again`,
    detail: changesInWords(changes, probes),
    link: `/settings/connections/${publicId('connection', connectionId)}`,
  });
  await record(tx, context, {
    action: 'connection.checksChanged',
    object: publicId('connection', connectionId),
    after: { outcome, changes: told },
  });
}

/** The probes of a remote; one that cannot even be opened is a failed probe, not a fault. */
export async function probe(open: () => Promise<Remote> | Remote, signal?: AbortSignal): Promise<readonly Probe[]> {
  try {
    const remote = await open();
    return await remote.verify(signal);
  } catch (error) {
    signal?.throwIfAborted();
    const known = isAppError(error) ? { code: error.code, detail: error.message, hint: error.facts.hint } : undefined;
    return [
      {
        name: 'open',
        outcome: 'failed',
        ms: 0,
        code: known?.code ?? 'secrets_unreadable',
        detail: known?.detail ?? 'The connection could not be opened with what is stored.',
        hint: known?.hint ?? 'Enter its secrets again.',
      },
    ];
  }
}
