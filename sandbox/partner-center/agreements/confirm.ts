import { json, type RemoteAnswer } from '../../remote.ts';
import type { AgreementRow, AttestationRow } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { type Fields, objectOf, readBody, textOf, wordOf } from '../body.ts';
import { actorOf, byWhom, type Call } from '../call.ts';
import { explained } from '../customers/explained.ts';
import type { KnownCustomer } from '../customers/find.ts';
import { trail } from '../customers/trail.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from '../errors.ts';
import { agreementsOf, modelNow, templates } from './state.ts';

type Contact = AgreementRow['primaryContact'];

/** POST of a confirmation. The body is answered as it was sent, with the id of the person who confirmed. */
export function confirm(call: Call, known: KnownCustomer): RemoteAnswer | Refusal {
  if (call.account.cloud !== 'global') return refuseWith(400, 900127, "This operation isn't supported in this environment");
  const body = readBody(call.request.body);
  if (body === undefined) return refuse(800002);
  const attestation = attestationFor(call, known, body);
  if (isRefusal(attestation)) return attestation;
  const contact = readContact(body);
  const wrong = contact === undefined ? 'PrimaryContact' : wrongPlace(call, body);
  if (wrong !== undefined || contact === undefined) return { ...refuse(3000), data: [wrong ?? 'PrimaryContact'] };
  if (isConfirmed(call, known, contact)) return alreadyConfirmed;
  const row: AgreementRow = {
    id: call.world.newId(),
    accountId: call.account.id,
    customerId: known.customer.id,
    how: attestation === undefined ? 'confirmed' : 'attested',
    type: 'MicrosoftCustomerAgreement',
    templateId: templates.MicrosoftCustomerAgreement.templateId,
    primaryContact: contact,
    agreedAt: Temporal.Instant.from(wordOf(body, 'dateAgreed')).toString(),
    userId: call.token.userObjectId ?? '',
  };
  const bound = attestation === undefined ? [] : [put('attestations', { ...attestation, customerId: known.customer.id })];
  call.world.apply({
    kind: 'agreement.confirmed',
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: known.customer.id },
    changes: [
      put('agreements', row),
      ...bound,
      trail(call, {
        customer: known.customer,
        resourceId: row.templateId,
        resourceType: 'agreement',
        operationType: 'create_agreement',
        new: { primaryContact: sentContact(contact), templateId: row.templateId, dateAgreed: row.agreedAt, type: row.type },
      }),
    ],
  });
  return json(201, {
    userId: row.userId,
    primaryContact: sentContact(contact),
    templateId: row.templateId,
    dateAgreed: wordOf(body, 'dateAgreed'),
    type: row.type,
  });
}

export const sentContact = ({ phoneNumber, ...contact }: Contact) => ({ ...contact, ...(phoneNumber === '' ? {} : { phoneNumber }) });

const message = 'A partner confirmed agreement already exists for the customer.';
const alreadyConfirmed = explained(400, 600061, 'PartnerConfirmedAgreementAlreadyExists', message, true);

/** What the present model asks for: nothing, an accepted attestation, or that the partner leaves it to the customer. */
function attestationFor(call: Call, known: KnownCustomer, body: Fields): AttestationRow | undefined | Refusal {
  const model = modelNow(call.world);
  if (model === 'old') return undefined;
  // Neither the code nor the member's name is seen anywhere; "Not supported" is the documented code that fits.
  const id = (textOf(body, 'attestationId') ?? '').toLowerCase();
  if (model === 'direct' || id === '') return refuseWith(400, 800042, 'Not supported');
  const row = call.world.tables.attestations.get(id);
  const isOwn = row?.accountId === call.account.id && (row.customerId === undefined || row.customerId === known.customer.id);
  if (row === undefined || !isOwn || row.acceptedAt === undefined) return { ...refuse(3000), data: ['AttestationId'] };
  return row;
}

function readContact(body: Fields): Contact | undefined {
  const contact = objectOf(body, 'primaryContact');
  const firstName = wordOf(contact, 'firstName').trim();
  const lastName = wordOf(contact, 'lastName').trim();
  const email = wordOf(contact, 'email').trim();
  const isWhole = firstName !== '' && lastName !== '' && /^[^\s@]+@[^\s@]+$/.test(email);
  return isWhole ? { firstName, lastName, email, phoneNumber: wordOf(contact, 'phoneNumber') } : undefined;
}

/** A caller who writes down his own "now" may run ahead of this clock by as much as a token may. */
const clockSkewMs = 5 * 60_000;

function wrongPlace(call: Call, body: Fields): string | undefined {
  if (wordOf(body, 'type').toLowerCase().replaceAll('_', '') !== 'microsoftcustomeragreement') return 'Type';
  if (wordOf(body, 'templateId').toLowerCase() !== templates.MicrosoftCustomerAgreement.templateId) return 'TemplateId';
  const agreed = instantOf(wordOf(body, 'dateAgreed'));
  return agreed === undefined || agreed > call.world.clock.nowMs() + clockSkewMs ? 'DateAgreed' : undefined;
}

function instantOf(text: string): number | undefined {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return undefined;
  }
}

const isConfirmed = (call: Call, { customer }: KnownCustomer, contact: Contact): boolean =>
  agreementsOf(call.world, call.account.id, customer).some(({ how, primaryContact: one }) => {
    const same = one.email.toLowerCase() === contact.email.toLowerCase();
    return how !== 'direct' && same && one.firstName === contact.firstName && one.lastName === contact.lastName;
  });
