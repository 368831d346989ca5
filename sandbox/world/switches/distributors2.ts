import { z } from 'zod';

const mistakes = ['none', 'keepsSeats', 'oneSeatMore', 'missesCancellation'] as const;
const mistake = z
  .enum(mistakes)
  .default('none')
  .describe('what it gets wrong when it takes over a change made at Microsoft: nothing, old seats, one seat too many, no cancellation');
const followMinutes = (minutes: number) =>
  z.number().min(0).max(129_600).default(minutes).describe('so much later it takes over what changed at Microsoft');
const stepSeconds = z.number().min(0).max(86_400).default(5).describe('so long an order stays in each of its states');

/** TD SYNNEX StreamOne Ion and Ingram Micro's marketplace: what their documents leave open, and what goes wrong on demand. */
export const distributors2Switches = {
  ion: z.strictObject({
    followMinutes: followMinutes(15),
    mistake,
    orderStepSeconds: stepSeconds,
    orderEnds: z.enum(['completed', 'error', 'onHold']).default('completed').describe('how an order ends that Microsoft would take'),
    updateQuantity: z.enum(['total', 'delta']).default('total').describe('what quantity means in an UPDATE order (unverified)'),
    repeatedReference: z
      .enum(['duplicates', 'answersFirst'])
      .default('duplicates')
      .describe('a second order with the same referenceId (unverified)'),
    amounts: z
      .enum(['unit', 'total'])
      .default('unit')
      .describe('price, cost and msrp of a subscription: for one unit or for all (unverified)'),
    gdap: z.enum(['told', 'missing']).default('told').describe('whether cloudProfiles say the state of delegated access'),
    priceBook: z.enum(['up', 'down']).default('up').describe('down: products:pricing answers 503'),
  }),
  ingram: z.strictObject({
    followMinutes: followMinutes(60),
    mistake,
    portalSeats: z
      .enum(['overwrites', 'follows'])
      .default('overwrites')
      .describe('seats changed in Partner Center: put back by the marketplace, or taken over'),
    orderStepSeconds: stepSeconds,
    orderEnds: z.enum(['completed', 'error']).default('completed').describe('how an order ends that Microsoft would take'),
    changeQuantity: z.enum(['total', 'delta']).default('total').describe('what quantity means in a change order (unverified)'),
    reportSeconds: z.number().min(0).max(86_400).default(10).describe('so long a report stays in each of its states'),
    reportEnds: z.enum(['completed', 'error']).default('completed').describe('how a report ends'),
  }),
} as const;
