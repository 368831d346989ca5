import { must } from '../../src/lib/must.ts';
import type { PsaAdjustment } from '../world/types.ts';
import { put, removeRow } from '../world/world.ts';
import { dayValue, decimalValue, textValue, ValueError } from './additions/values.ts';
import { parentOf } from './additions/write.ts';
import { dateOf, decimal, stampOf } from './answers/values.ts';
import { notFound } from './errors.ts';
import type { Collection } from './lists/collection.ts';
import { nextId } from './memory.ts';
import type { Writers } from './writes/draft.ts';
import { stamped, type Writing } from './writes/store.ts';

/** One-off money on the agreement in the path; it stands on the next invoice after its day. */
export const adjustments: Collection<PsaAdjustment> = {
  kind: 'adjustment',
  name: 'Adjustment',
  refusal: (call) => (parentOf(call) === undefined ? notFound('Agreement', call.params['agreementId'] ?? '') : undefined),
  rows: ({ world, params }) => world.tables.psaAdjustments.by('agreementId', Number(params['agreementId'])).sort((a, b) => a.id - b.id),
  one: ({ world, params }, id) => {
    const row = world.tables.psaAdjustments.get(id);
    return row?.agreementId === Number(params['agreementId']) ? row : undefined;
  },
  show: (row) => ({
    id: row.id,
    amount: decimal(row.amount),
    description: row.description,
    effectiveDate: dateOf(row.effectiveDate),
    agreementId: row.agreementId,
    _info: stampOf(row),
  }),
};

const writers: Writers<PsaAdjustment, undefined> = {
  amount: (row, value) => ({ ...row, amount: decimalValue(value) }),
  description: (row, value) => ({ ...row, description: textValue(value, 1000) }),
  effectiveDate: (row, value) => {
    const day = dayValue(value);
    if (day === undefined) throw new ValueError('must be a date such as 2026-01-01T00:00:00Z');
    return { ...row, effectiveDate: day };
  },
};

export const adjustmentWriting: Writing<PsaAdjustment, undefined> = {
  collection: adjustments,
  event: 'psa.adjustment',
  required: ['amount', 'effectiveDate'],
  writers,
  around: () => undefined,
  blank: (call) => ({
    id: nextId(call.world, 'psaAdjustments'),
    instanceId: call.session.instance.id,
    agreementId: must(parentOf(call), 'agreement').id,
    amount: '0',
    description: '',
    effectiveDate: call.world.today(),
    ...stamped(call),
  }),
  check: () => [],
  put: (row) => put('psaAdjustments', row),
  about: (row) => ({ instanceId: row.instanceId, agreementId: String(row.agreementId) }),
  remove: (_call, row) => [removeRow('psaAdjustments', row.id)],
};
