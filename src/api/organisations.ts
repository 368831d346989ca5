import type { z } from 'zod';
import * as contract from '../contract/organisations.ts';
import {
  addOrganisation,
  assignCustomers,
  changeOrganisation,
  findOwnCustomer,
  type KeptOrganisation,
  listOrganisations,
  listOwnCustomers,
  type Organisation,
  type OwnCustomer,
} from '../features/organisations/index.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';

export const organisationRoutes: readonly Mounted[] = [
  handle(contract.listOrganisations, async ({ context }) => good({ data: (await listOrganisations(context)).map(present) })),
  handle(contract.addOrganisation, async ({ context, body }) => answer(await addOrganisation(context, body))),
  handle(contract.changeOrganisation, async ({ context, params, body }) => answer(await changeOrganisation(context, params.id, body))),
  handle(contract.assignCustomers, async ({ context, body }) => {
    const moved = await assignCustomers(context, body.organisationId ?? undefined, body.customerIds);
    return moved === undefined ? refuse('not_found', 'There is no such organisation.') : good({ moved });
  }),
  handle(contract.listOrganisationCustomers, async ({ context, params }) => {
    if (!(await listOrganisations(context)).some(({ organisationId }) => organisationId === params.id))
      return refuse('not_found', 'There is no such organisation.');
    return good({ data: (await listOwnCustomers({ ...context, scope: { reseller: params.id } })).map(presentOwn) });
  }),
  handle(contract.listOwnCustomers, async ({ context }) => good({ data: (await listOwnCustomers(context)).map(presentOwn) })),
  handle(contract.getOwnCustomer, async ({ context, params }) => {
    const customer = await findOwnCustomer(context, params.id);
    if (customer === undefined) return refuse('not_found', 'There is no such customer.');
    const profiles = customer.profiles.map(({ connectionId, billTo, readAt }) => ({
      connectionId: publicId('connection', connectionId),
      billTo,
      readAt: readAt.toString(),
    }));
    return good({ ...presentOwn(customer), profiles });
  }),
];

function answer(outcome: KeptOrganisation) {
  switch (outcome.status) {
    case 'kept':
      return good(present(outcome.organisation));
    case 'duplicate':
      return refuse('duplicate', `${outcome.of.name} has this name or partner id already.`, {
        hint: `Open ${publicId('reseller', outcome.of.organisationId)} instead.`,
      });
    case 'refused':
      return refuse('not_found', 'There is no such organisation.');
  }
}

const presentOwn = ({ customerId, name, domain, subscriptions }: OwnCustomer): z.input<typeof contract.OwnCustomer> => ({
  id: publicId('customer', customerId),
  name,
  domain,
  subscriptions: subscriptions.map((each) => ({ id: publicId('subscription', each.subscriptionId), name: each.name, seats: each.seats })),
});

const present = ({ organisationId, ...organisation }: Organisation): z.input<typeof contract.Organisation> => ({
  id: publicId('reseller', organisationId),
  ...organisation,
});
