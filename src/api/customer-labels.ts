import type { z } from 'zod';
import * as contract from '../contract/customer-labels.ts';
import {
  addExternalId,
  assignSegments,
  type CustomerLabels,
  changeLabels,
  findLabels,
  importLabels,
  listSegments,
  removeExternalId,
} from '../features/customers/index.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';

const unknown = refuse('not_found', 'There is no such customer.');

export const customerLabelRoutes: readonly Mounted[] = [
  handle(contract.getCustomerLabels, async ({ context, params }) => answer(await findLabels(context, params.id))),
  handle(contract.changeCustomerLabels, async ({ context, params, body }) => answer(await changeLabels(context, params.id, body))),
  handle(contract.addExternalId, async ({ context, params, body }) => {
    const outcome = await addExternalId(context, params.id, body);
    if (outcome.status === 'kept') return good(present(outcome.labels));
    if (outcome.status === 'taken')
      return refuse('duplicate', `${body.system} ${body.externalId} is ${outcome.by.name} already.`, {
        hint: `Open ${publicId('customer', outcome.by.customerId)}: take the id away there first, or merge the two.`,
      });
    return outcome.because === 'not_found' ? unknown : refuse('conflict', 'A customer has at most 100 ids of other systems.');
  }),
  handle(contract.removeExternalId, async ({ context, params }) => answer(await removeExternalId(context, params.id, params.entryId))),
  handle(contract.listSegments, async ({ context }) => good({ data: await listSegments(context) })),
  handle(contract.assignSegments, async ({ context, body }) => good(await assignSegments(context, body))),
  handle(contract.importCustomerLabels, async ({ context, body }) => {
    const { changes, problems, ...rest } = await importLabels(context, body.csv, body.apply);
    return good({
      ...rest,
      changes: changes.map((change) => ({ ...change, customerId: publicId('customer', change.customerId) })),
      problems: [...problems],
    });
  }),
];

const answer = (labels: CustomerLabels | undefined) => (labels === undefined ? unknown : good(present(labels)));

const present = ({ segments, preferredCurrency, externalIds }: CustomerLabels): z.input<typeof contract.CustomerLabels> => ({
  segments: [...segments],
  preferredCurrency,
  externalIds: externalIds.map(({ entryId, system, externalId, addedBy, addedAt }) => ({
    id: publicId('externalId', entryId),
    system,
    externalId,
    addedBy,
    addedAt: addedAt.toString(),
  })),
});
