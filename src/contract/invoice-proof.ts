import { z } from 'zod';
import { idSchema } from '../model/ids.ts';
import { Tolerance } from '../model/tolerance.ts';
import { cost } from './costs.ts';
import { route } from './route.ts';

const amounts = { subtotal: cost(z.string()), tax: cost(z.string()), total: cost(z.string()) };
const said = { subtotal: cost(z.string()).optional(), tax: cost(z.string()).optional(), total: cost(z.string()).optional() };

const InvoiceMisfit = z
  .object({
    /** From 0 over the distinct files of the version. */
    lineNo: z.number().int(),
    column: z.enum(['EffectiveUnitPrice', 'Subtotal', 'TaxTotal', 'Total', 'ReferenceId']),
    expected: cost(z.string()),
    given: cost(z.string()),
    /** Given less expected; null where the column is no amount of money. */
    difference: cost(z.string()),
    formula: cost(z.string()),
    currency: z.string(),
    subscriptionId: z.string(),
    product: z.string(),
    chargeType: z.string(),
  })
  .meta({ id: 'InvoiceMisfit' });

export const InvoiceProof = z
  .object({
    version: z.number().int(),
    verdict: z.enum(['proved', 'withinTolerance', 'notProved']),
    /** False when lines could not be read: then sums need not tie. */
    isComplete: z.boolean(),
    ruleSet: z.object({ name: z.string(), words: z.string(), misfits: z.number().int(), alsoFit: z.array(z.string()) }),
    currencies: z.array(
      z.object({
        currency: z.string(),
        lines: z.number().int(),
        ...amounts,
        customers: z.number().int(),
        products: z.number().int(),
        /** Lines, customers and products have the same sums. */
        agrees: z.boolean(),
        header: z
          .object({ lines: z.number().int().optional(), ...said, ties: z.boolean(), isWithinTolerance: z.boolean() })
          .nullable()
          .meta({ description: 'What the header says less what the lines add up to' }),
      }),
    ),
    misfits: z.object({
      count: z.number().int(),
      withinTolerance: z.number().int(),
      byColumn: z.record(z.string(), z.number().int()),
      /** The first hundred, in order of line. */
      first: z.array(InvoiceMisfit),
    }),
    notRecomputed: z.array(z.object({ reason: z.string(), lines: z.number().int() })),
    tolerance: Tolerance,
    /** Set for this import alone; null: the account's counts, or the default. */
    toleranceOfImport: z.object({ by: z.string(), reason: z.string() }).nullable(),
  })
  .meta({ id: 'InvoiceProof' });

export const getInvoiceProof = route({
  id: 'getInvoiceProof',
  method: 'GET',
  path: '/invoices/{id}/proof',
  summary: 'Every line recomputed by the provider’s own formulas; header, lines, customers and products to the cent',
  tag: 'Invoices',
  may: 'invoices:read',
  tenantScope: 'rows',
  params: z.object({ id: idSchema('invoice') }),
  status: 200,
  reply: InvoiceProof,
  problems: ['conflict'],
});

export const setInvoiceTolerance = route({
  id: 'setInvoiceTolerance',
  method: 'PATCH',
  path: '/invoices/{id}/tolerance',
  summary: 'Judge one import by another tolerance than its account’s; null goes back to the account’s',
  tag: 'Invoices',
  may: 'invoices:write',
  tenantScope: 'rows',
  params: z.object({ id: idSchema('invoice') }),
  body: z.strictObject({ tolerance: Tolerance.nullable(), reason: z.string().trim().min(1).max(500) }),
  status: 200,
  /** By which the import is judged from now on; null: by its account's. */
  reply: z.object({ tolerance: Tolerance.nullable() }),
  problems: ['conflict'],
});
