import { Seeded } from '../../../src/lib/seeded.ts';
import { isFromTheBeginning } from '../../world/people/derived.ts';
import type { AgreementRow, AgreementType, Customer } from '../../world/types.ts';
import type { World } from '../../world/world.ts';

export const templates: Readonly<Record<AgreementType, { readonly templateId: string; readonly agreementLink: string }>> = {
  MicrosoftCustomerAgreement: { templateId: '117a77b0-9360-443b-8795-c6dedc750cf9', agreementLink: 'https://aka.ms/customeragreement' },
  MicrosoftCloudAgreement: {
    templateId: '998b88de-aa99-4388-a42c-1b3517d49490',
    agreementLink: 'https://learn.microsoft.com/partner-center/agreements',
  },
};

/** From this day the plain confirmation is retired, and acceptances from before the other day count no longer. */
const enhancedFrom = '2026-01-05T00:00:00Z';
const acceptancesFrom = '2023-04-01T00:00:00Z';

const isEnhancedTime = (world: World): boolean => world.clock.nowMs() >= Date.parse(enhancedFrom);

/** Which way of telling of an acceptance holds now. */
export function modelNow(world: World): 'old' | 'enhanced' | 'direct' {
  const { model } = world.switch('agreements');
  if (model !== 'byDate') return model;
  return isEnhancedTime(world) ? 'enhanced' : 'old';
}

/** Everything that was accepted of a customer, as one partner sees it: his own confirmations and what the customer signed himself. */
export function agreementsOf(world: World, accountId: string, customer: Customer): AgreementRow[] {
  const rows = world.tables.agreements
    .by('customerId', customer.id)
    .filter((row) => row.accountId === undefined || row.accountId === accountId);
  const first = fromTheBeginning(world, accountId, customer);
  return first === undefined ? rows : [first, ...rows];
}

/** Customers of the estate were confirmed by their partner soon after they came. */
function fromTheBeginning(world: World, accountId: string, customer: Customer): AgreementRow | undefined {
  if (customer.madeByApi === true || !isFromTheBeginning(world, customer.createdAt)) return undefined;
  const relationship = world.tables.relationships.get(`${accountId}:${customer.id}`);
  if (relationship === undefined || !isFromTheBeginning(world, relationship.acceptedAt)) return undefined;
  const random = new Seeded(`${String(world.options.seed)}/agreement/${relationship.id}`);
  const day = customer.createdAt < '2023-05-02' ? '2023-05-02' : customer.createdAt.slice(0, 10);
  return {
    id: random.uuid(),
    accountId,
    customerId: customer.id,
    how: 'confirmed',
    type: 'MicrosoftCustomerAgreement',
    templateId: templates.MicrosoftCustomerAgreement.templateId,
    primaryContact: { ...customer.contact, phoneNumber: customer.address.phone },
    agreedAt: `${day}T00:00:00Z`,
    userId: random.uuid(),
  };
}

/** Whether the customer himself accepted at Microsoft. */
export const hasSignedDirectly = (world: World, customerId: string): boolean => {
  const rows = world.tables.agreements.by('customerId', customerId).filter((row) => row.how === 'direct');
  return rows.length > 0 || world.switch('agreements').directSigned;
};

/** Whether the customer may be sold to: the gate of orders and checkouts (403/13605 otherwise). */
export function hasValidAgreement(world: World, accountId: string, customer: Customer): boolean {
  if (hasSignedDirectly(world, customer.id)) return true;
  const oldEnds = world.switch('agreements').oldAcceptanceEnds && isEnhancedTime(world);
  return agreementsOf(world, accountId, customer).some(
    (row) => row.type === 'MicrosoftCustomerAgreement' && (!oldEnds || Date.parse(row.agreedAt) >= Date.parse(acceptancesFrom)),
  );
}
