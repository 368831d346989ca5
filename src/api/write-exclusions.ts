import type { z } from 'zod';
import * as contract from '../contract/write-exclusions.ts';
import { excludeFromWriting, listWriteExclusions, type WriteExclusion } from '../features/connections/index.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';

const present = ({ customerId, at, ...exclusion }: WriteExclusion): z.input<typeof contract.WriteExclusion> =>
  contract.WriteExclusion.parse({ ...exclusion, customerId: publicId('customer', customerId), at: at.toString() });

export const writeExclusionRoutes: readonly Mounted[] = [
  handle(contract.listWriteExclusions, async ({ context }) => good({ data: (await listWriteExclusions(context)).map(present) })),
  handle(contract.excludeFromWriting, async ({ context, params, body }) => {
    const outcome = await excludeFromWriting(context, params.id, body);
    if (outcome.status === 'kept') return good({ data: outcome.exclusions.map(present) });
    return outcome.because === 'unknownCustomer'
      ? refuse('not_found', 'There is no such customer.')
      : refuse('invalid', 'Say why the customer is left out.', {
          errors: [{ pointer: '/reason', code: 'required', detail: 'is required when a customer is left out' }],
        });
  }),
];
