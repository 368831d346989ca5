import { sql } from 'kysely';
import { changedIdOf, type Finding, isAtMicrosoft, type PsaCorrection } from '../../../model/difference.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import type { TargetState } from '../plan.ts';
import { exact, noLine } from '../target-state.ts';
import type { AgreementBills } from './first-bill.ts';

/** A line as it was read last, what is proposed for it, and how its agreement bills. */
export type BilledTarget = { readonly correction: PsaCorrection; readonly state: TargetState; readonly bills: AgreementBills };

type Row = {
  readonly key: string;
  readonly next_invoice_on: string | null;
  readonly cycle_months: number | null;
  readonly prorates: boolean;
  readonly currency: string | null;
};
type LineRow = { readonly key: string; readonly quantity: string; readonly unit_price: string; readonly service: string };

/** Lines and agreements of what is proposed for these findings, in two statements. Undefined of a finding: nothing at a PSA that runs. */
export async function readBilledTargets(
  tx: Tx,
  found: readonly { readonly finding: Finding }[],
): Promise<(finding: Finding) => BilledTarget | undefined> {
  const corrections = found.flatMap(({ finding }) => psaCorrection(finding) ?? []);
  const agreements = await byKey<Row>(
    tx,
    corrections.map(agreementKey),
    (keys) => sql`
    select agreement.connection_id || ' ' || agreement.remote_id as key, agreement.next_invoice_on::text, agreement.cycle_months,
      agreement.prorates, coalesce(agreement.currency, account.currency) as currency
    from psa_agreement agreement join account using (account_id)
    where agreement.retired_at is null and agreement.connection_id || ' ' || agreement.remote_id = any(${keys})`,
  );
  const lines = await byKey<LineRow>(
    tx,
    corrections.map(lineKey),
    (keys) => sql`
    select connection_id || ' ' || remote_id as key, quantity, unit_price, service_remote_id as service
    from psa_line where retired_at is null and cancelled_on is null and connection_id || ' ' || remote_id = any(${keys})`,
  );
  return (finding) => {
    const correction = psaCorrection(finding);
    const agreement = correction && agreements.get(agreementKey(correction));
    if (correction === undefined || agreement?.currency === undefined || agreement.currency === null) return undefined;
    const line = lines.get(lineKey(correction));
    if (line === undefined && correction.action !== 'addLine') return undefined;
    return {
      correction,
      state: line === undefined || correction.action === 'addLine' ? noLine : stateOf(line),
      bills: {
        nextInvoiceOn: agreement.next_invoice_on ?? undefined,
        cycleMonths: agreement.cycle_months ?? undefined,
        prorates: agreement.prorates,
        currency: agreement.currency,
      },
    };
  };
}

const psaCorrection = ({ correction }: Finding): PsaCorrection | undefined =>
  correction === undefined || isAtMicrosoft(correction) ? undefined : correction;

const agreementKey = ({ connectionId, agreementRemoteId }: PsaCorrection): string => `${connectionId} ${agreementRemoteId}`;
const lineKey = (correction: PsaCorrection): string => `${correction.connectionId} ${changedIdOf(correction) ?? ''}`;

const stateOf = ({ quantity, unit_price, service }: LineRow): TargetState => ({
  quantity: exact(quantity),
  unitPrice: exact(unit_price),
  service,
  until: 'open',
});

async function byKey<Found extends { readonly key: string }>(
  tx: Tx,
  keys: readonly string[],
  ask: (keys: readonly string[]) => ReturnType<typeof sql<Found>>,
): Promise<ReadonlyMap<string, Found>> {
  if (keys.length === 0) return new Map();
  const { rows } = await ask([...new Set(keys)]).execute(tx);
  return new Map(rows.map((row) => [row.key, row]));
}
