import type { z } from 'zod';
import * as contract from '../contract/billing.ts';
import type { Context } from '../features/context.ts';
import { type Simulated, simulateBilling, type WouldBill } from '../features/plans/index.ts';
import {
  type BillingExceptionView,
  keepBillingException,
  listBillingExceptions,
  removeBillingException,
} from '../features/settings/index.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';

export const billingRoutes: readonly Mounted[] = [
  handle(contract.listBillingExceptions, async ({ context }) => good(await shownExceptions(context))),
  handle(contract.keepBillingException, async ({ context, body: { customerId, product, choice, reason } }) => {
    const kept = await keepBillingException(context, { customerId, product, choice, reason });
    return kept.status === 'kept'
      ? good(await shownExceptions(context))
      : refuse('invalid', 'There is no customer with this id.', {
          errors: [{ pointer: '/customerId', code: 'unknown_customer', detail: 'is no customer' }],
        });
  }),
  handle(contract.removeBillingException, async ({ context, params }) =>
    (await removeBillingException(context, params.id))
      ? good(undefined)
      : refuse('not_found', 'There is no billing exception with this id.'),
  ),
  handle(contract.simulateBilling, async ({ context, body: { customerId, product, choice } }) =>
    good(shownSimulation(await simulateBilling(context, { customerId, product, choice }))),
  ),
];

const shownExceptions = async (context: Context) => ({ data: (await listBillingExceptions(context)).map(shownException) });

const shownException = (view: BillingExceptionView): z.input<typeof contract.BillingException> => ({
  id: publicId('billingException', view.exceptionId),
  customerId: view.customerId === undefined ? null : publicId('customer', view.customerId),
  customerName: view.customerName ?? null,
  product: view.product ?? null,
  productName: view.productName ?? null,
  choice: view.choice,
  reason: view.reason ?? null,
  changedBy: view.changedBy,
  changedAt: view.changedAt.toString(),
});

const shownSimulation = (simulated: Simulated): z.input<typeof contract.BillingSimulation> => ({
  ...simulated,
  before: [...simulated.before],
  after: [...simulated.after],
  credits: { count: simulated.credits.count, money: [...simulated.credits.money] },
  sample: simulated.sample.map(({ differenceId, before, after, ...row }) => ({
    ...row,
    differenceId: publicId('difference', differenceId),
    before: shownBill(before),
    after: shownBill(after),
  })),
});

const shownBill = ({ effectiveOn, firstBill }: WouldBill) => ({ effectiveOn: effectiveOn ?? null, firstBill });
