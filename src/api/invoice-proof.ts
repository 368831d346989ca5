import type { z } from 'zod';
import * as contract from '../contract/invoice-proof.ts';
import { setToleranceOfImport } from '../features/invoices/index.ts';
import { differenceOf, proveStored, type StoredProof } from '../features/reconciliation/proof/index.ts';
import { good, handle, type Mounted, type Refusal, refuse } from './handle.ts';

type Refused = Extract<StoredProof, { status: 'refused' }>['because'];
type Proved = Extract<StoredProof, { status: 'proved' }>;

const refusals: Readonly<Record<Refused, Refusal>> = {
  unknown: refuse('not_found', 'There is no such invoice.'),
  notPublished: refuse('conflict', 'No version of this invoice is in use yet.', { hint: 'Publish a version first.' }),
  otherFormulas: refuse('conflict', 'Only invoice reconciliation files are proved: of others no formulas are published.'),
  tooLong: refuse('conflict', 'This invoice has too many lines to be proved while you wait: a job proves it once it is in use.', {
    hint: 'Ask again when that job has ended.',
  }),
};

export const invoiceProofRoutes: readonly Mounted[] = [
  handle(contract.getInvoiceProof, async ({ context, params }) => {
    const proved = await proveStored(context, params.id);
    return proved.status === 'refused' ? refusals[proved.because] : good(toReply(proved));
  }),
  handle(contract.setInvoiceTolerance, async ({ context, params, body }) => {
    const outcome = await setToleranceOfImport(context, params.id, { tolerance: body.tolerance ?? undefined, reason: body.reason });
    if (outcome.status === 'set') return good({ tolerance: body.tolerance });
    return outcome.because === 'unknown'
      ? refusals.unknown
      : refuse('conflict', 'The month of this invoice is closed: it is not judged by another measure afterwards.');
  }),
];

function toReply({ proof, version, isComplete, own }: Proved): z.input<typeof contract.InvoiceProof> {
  const { verdict, ruleSet, currencies, misfits, notRecomputed, tolerance } = proof;
  return {
    version,
    verdict,
    isComplete,
    ruleSet: { ...ruleSet, alsoFit: [...ruleSet.alsoFit] },
    currencies: currencies.map(({ currency, sums, customers, products, agrees, header }) => ({
      currency,
      ...sums,
      customers,
      products,
      agrees,
      header: header === undefined ? null : { ...header.rest, ties: header.ties, isWithinTolerance: header.isWithinTolerance },
    })),
    misfits: { ...misfits, byColumn: { ...misfits.byColumn }, first: misfits.first.map(toMisfit) },
    notRecomputed: [...notRecomputed],
    tolerance,
    toleranceOfImport: own === undefined ? null : { by: own.by, reason: own.reason },
  };
}

const toMisfit = (misfit: Proved['proof']['misfits']['first'][number]) => ({
  lineNo: misfit.lineNo,
  column: misfit.column,
  expected: misfit.expected,
  given: misfit.given,
  difference: differenceOf(misfit) ?? null,
  formula: misfit.formula,
  currency: misfit.currency,
  subscriptionId: misfit.subscriptionId,
  product: misfit.product,
  chargeType: misfit.chargeType,
});
