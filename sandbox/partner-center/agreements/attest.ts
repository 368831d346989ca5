import { json, type RemoteAnswer } from '../../remote.ts';
import type { AttestationRow } from '../../world/types.ts';
import { put, type World } from '../../world/world.ts';
import { readBody, wordOf } from '../body.ts';
import { actorOf, byWhom, type Call } from '../call.ts';
import { type Refusal, refuse, refuseWith } from '../errors.ts';
import { modelNow } from './state.ts';
import { isAgreementCountry, languagesOf } from './template-languages.ts';

/** POST of an enhanced attestation: its id makes the link under which the customer accepts. */
export function attest(call: Call): RemoteAnswer | Refusal {
  if (modelNow(call.world) !== 'enhanced') return refuseWith(400, 800042, 'Not supported');
  // An indirect reseller cannot attest; his provider can.
  if (call.account.partnerType === 'indirectReseller') return refuse(900308);
  const body = readBody(call.request.body);
  if (body === undefined) return refuse(800002);
  const text = (name: string): string => wordOf(body, name).trim();
  const country = text('country').toUpperCase();
  const missing = ['language', 'companyName', 'signatoryFirstName', 'signatoryLastName'].find((name) => text(name) === '');
  if (!isAgreementCountry(country)) return { ...refuse(3000), data: ['country'] };
  if (missing !== undefined) return { ...refuse(3000), data: [missing] };
  if (!languagesOf(country).includes(text('language'))) return { ...refuse(3000), data: ['language'] };
  const row: AttestationRow = {
    id: call.world.newId(),
    accountId: call.account.id,
    country,
    language: text('language'),
    companyName: text('companyName'),
    signatory: {
      firstName: text('signatoryFirstName'),
      lastName: text('signatoryLastName'),
      email: text('signatoryEmail'),
      phoneNumber: text('signatoryPhoneNumber'),
    },
    createdAt: call.world.now(),
  };
  call.world.apply({
    kind: 'agreement.attested',
    actor: actorOf(call),
    cause: call.requestId,
    about: byWhom(call),
    changes: [put('attestations', row)],
  });
  return json(201, { attestationId: row.id, attributes: { objectType: 'EnhancedAttestation' } });
}

/** The customer accepts what was sent to him, on the page or by a control act. False when there is nothing to accept. */
export function acceptAttestation(world: World, id: string): boolean {
  const row = world.tables.attestations.get(id.toLowerCase());
  if (row === undefined || row.acceptedAt !== undefined) return false;
  world.apply({
    kind: 'agreement.accepted',
    actor: { kind: 'user', name: row.signatory.email || `${row.signatory.firstName} ${row.signatory.lastName}` },
    cause: 'attestation',
    about: { attestationOf: row.accountId },
    changes: [put('attestations', { ...row, acceptedAt: world.now() })],
  });
  return true;
}
