import type { LookUp, Psa, PsaWrite, Written } from '../../src/connectors/ports.ts';
import type { PsaCorrection } from '../../src/model/difference.ts';
import type { PsaLine } from '../../src/model/psa.ts';
import { RemoteError } from '../../src/platform/http/fault.ts';
import { aPsa, type FakePsa } from './fake-remotes.ts';

/** What may happen to the next write, in order; `fine` when the list is empty. */
export type WriteFate =
  | 'fine'
  /** Done there, and the answer lost. */
  | 'doneAndLost'
  /** Never arrived, and nobody can tell. */
  | 'lost'
  /** Told to come again; nothing was done. */
  | 'throttled'
  | 'refused'
  /** Done, and a process that dies before it hears so: the promise never ends. */
  | 'doneAndDead';

export type WritablePsa = FakePsa & {
  readonly fates: WriteFate[];
  /** Every write that took effect there, in order. */
  readonly effects: PsaWrite[];
  /** Every write that was sent. */
  readonly sent: PsaWrite[];
  readonly line: (remoteId: string) => PsaLine | undefined;
  readonly edit: (remoteId: string, change: Partial<PsaLine>) => void;
};

/** A PSA in memory that can be written to, loses answers when told, and counts what really happened there. */
export function aWritablePsa(): WritablePsa {
  const base = aPsa();
  const { lines } = base.state;
  const [fates, effects, sent]: [WriteFate[], PsaWrite[], PsaWrite[]] = [[], [], []];
  const all = (): PsaLine[] => [...lines.values()].flat();
  const edit = (remoteId: string, change: Partial<PsaLine>): void => {
    for (const [agreement, own] of lines)
      lines.set(
        agreement,
        own.map((line) => (line.remoteId === remoteId ? { ...line, ...change, version: `v${effects.length + 2}` } : line)),
      );
  };
  const carryOut = (write: PsaWrite): Written<PsaCorrection> => {
    effects.push(write);
    return effectOf(write, { edit, lines, next: () => String(9_000 + all().length) });
  };
  const write = async (given: PsaWrite): Promise<Written<PsaCorrection>> => {
    sent.push(given);
    const fate = fates.shift() ?? 'fine';
    switch (fate) {
      case 'fine':
        return carryOut(given);
      case 'doneAndLost':
        carryOut(given);
        throw fault('remote_timeout', 'unknown_outcome');
      case 'lost':
        throw fault('remote_timeout', 'unknown_outcome');
      case 'throttled':
        throw fault('remote_throttled', 'retryable');
      case 'refused':
        throw fault('remote_rejected', 'permanent');
      case 'doneAndDead':
        carryOut(given);
        return new Promise(() => undefined);
    }
  };
  const psa: Psa = {
    ...base,
    prepare: ({ correction, effectiveOn }) => [
      {
        summary: correction.action,
        method: 'PATCH',
        path: `/agreements/${correction.agreementRemoteId}`,
        body: { correction, effectiveOn },
      },
    ],
    write,
    lookUp: (given) => Promise.resolve(found(given, all())),
  };
  return { ...base, ...psa, state: base.state, fates, effects, sent, edit, line: (id) => all().find((line) => line.remoteId === id) };
}

const fault = (code: 'remote_timeout' | 'remote_throttled' | 'remote_rejected', kind: 'unknown_outcome' | 'retryable' | 'permanent') =>
  new RemoteError(code, kind, 'The PSA did not answer', { remote: 'psa' });

type Desk = {
  readonly edit: (remoteId: string, change: Partial<PsaLine>) => void;
  readonly lines: Map<string, PsaLine[]>;
  readonly next: () => string;
};

function effectOf({ correction, effectiveOn }: PsaWrite, { edit, lines, next }: Desk): Written<PsaCorrection> {
  switch (correction.action) {
    case 'setQuantity':
      edit(correction.lineRemoteId, { quantity: correction.to });
      return { remoteIds: [correction.lineRemoteId], undo: [{ ...correction, from: correction.to, to: correction.from }] };
    case 'setPrice':
      edit(correction.lineRemoteId, { unitPrice: correction.to });
      return { remoteIds: [correction.lineRemoteId], undo: [{ ...correction, from: correction.to, to: correction.from }] };
    case 'endLine':
      edit(correction.lineRemoteId, { cancelledOn: effectiveOn ?? '2026-11-21' });
      return { remoteIds: [correction.lineRemoteId], undo: [{ ...correction, action: 'reopenLine' }] };
    case 'reopenLine':
      edit(correction.lineRemoteId, { cancelledOn: undefined });
      return { remoteIds: [correction.lineRemoteId], undo: [{ ...correction, action: 'endLine' }] };
    case 'replaceService':
      edit(correction.lineRemoteId, {
        serviceRemoteId: correction.toServiceRemoteId,
        quantity: correction.quantity,
        unitPrice: correction.unitPrice,
      });
      return {
        remoteIds: [correction.lineRemoteId],
        undo: [{ ...correction, fromServiceRemoteId: correction.toServiceRemoteId, toServiceRemoteId: correction.fromServiceRemoteId }],
      };
    case 'addLine': {
      const remoteId = next();
      const own = lines.get(correction.agreementRemoteId) ?? [];
      lines.set(correction.agreementRemoteId, [
        ...own,
        {
          remoteId,
          agreementRemoteId: correction.agreementRemoteId,
          accountRemoteId: own[0]?.accountRemoteId ?? '1001',
          serviceRemoteId: correction.serviceRemoteId,
          description: correction.description,
          quantity: correction.quantity,
          unitPrice: correction.unitPrice,
          unitCost: correction.unitCost,
          isBilled: true,
          fromOn: effectiveOn,
          cancelledOn: undefined,
          vendorSubscriptionId: correction.vendorSubscriptionId,
          version: 'v1',
        },
      ]);
      const { connectionId, agreementRemoteId, quantity } = correction;
      return { remoteIds: [remoteId], undo: [{ action: 'endLine', connectionId, agreementRemoteId, lineRemoteId: remoteId, quantity }] };
    }
  }
}

function found({ correction }: PsaWrite, lines: readonly PsaLine[]): LookUp {
  if (correction.action === 'addLine') return foundNew(correction.vendorSubscriptionId, lines);
  const line = lines.find((each) => each.remoteId === correction.lineRemoteId);
  const there = (isThere: boolean): LookUp =>
    isThere ? { found: 'applied', remoteIds: [correction.lineRemoteId] } : { found: 'notApplied' };
  switch (correction.action) {
    case 'setQuantity':
      return there(line?.quantity === correction.to);
    case 'endLine':
      return there(line?.cancelledOn !== undefined);
    case 'setPrice':
      return there(line?.unitPrice === correction.to);
    case 'reopenLine':
    case 'replaceService':
      return { found: 'undecidable', candidates: [] };
  }
}

function foundNew(vendorSubscriptionId: string, lines: readonly PsaLine[]): LookUp {
  const same = lines.filter((each) => each.vendorSubscriptionId === vendorSubscriptionId && each.cancelledOn === undefined);
  const ids = same.map((each) => each.remoteId);
  if (ids.length > 1) return { found: 'undecidable', candidates: ids };
  return ids.length === 1 ? { found: 'applied', remoteIds: ids } : { found: 'notApplied' };
}
