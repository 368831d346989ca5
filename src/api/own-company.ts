import type { z } from 'zod';
import * as contract from '../contract/own-company.ts';
import { findOwnCompany, type OwnCompany } from '../features/organisations/index.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';
import { behind } from './mount.ts';

export const ownCompanyRoutes: readonly Mounted[] = [
  handle(contract.getOwnCompany, async (call) => {
    const customerId = behind(call).caller?.customerId;
    if (customerId === undefined) return refuse('not_found', 'You belong to no customer: this is what its own people see.');
    const company = await findOwnCompany(call.context, customerId);
    return company === undefined ? refuse('not_found', 'Your company is no customer here any more.') : good(present(company));
  }),
];

const present = ({ customerId, subscriptions, access, contacts, ...company }: OwnCompany): z.input<typeof contract.OwnCompany> => ({
  id: publicId('customer', customerId),
  ...company,
  subscriptions: subscriptions.map(({ subscriptionId, ...each }) => ({ id: publicId('subscription', subscriptionId), ...each })),
  access: access.map((each) => ({ ...each, roles: [...each.roles], endsAt: each.endsAt?.toString() ?? null })),
  contacts: contacts.map(({ billTo, readAt }) => ({ billTo, readAt: readAt.toString() })),
});
