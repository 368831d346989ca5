import { z } from 'zod';
import { mutationKinds } from './rule.ts';

const milliseconds = z.number().int().min(0).max(3_600_000);

/** The body of `POST /_control/faults`: one rule or a list. Unknown members are refused, so that a typing mistake is not a silent success. */
export const FaultInput = z.strictObject({
  id: z.string().max(60).optional(),
  match: z
    .strictObject({
      remote: z.string().optional(),
      method: z.string().optional(),
      pathTemplate: z.string().startsWith('/').optional(),
      partnerAccount: z.string().optional(),
      customer: z.string().optional(),
      nth: z.number().int().min(1).optional(),
      afterCount: z.number().int().min(0).optional(),
      probability: z.number().min(0).max(1).optional(),
      window: z.strictObject({ from: z.iso.datetime().optional(), to: z.iso.datetime().optional() }).optional(),
    })
    .default({}),
  do: z.strictObject({
    status: z.number().int().min(200).max(599).optional(),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.unknown().optional(),
    bodyMutation: z
      .union([
        z.enum(mutationKinds).transform((kind) => ({ kind })),
        z.strictObject({ kind: z.enum(mutationKinds), field: z.string().optional() }),
      ])
      .optional(),
    delayBefore: milliseconds.optional(),
    delayAfter: milliseconds.optional(),
    dripBytesPerSecond: z.number().int().min(1).optional(),
    cutAfterBytes: z.number().int().min(0).optional(),
    resetBefore: z.boolean().optional(),
    resetAfterProcessing: z.boolean().optional(),
    neverAnswer: z.union([z.boolean(), z.literal('afterProcessing')]).optional(),
    processLater: milliseconds.optional(),
  }),
  times: z.number().int().min(1).optional(),
});

export const FaultInputs = z.union([FaultInput.transform((rule) => [rule]), z.array(FaultInput).min(1).max(1000)]);
