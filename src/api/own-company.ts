import type { z } from 'zod';
import * as contract from '../contract/own-company.ts';
import * as requests from '../contract/own-requests.ts';
import { findOwnCompany, type OwnCompany } from '../features/organisations/index.ts';
import { askForChange, type ChangeRequest, listRequests, withdrawOwnRequest } from '../features/requests/index.ts';
import { publicId } from '../model/ids.ts';
import { notAsked, present as presentRequest } from './change-requests.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';
import { behind } from './mount.ts';

export const ownCompanyRoutes: readonly Mounted[] = [
  handle(contract.getOwnCompany, async (call) => {
    const customerId = companyOf(call);
    if (customerId === undefined) return nobodys;
    const company = await findOwnCompany(call.context, customerId);
    return company === undefined ? refuse('not_found', 'Your company is no customer here any more.') : good(present(company));
  }),
  handle(requests.listOwnRequests, async (call) =>
    companyOf(call) === undefined ? nobodys : good({ data: (await listRequests(call.context)).map(presentOwn) }),
  ),
  handle(requests.askAsCustomer, async (call) => {
    const customerId = companyOf(call);
    if (customerId === undefined) return nobodys;
    const asked = await askForChange(call.context, { customerId, ...call.body });
    if (asked.status !== 'asked') return notAsked(asked);
    const found = (await listRequests(call.context)).find(({ requestId }) => requestId === asked.requestId);
    return found === undefined ? noRequest : good(presentOwn(found));
  }),
  handle(requests.withdrawOwnRequest, async (call) => {
    if (companyOf(call) === undefined) return nobodys;
    const outcome = await withdrawOwnRequest(call.context, call.params.id, call.body.reason);
    if (outcome.status === 'decided') return good(presentOwn(outcome.request));
    return outcome.status === 'refused' ? refuse(outcome.because, outcome.detail) : noRequest;
  }),
];

/** The customer whose person calls: its id is never taken from what he sends. */
const companyOf = (call: { readonly request: object }): string | undefined => behind(call).caller?.customerId;
const nobodys = refuse('not_found', 'You belong to no customer: this is what its own people see.');
const noRequest = refuse('not_found', 'There is no such request.');

function presentOwn(request: ChangeRequest): z.input<typeof requests.OwnRequest> {
  const { id, wish, note, state, askedBy, askedAt, decidedAt, reason } = presentRequest(request);
  return { id, wish, note, state, askedBy, askedAt, decidedAt, reason };
}

const present = ({ customerId, subscriptions, access, contacts, ...company }: OwnCompany): z.input<typeof contract.OwnCompany> => ({
  id: publicId('customer', customerId),
  ...company,
  subscriptions: subscriptions.map(({ subscriptionId, ...each }) => ({ id: publicId('subscription', subscriptionId), ...each })),
  access: access.map((each) => ({ ...each, roles: [...each.roles], endsAt: each.endsAt?.toString() ?? null })),
  contacts: contacts.map(({ connectionId, billTo, readAt }) => ({
    connectionId: publicId('connection', connectionId),
    billTo,
    readAt: readAt.toString(),
  })),
});
