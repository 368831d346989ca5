import { z } from 'zod';
import { BillTo, CountryRules } from '../model/bill-to.ts';
import { BillToProblem } from '../model/bill-to-rules.ts';
import { idSchema } from '../model/ids.ts';
import { LeadingReason } from '../model/leading-account.ts';
import { asOf } from './as-of.ts';
import { instant } from './page.ts';
import { Plan } from './plans.ts';
import { route } from './route.ts';

export const Recipient = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    costCentre: z.string(),
    language: z.string(),
    purchaseOrder: z.string(),
    delivery: z.enum(['email', 'portal', 'post']),
    version: z.int32(),
  })
  .meta({ id: 'Recipient' });

export const CustomerContacts = z
  .object({
    /** As each Partner Center account has it, the leading one first. Owned by Microsoft: written there through a plan, never here alone. */
    accounts: z.array(
      z.object({
        connectionId: z.string(),
        connectionName: z.string(),
        /** Whether the account sells to the customer today. */
        sells: z.boolean(),
        billTo: BillTo,
        registrationNumber: z.string(),
        domains: z.array(z.string()),
        /** Empty: orders can be placed. */
        problems: z.array(BillToProblem),
        rules: CountryRules.nullable(),
        ...asOf,
      }),
    ),
    /** The account whose billing profile speaks for the customer, and why; null while none was read. */
    leading: z.object({ connectionId: z.string(), connectionName: z.string(), because: LeadingReason }).nullable(),
    /** Whom somebody chose to lead; `isInForce` false: it does not sell to the customer any more, so another account leads until it does. */
    leadingChoice: z
      .object({ connectionId: z.string(), connectionName: z.string(), chosenBy: z.string(), chosenAt: instant, isInForce: z.boolean() })
      .nullable(),
    /** The person of the leading account's billing profile; fields of it that are ours are as they are kept here. */
    primary: z.object({ name: z.string(), email: z.string(), phone: z.string() }).nullable(),
    /** Who gets our bills; with none of our own it is the primary contact. */
    billing: z.object({ followsPrimary: z.boolean(), recipients: z.array(Recipient) }),
  })
  .meta({ id: 'CustomerContacts' });

const params = z.object({ id: idSchema('customer') });

export const getCustomerContacts = route({
  id: 'getCustomerContacts',
  method: 'GET',
  path: '/customers/{id}/contacts',
  summary: 'Contacts and billing address of a customer, and what keeps orders from being placed',
  tag: 'Customers',
  may: 'customers:read',
  tenantScope: 'rows',
  params,
  status: 200,
  reply: CustomerContacts,
});

export const chooseLeadingAccount = route({
  id: 'chooseLeadingAccount',
  method: 'PATCH',
  path: '/customers/{id}/leading-account',
  summary: 'Choose the account whose billing profile speaks for a customer; null: the one that has sold to it for the longest',
  tag: 'Customers',
  may: 'customers:write',
  tenantScope: 'rows',
  params,
  body: z.strictObject({ connectionId: idSchema('connection').nullable() }),
  status: 200,
  reply: CustomerContacts,
  problems: ['conflict'],
});

export const listContactChanges = route({
  id: 'listContactChanges',
  method: 'GET',
  path: '/customers/{id}/contacts/changes',
  summary: 'What the billing profile was before, newest first',
  tag: 'Customers',
  may: 'customers:read',
  tenantScope: 'rows',
  params,
  status: 200,
  reply: z.object({
    data: z.array(
      z.object({
        at: instant,
        connectionName: z.string(),
        /** `sync`: seen at Microsoft. `plan`: written there from here. */
        cause: z.string(),
        changes: z.record(z.string(), z.object({ before: z.string(), after: z.string() })),
      }),
    ),
  }),
});

