import { ConnectionSettings, type Probe } from '../../model/connection.ts';
import { type FeatureState, featureStates } from '../../model/partner-feature.ts';
import { changesBetween, outcomeOf, type ProbeChange, type VerificationOutcome } from '../../model/verification.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { reasonOf } from './state.ts';

export type Verification = {
  readonly verificationId: string;
  readonly connectionId: string;
  readonly state: string;
  readonly reason: string | null;
  readonly outcome: VerificationOutcome;
  readonly probes: readonly Probe[];
  /** Against the verification before it. */
  readonly changes: readonly ProbeChange[];
  readonly at: Temporal.Instant;
};

type ProbeRow = { probe_run_id: string; connection_id: string; probes: unknown; state: string; at: Temporal.Instant };

export function toVerification(row: ProbeRow, before: readonly Probe[]): Verification {
  const probes = row.probes as readonly Probe[]; // written by us from the same type
  const codes = probes.filter(({ outcome }) => outcome === 'failed').flatMap(({ code }) => code ?? []);
  return {
    verificationId: row.probe_run_id,
    connectionId: row.connection_id,
    state: row.state,
    reason: row.state === 'degraded' ? reasonOf(codes) : null,
    outcome: outcomeOf(probes),
    probes,
    changes: changesBetween(before, probes),
    at: row.at,
  };
}

const newest = (tx: Tx, connectionId: string, limit: number) =>
  tx
    .selectFrom('probe_run')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .orderBy('at', 'desc')
    .orderBy('probe_run_id', 'desc')
    .limit(limit)
    .execute();

/** What the probes said last time; none when nobody asked yet. */
export const lastProbes = async (tx: Tx, connectionId: string): Promise<readonly Probe[]> =>
  ((await newest(tx, connectionId, 1))[0]?.probes ?? []) as readonly Probe[]; // written by us from the same type

/** The last verifications, newest first: each with what had changed, so that they can be drawn over time. */
export const listVerifications = (context: Context, connectionId: string, limit = 20): Promise<readonly Verification[]> =>
  inScope(context.db, everything, async (tx) => {
    const rows = await newest(tx, connectionId, limit + 1); // one more: the oldest shown has one before it too
    return rows.slice(0, limit).map((row, index) => toVerification(row, (rows[index + 1]?.probes ?? []) as readonly Probe[]));
  });

/** What a partner account can be used for, by its kind and its last verification; undefined when there is none such. */
export const featuresOf = (context: Context, connectionId: string): Promise<readonly FeatureState[] | undefined> =>
  inScope(context.db, everything, async (tx) => {
    const row = await tx
      .selectFrom('connection')
      .select(['settings', 'write_kinds'])
      .where('connection_id', '=', connectionId)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const settings = ConnectionSettings.parse(row.settings);
    if (settings.kind !== 'partnerCenter') return undefined;
    const { cloud, partnerType } = settings;
    return featureStates({ cloud, partnerType, writeKinds: row.write_kinds }, await lastProbes(tx, connectionId));
  });
