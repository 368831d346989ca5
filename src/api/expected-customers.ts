import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import * as contract from '../contract/expected-customers.ts';
import type { Context } from '../features/context.ts';
import {
  type Added,
  addCustomer,
  changeExpected,
  type ExpectedView,
  inviteExpected,
  type Known,
  type LookedUp,
  listExpected,
  lookUpCustomer,
  openInvitation,
} from '../features/customers/index.ts';
import type { ExpectedState } from '../model/expected-customer.ts';
import { publicId } from '../model/ids.ts';
import { type Good, good, handle, type Mounted, type Refusal, refuse } from './handle.ts';

const open: readonly ExpectedState[] = ['pending', 'waiting', 'expired', 'joinedElsewhere'];

const noAccount = refuse('invalid', 'There is no such Partner Center account.', {
  errors: [{ pointer: '/connectionId', code: 'unknown', detail: 'is no Partner Center account' }],
});

export const expectedCustomerRoutes: readonly Mounted[] = [
  handle(contract.lookUpCustomer, async ({ context, body }) => {
    const found = await lookUpCustomer(context, body);
    return found === undefined ? noAccount : good(presentFound(found));
  }),
  handle(contract.addCustomer, async ({ context, body }) => presentAdded(await addCustomer(context, body))),
  handle(contract.listExpectedCustomers, async ({ context, query }) =>
    good({ data: (await listExpected(context, query.state ?? open)).map(presentExpected) }),
  ),
  handle(contract.inviteCustomer, async ({ context, params, request }) => {
    const invited = await inviteExpected(context, params.id);
    if (invited.status === 'refused') return refuse(invited.because === 'not_found' ? 'not_found' : 'conflict', invited.detail);
    const link = `${request.baseUrl}/invitation/${invited.token}`;
    return good({
      link,
      microsoftUrl: invited.url,
      subject: invited.isReminder ? 'A reminder: authorise us as your Microsoft partner' : 'Authorise us as your Microsoft partner',
      message: [
        `Hello ${invited.name},`,
        'so that we can look after your Microsoft 365, one of your Global Administrators opens this link, signs in for your company and accepts:',
        link,
        'It gives us the right to sell to you. It gives us no access to your data.',
      ].join('\n\n'),
      reminder: invited.isReminder,
    });
  }),
  handle(contract.decideExpectedCustomer, async ({ context, params, body }) => {
    const changed = await changeExpected(context, params.id, body);
    if (changed.status === 'changed') return good(presentExpected({ ...changed.expected, shouldRemind: false }));
    if (changed.because === 'no_customer')
      return refuse('invalid', changed.detail, {
        errors: [{ pointer: '/customerId', code: 'unknown', detail: 'is no customer of yours' }],
      });
    return refuse(changed.because, changed.detail);
  }),
];

const nothing = { name: null, customerId: null, expectedId: null, tenantId: null };

function presentFound(found: LookedUp): z.input<typeof contract.LookedUpCustomer> {
  const base = { ...nothing, verdict: found.status };
  switch (found.status) {
    case 'known':
      return { ...base, sentence: knownSentence(found), name: found.name, customerId: publicId('customer', found.customerId) };
    case 'awaited':
      return {
        ...base,
        sentence: knownSentence(found),
        name: found.expected.name,
        expectedId: publicId('expected', found.expected.expectedId),
      };
    case 'listed':
      return {
        ...base,
        sentence: `${found.customer.name} is at Partner Center already and will be linked; nothing is created.`,
        name: found.customer.name,
        tenantId: found.customer.tenantId,
      };
    case 'taken':
      return { ...base, sentence: 'A Microsoft tenant has this domain, and this account is not its partner yet. Send it an invitation.' };
    case 'free':
      return { ...base, sentence: 'No Microsoft tenant has this domain.' };
    case 'stranger':
      return { ...base, sentence: 'This account is not a partner of that tenant. Send it an invitation.' };
    case 'unsure':
      return { ...base, sentence: `Partner Center could not be asked: ${found.because}. ${found.hint ?? 'Try again later.'}` };
  }
}

const knownSentence = (known: Known): string =>
  known.status === 'known'
    ? `${known.name} is a customer here already, by its ${known.by === 'tenant' ? 'tenant id' : 'domain'}.`
    : `${known.expected.name} is expected already.`;

function presentAdded(added: Added): Good<z.input<typeof contract.addCustomer.reply & object>> | Refusal {
  switch (added.status) {
    case 'linked':
      return good({ outcome: 'linked', customerId: publicId('customer', added.customerId), expectedId: null });
    case 'expected':
      return good({ outcome: 'expected', customerId: null, expectedId: publicId('expected', added.expectedId) });
    case 'known':
      return refuse('duplicate', knownSentence(added), { hint: `Open ${publicId('customer', added.customerId)} instead.` });
    case 'awaited':
      return refuse('duplicate', knownSentence(added), { hint: `Open ${publicId('expected', added.expected.expectedId)} instead.` });
    case 'refused':
      return added.because === 'no_account'
        ? noAccount
        : refuse('remote_unavailable', added.detail, added.hint === undefined ? {} : { hint: added.hint });
  }
}

const presentExpected = (expected: ExpectedView): z.input<typeof contract.ExpectedCustomer> => ({
  id: publicId('expected', expected.expectedId),
  connectionId: publicId('connection', expected.connectionId),
  cloud: expected.cloud,
  tenantId: expected.tenantId,
  domain: expected.domain,
  name: expected.name,
  email: expected.email,
  country: expected.country,
  note: expected.note,
  resellerMpn: expected.resellerMpn,
  origin: expected.origin,
  state: expected.state,
  sentAt: expected.sentAt?.toString() ?? null,
  openedAt: expected.openedAt?.toString() ?? null,
  acceptedAt: expected.acceptedAt?.toString() ?? null,
  acceptedBy: expected.acceptedBy,
  expiresAt: expected.expiresAt?.toString() ?? null,
  reminders: expected.reminders,
  shouldRemind: expected.shouldRemind,
  customerId: expected.customerId === null ? null : publicId('customer', expected.customerId),
  joinedConnectionId: expected.joinedConnectionId === null ? null : publicId('connection', expected.joinedConnectionId),
  createdBy: expected.createdBy,
  createdAt: expected.createdAt.toString(),
});

/** `GET /invitation/{token}`: what a customer clicks. It notes that, and leads on to Microsoft; it tells nobody who was invited. */
export function serveInvitation(server: FastifyInstance, context: Context): void {
  server.get<{ Params: { token: string } }>('/invitation/:token', async (request, reply) => {
    const url = await openInvitation(context, request.params.token.slice(0, 100));
    if (url === undefined) return reply.code(410).type('text/html; charset=utf-8').send(goneInvitationPage);
    return reply.header('Referrer-Policy', 'no-referrer').redirect(url, 303);
  });
}

const goneInvitationPage = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Invitation – Concord</title>
<h1>This invitation is no longer open</h1>
<p>It was accepted, replaced by a newer one, withdrawn, or is older than 30 days.</p>
<p>Ask the partner who sent it for a new one.</p></html>`;