export const previewBillTo = route({
  id: 'previewBillTo',
  method: 'POST',
  path: '/customers/{id}/bill-to',
  summary: 'Preview a change of the billing profile at Microsoft; the plan is then applied, read back, and can be undone',
  tag: 'Customers',
  may: 'customers:write',
  tenantScope: 'rows',
  idempotency: 'accepted',
  params,
  body: z.strictObject({
    /** Which account's profile; left out: the only one. */
    connectionId: idSchema('connection').optional(),
    changes: BillTo.partial(),
  }),
  status: 201,
  reply: Plan,
  problems: ['nothing_to_correct', 'write_switched_off', 'remote_unavailable', 'remote_refused', 'conflict'],
});

/** How far a change of a billing profile is: here only, sent, confirmed by Microsoft, or refused by it. */
export const EditState = z.enum(['local', 'sent', 'confirmed', 'rejected', 'takenBack']);

export const listBillToEdits = route({
  id: 'listBillToEdits',
  method: 'GET',
  path: '/customers/{id}/bill-to/edits',
  summary: 'Changes of the billing profile that were made from here, newest first, and how far each is',
  tag: 'Customers',
  may: 'customers:read',
  tenantScope: 'rows',
  params,
  status: 200,
  reply: z.object({
    data: z.array(
      z
        .object({
          planId: z.string(),
          state: EditState,
          summary: z.string(),
          /** Why Microsoft refused it, or how it ended. */
          sentence: z.string().nullable(),
          createdAt: instant,
          createdBy: z.string(),
        })
        .meta({ id: 'BillToEdit' }),
    ),
  }),
});

export const listNotOrderable = route({
  id: 'listNotOrderable',
  method: 'GET',
  path: '/customers/not-orderable',
  summary: 'Customers for whom nothing can be ordered, with the fields that are missing or malformed',
  tag: 'Customers',
  may: 'customers:read',
  tenantScope: 'rows',
  status: 200,
  reply: z.object({
    data: z.array(
      z
        .object({
          customerId: z.string(),
          customerName: z.string(),
          connectionId: z.string(),
          connectionName: z.string(),
          problems: z.array(BillToProblem),
          since: instant,
          ...asOf,
        })
        .meta({ id: 'NotOrderable' }),
    ),
  }),
});

const line = z.string().trim().max(200);
const wish = {
  name: line.min(1),
  email: z.union([z.literal(''), z.email().max(254)]),
  costCentre: line.default(''),
  language: line.default(''),
  purchaseOrder: line.default(''),
  delivery: z.enum(['email', 'portal', 'post']).default('email'),
};
const reachable = ({ delivery, email }: { delivery: string; email: string }): boolean => delivery !== 'email' || email !== '';
const needsAddress = { message: 'is needed to send bills by e-mail', path: ['email'] };
const recipients = z.object({ data: z.array(Recipient) });

export const addRecipient = route({
  id: 'addRecipient',
  method: 'POST',
  path: '/customers/{id}/recipients',
  summary: 'Add somebody who gets our bills, for a cost centre or for the rest',
  tag: 'Customers',
  may: 'customers:write',
  tenantScope: 'rows',
  idempotency: 'accepted',
  params,
  body: z.strictObject(wish).refine(reachable, needsAddress),
  status: 201,
  reply: recipients,
  problems: ['conflict', 'duplicate'],
});

const one = z.object({ id: idSchema('customer'), recipientId: idSchema('recipient') });

export const changeRecipient = route({
  id: 'changeRecipient',
  method: 'PATCH',
  path: '/customers/{id}/recipients/{recipientId}',
  summary: 'Change who gets our bills',
  tag: 'Customers',
  may: 'customers:write',
  tenantScope: 'rows',
  params: one,
  body: z.strictObject({ ...wish, version: z.int32() }).refine(reachable, needsAddress),
  status: 200,
  reply: recipients,
  problems: ['duplicate', 'precondition_failed'],
});

export const removeRecipient = route({
  id: 'removeRecipient',
  method: 'DELETE',
  path: '/customers/{id}/recipients/{recipientId}',
  summary: 'Take somebody off our bills',
  tag: 'Customers',
  may: 'customers:write',
  tenantScope: 'rows',
  params: one,
  status: 200,
  reply: recipients,
});
