import type { z } from 'zod';
import * as contract from '../contract/customer-details.ts';
import { type ChangedDetails, changeDetails, chooseFieldOwners, type Detail, findDetails } from '../features/customers/index.ts';
import { type OwnerSettings, readFieldOwners } from '../features/settings/index.ts';
import { BillToField } from '../model/bill-to.ts';
import { DetailField, ownersOf } from '../model/field-owner.ts';
import { type Good, good, handle, type Mounted, type Refusal, refuse } from './handle.ts';

type Details = { data: z.input<typeof contract.CustomerDetailField>[] };

const unknown = refuse('not_found', 'There is no such customer.');

export const customerDetailRoutes: readonly Mounted[] = [
  handle(contract.getCustomerDetails, async ({ context, params }) => {
    const details = await findDetails(context, params.id);
    return details === undefined ? unknown : good({ data: details.map(present) });
  }),
  handle(contract.changeCustomerDetails, async ({ context, params, body }) =>
    answer(await changeDetails(context, params.id, body.changes)),
  ),
  handle(contract.getFieldOwners, async ({ context }) => good(presentOwners(await readFieldOwners(context.db)))),
  handle(contract.changeFieldOwners, async ({ context, body }) => {
    const { status, settings } = await chooseFieldOwners(context, body);
    if (status === 'changed') return good(presentOwners(settings));
    return refuse('precondition_failed', 'Somebody changed the owners since you looked.', { hint: 'Look at them again.' });
  }),
];

function answer(outcome: ChangedDetails): Good<Details> | Refusal {
  switch (outcome.status) {
    case 'kept':
      return good({ data: outcome.details.map(present) });
    case 'absent':
      return unknown;
    case 'refused':
      return refuse('conflict', outcome.fields.map(({ field, because }) => `${field}: ${because}`).join(' '), {
        hint: 'Nothing was changed. Whose a field is can be chosen: the owners of fields.',
      });
  }
}

const present = ({ own, ...detail }: Detail): z.input<typeof contract.CustomerDetailField> => ({
  ...detail,
  own: own && { value: own.value, changedBy: own.changedBy, changedAt: own.changedAt.toString() },
});

const presentOwners = ({ owners, agreed, version }: OwnerSettings): z.input<typeof contract.FieldOwners> => ({
  data: DetailField.options.map((field) => {
    const asked = BillToField.safeParse(field).data;
    return { field, owner: owners[field], choices: [...ownersOf(field)], isAgreed: asked === undefined ? null : agreed.includes(asked) };
  }),
  version,
});
