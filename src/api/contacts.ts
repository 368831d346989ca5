import type { z } from 'zod';
import * as contract from '../contract/contacts.ts';
import {
  type CustomerContacts,
  changeRecipients,
  findContacts,
  listNotOrderable,
  listProfileChanges,
  type RecipientOutcome,
} from '../features/customers/index.ts';
import { createProfilePlan, listProfileEdits } from '../features/plans/index.ts';
import { publicId } from '../model/ids.ts';
import { type AsOf, asOfIn } from './as-of.ts';
import { type Good, good, handle, type Mounted, type Refusal, refuse } from './handle.ts';
import { refusal, showPlan } from './plans.ts';

const unknown = refuse('not_found', 'There is no such customer.');

export const contactRoutes: readonly Mounted[] = [
  handle(contract.getCustomerContacts, async ({ context, params }) => {
    const contacts = await findContacts(context, params.id);
    return contacts === undefined ? unknown : good(present(contacts, await asOfIn(context)));
  }),
  handle(contract.listContactChanges, async ({ context, params }) =>
    good({
      data: (await listProfileChanges(context, params.id)).map((change) => ({
        ...change,
        at: change.at.toString(),
        changes: { ...change.changes },
      })),
    }),
  ),
  handle(contract.previewBillTo, async ({ context, params, body }) => {
    const created = await createProfilePlan(context, { customerId: params.id, connectionId: body.connectionId, changes: body.changes });
    return created.status === 'created' ? showPlan(context, created.planId) : refusal(created);
  }),
  handle(contract.listBillToEdits, async ({ context, params }) =>
    good({
      data: (await listProfileEdits(context, params.id)).map((edit) => ({
        ...edit,
        planId: publicId('plan', edit.planId),
        createdAt: edit.createdAt.toString(),
      })),
    }),
  ),
  handle(contract.listNotOrderable, async ({ context }) => {
    const asOf = await asOfIn(context);
    return good({
      data: (await listNotOrderable(context)).map((row) => ({
        ...row,
        customerId: publicId('customer', row.customerId),
        connectionId: publicId('connection', row.connectionId),
        problems: [...row.problems],
        since: row.since.toString(),
        ...asOf(row.connectionId, row.readAt, 'charges'),
      })),
    });
  }),
  handle(contract.addRecipient, async ({ context, params, body }) =>
    answer(await changeRecipients(context, params.id, { act: 'add', wish: body })),
  ),
  handle(contract.changeRecipient, async ({ context, params, body: { version, ...wish } }) =>
    answer(await changeRecipients(context, params.id, { act: 'change', recipientId: params.recipientId, version, wish })),
  ),
  handle(contract.removeRecipient, async ({ context, params }) =>
    answer(await changeRecipients(context, params.id, { act: 'remove', recipientId: params.recipientId })),
  ),
];

type Recipients = CustomerContacts['recipients'];

const presentRecipients = (recipients: Recipients): z.input<typeof contract.Recipient>[] =>
  recipients.map(({ recipientId, ...recipient }) => ({ id: publicId('recipient', recipientId), ...recipient }));

function answer(outcome: RecipientOutcome): Good<{ data: z.input<typeof contract.Recipient>[] }> | Refusal {
  if (outcome.status === 'kept') return good({ data: presentRecipients(outcome.recipients) });
  switch (outcome.because) {
    case 'not_found':
      return refuse('not_found', 'There is no such customer or recipient.');
    case 'changed_since':
      return refuse('precondition_failed', 'This recipient was changed since you looked.', { hint: 'Look at it again.' });
    case 'too_many':
      return refuse('conflict', 'A customer has at most 100 recipients.', { hint: 'Remove one that is no longer used.' });
  }
}

function present({ accounts, recipients }: CustomerContacts, asOf: AsOf): z.input<typeof contract.CustomerContacts> {
  const first = accounts[0]?.billTo;
  return {
    accounts: accounts.map((account) => ({
      ...account,
      connectionId: publicId('connection', account.connectionId),
      domains: [...account.domains],
      problems: [...account.problems],
      rules: account.rules ?? null,
      ...asOf(account.connectionId, account.readAt, 'charges'),
    })),
    primary: first === undefined ? null : { name: `${first.firstName} ${first.lastName}`.trim(), email: first.email, phone: first.phone },
    billing: { followsPrimary: recipients.length === 0, recipients: presentRecipients(recipients) },
  };
}
