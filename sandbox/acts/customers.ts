import { findAccount, findCustomer } from '../control/find.ts';
import { acceptAttestation } from '../partner-center/agreements/attest.ts';
import { templates } from '../partner-center/agreements/state.ts';
import { ended, whyNotRemoved } from '../partner-center/customers/end.ts';
import { findCustomer as findKnown } from '../partner-center/customers/find.ts';
import { isRefusal } from '../partner-center/errors.ts';
import type { AccountStatusRow, AgreementRow, Customer, PartnerAccount, QualificationRow } from '../world/types.ts';
import { type Change, put, type World } from '../world/world.ts';
import { acceptRelationship } from './accept-relationship.ts';
import { type Act, type Acted, flagIn, textIn } from './act.ts';

type Input = Readonly<Record<string, unknown>>;

const customerIn = (world: World, input: Input): Customer | undefined => findCustomer(world, textIn(input, 'customer') ?? '');

/** An act of a customer: his row, or why it cannot be. */
const byCustomer =
  (work: (world: World, customer: Customer, input: Input) => Acted): Act =>
  (world, input) => {
    const customer = customerIn(world, input);
    return customer === undefined ? { refused: 'unknown customer' } : work(world, customer, input);
  };

function happen(world: World, kind: string, customer: Customer, changes: readonly Change[]): void {
  world.apply({
    kind,
    actor: { kind: 'user', name: `admin@${customer.defaultDomain}` },
    cause: 'portal',
    about: { customerId: customer.id },
    changes,
  });
}

/** {customer, account, resellerMpnId?}: accepts a partner's invitation. */
const accept = byCustomer((world, customer, input) => {
  const account = findAccount(world, textIn(input, 'account') ?? '');
  if (account === undefined) return { refused: 'unknown account' };
  const refused = acceptRelationship(world, account, customer.id, textIn(input, 'resellerMpnId'));
  return refused === undefined ? { done: world.tables.relationships.get(`${account.id}:${customer.id}`) } : { refused };
});

/** {customer, account, force?}: ends the reseller relationship from the customer's side. */
const endRelationship = byCustomer((world, customer, input) => {
  const account = findAccount(world, textIn(input, 'account') ?? '');
  const known = account === undefined ? undefined : findKnown(world, account, customer.id);
  if (known === undefined || isRefusal(known)) return { refused: 'that account does not sell to this customer' };
  const refused = flagIn(input, 'force') === true ? undefined : whyNotRemoved(world, known);
  if (refused !== undefined) return { refused: refused.description };
  const row = ended(world, known.relationship);
  happen(world, 'customer.removeRelationship', customer, [put('relationships', row)]);
  return { done: row };
});

/** {customer}: signs the customer agreement at Microsoft himself. */
const sign = byCustomer((world, customer) => {
  const row: AgreementRow = {
    id: world.newId(),
    customerId: customer.id,
    how: 'direct',
    type: 'MicrosoftCustomerAgreement',
    templateId: templates.MicrosoftCustomerAgreement.templateId,
    primaryContact: { ...customer.contact, phoneNumber: customer.address.phone },
    agreedAt: world.now(),
    userId: world.newId(),
  };
  happen(world, 'agreement.signed', customer, [put('agreements', row)]);
  return { done: row };
});

const statuses = ['Unknown', 'UnderReview', 'Allowed', 'NotAllowed', 'Not Ready'] as const;

/** {customer, status}: what Microsoft's review of the account says. */
const accountStatus = byCustomer((world, customer, input) => {
  const status = statuses.find((one) => one === textIn(input, 'status'));
  if (status === undefined) return { refused: `status is one of ${statuses.join(', ')}` };
  const row: AccountStatusRow = { id: customer.id, status, updatedAt: world.now() };
  happen(world, 'customer.accountStatus', customer, [put('accountStatuses', row)]);
  return { done: row };
});

/** {customer, qualification, decision: Approved or Denied, reason?}: the review of a qualification ends. */
const vet = byCustomer((world, customer, input) => {
  const row = world.tables.qualifications.get(`${customer.id}:${textIn(input, 'qualification') ?? ''}`);
  const decision = (['Approved', 'Denied'] as const).find((one) => one === textIn(input, 'decision'));
  if (row === undefined || decision === undefined) return { refused: 'no such qualification was asked for, or decision is missing' };
  const reason = textIn(input, 'reason');
  const decided: QualificationRow = { ...row, decided: decision, ...(reason === undefined ? {} : { reason }) };
  happen(world, 'customer.qualificationDecided', customer, [put('qualifications', decided)]);
  return { done: decided };
});

/** {attestationId}: the customer accepts what his partner sent. */
const acceptSent: Act = (world, input) => {
  const id = (textIn(input, 'attestationId') ?? '').toLowerCase();
  return acceptAttestation(world, id) ? { done: world.tables.attestations.get(id) } : { refused: 'nothing to accept under that id' };
};

/** {customer, name?, email?}: the customer writes another contact into his own company profile. */
const contact = byCustomer((world, customer, input) => {
  const row: Customer = {
    ...customer,
    name: textIn(input, 'name') ?? customer.name,
    contact: { ...customer.contact, email: textIn(input, 'email') ?? customer.contact.email },
  };
  happen(world, 'customer.contactChanged', customer, [put('customers', row)]);
  return { done: row };
});

export const accountIn = (world: World, input: Input): PartnerAccount | undefined => findAccount(world, textIn(input, 'account') ?? '');

/** What customers and Microsoft's reviewers do. */
export const customerActs: Readonly<Record<string, Act>> = {
  'customer.acceptRelationship': accept,
  'customer.endRelationship': endRelationship,
  'customer.signAgreement': sign,
  'customer.acceptAttestation': acceptSent,
  'customer.accountStatus': accountStatus,
  'customer.vetQualification': vet,
  'customer.contact': contact,
};
