import type { z } from 'zod';
import * as contract from '../contract/contacts.ts';
import type { Context } from '../features/context.ts';
import {
  type CustomerContacts,
  changeRecipients,
  chooseLeading,
  type Detail,
  findContacts,
  findDetails,
  type LeadingOutcome,
  leadingReason,
  listNotOrderable,
  listProfileChanges,
  type RecipientOutcome,
} from '../features/customers/index.ts';
import { createProfilePlan, listProfileEdits } from '../features/plans/index.ts';
import type { DetailField } from '../model/field-owner.ts';
import { publicId } from '../model/ids.ts';
import { type AsOf, asOfIn } from './as-of.ts';
import { type Good, good, handle, type Mounted, type Refusal, refuse } from './handle.ts';
import { refusal, showPlan } from './plans.ts';

const unknown = refuse('not_found', 'There is no such customer.');

export const contactRoutes: readonly Mounted[] = [
  handle(contract.getCustomerContacts, ({ context, params }) => show(context, params.id)),
  handle(contract.chooseLeadingAccount, async ({ context, params, body }) => {
    const outcome = await chooseLeading(context, params.id, body.connectionId ?? undefined);
    return outcome.status === 'kept' ? show(context, params.id) : refusedLeading[outcome.because];
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

const refusedLeading: Readonly<Record<Extract<LeadingOutcome, { status: 'refused' }>['because'], Refusal>> = {
  not_found: unknown,
  does_not_sell: refuse('conflict', 'This account does not sell to the customer any more.', { hint: 'Choose one that does.' }),
  not_read: refuse('conflict', 'This account has no billing profile of the customer.', {
    hint: 'Sync the customer, or choose another account.',
  }),
};

async function show(context: Context, customerId: string): Promise<Good<z.input<typeof contract.CustomerContacts>> | Refusal> {
  const contacts = await findContacts(context, customerId);
  const details = await findDetails(context, customerId);
  return contacts === undefined || details === undefined ? unknown : good(present(contacts, details, await asOfIn(context)));
}

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
    case 'there_already':
      return refuse('duplicate', 'This customer has a recipient who gets these bills there already.', {
        hint: 'Change that one, or name another cost centre or purchase order.',
      });
    case 'too_many':
      return refuse('conflict', 'A customer has at most 100 recipients.', { hint: 'Remove one that is no longer used.' });
  }
}

/** The person of the billing profile, where nobody chose that a field of it is ours (S100); null while nothing is known of anybody. */
function primaryOf(details: readonly Detail[]): { name: string; email: string; phone: string } | null {
  const said = (field: DetailField): string => details.find((detail) => detail.field === field)?.value ?? '';
  const primary = { name: `${said('firstName')} ${said('lastName')}`.trim(), email: said('email'), phone: said('phone') };
  return Object.values(primary).every((text) => text === '') ? null : primary;
}

function presentLeading({
  accounts,
  choice,
}: CustomerContacts): Pick<z.input<typeof contract.CustomerContacts>, 'leading' | 'leadingChoice'> {
  const [first] = accounts;
  const idOf = (id: string): string => publicId('connection', id);
  return {
    leading:
      first === undefined
        ? null
        : { connectionId: idOf(first.connectionId), connectionName: first.connectionName, because: leadingReason(accounts) },
    leadingChoice:
      choice === undefined
        ? null
        : {
            ...choice,
            connectionId: idOf(choice.connectionId),
            chosenAt: choice.chosenAt.toString(),
            isInForce: accounts.some(({ isChosen, sells }) => isChosen && sells),
          },
  };
}

function present(contacts: CustomerContacts, details: readonly Detail[], asOf: AsOf): z.input<typeof contract.CustomerContacts> {
  const { accounts, recipients } = contacts;
  return {
    ...presentLeading(contacts),
    accounts: accounts.map(({ isChosen: _isChosen, ...account }) => ({
      ...account,
      connectionId: publicId('connection', account.connectionId),
      domains: [...account.domains],
      problems: [...account.problems],
      rules: account.rules ?? null,
      ...asOf(account.connectionId, account.readAt, 'charges'),
    })),
    primary: primaryOf(details),
    billing: { followsPrimary: recipients.length === 0, recipients: presentRecipients(recipients) },
  };
}
