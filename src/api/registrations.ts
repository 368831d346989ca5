import type { z } from 'zod';
import * as contract from '../contract/registrations.ts';
import {
  type DecidedRegistration,
  decideRegistration,
  isOpen,
  listRegistrations,
  lookAtRegistration,
  openRegistration,
  proveDomain,
  type Registered,
  type Registration,
  type RegistrationView,
  register,
} from '../features/registrations/index.ts';
import { publicId } from '../model/ids.ts';
import { proofOf } from '../model/registration.ts';
import { type Good, good, handle, type Mounted, type Refusal, refuse } from './handle.ts';

type Reply = z.input<typeof contract.Registration>;

const unknown = refuse('not_found', 'There is no such registration.');
const noAnswer = refuse('remote_unavailable', 'No name server answered; this says nothing about the domain.', {
  hint: 'Try again in some minutes.',
});

export const registrationRoutes: readonly Mounted[] = [
  handle(contract.listRegistrations, async ({ context, query }) => {
    const { open, registrations } = await listRegistrations(context, query.state);
    return good({ open, data: registrations.map(present) });
  }),
  handle(contract.switchRegistration, async ({ context, body }) => {
    await openRegistration(context, body.open);
    return good({ open: body.open });
  }),
  handle(contract.decideRegistration, async ({ context, params, body }) =>
    decidedReply(await decideRegistration(context, params.id, body)),
  ),
  handle(contract.checkRegistration, async ({ context, params }) => {
    const proof = await proveDomain(context, { id: params.id });
    if (proof.status === 'refused') return proof.because === 'no_answer' ? noAnswer : unknown;
    return good(present({ ...proof.registration, known: undefined, sameDomain: 0 }));
  }),
  handle(contract.lookAtRegistrationForm, async ({ context }) => good({ open: await isOpen(context.db) })),
  handle(contract.registerCompany, async ({ context, body }) => registeredReply(await register(context, body))),
  handle(contract.lookAtRegistration, async ({ context, params }) => {
    const registration = await lookAtRegistration(context, params.token);
    return registration === undefined ? unknown : good(pageOf(registration));
  }),
  handle(contract.proveRegistrationDomain, async ({ context, params }) => {
    const proof = await proveDomain(context, { token: params.token });
    if (proof.status === 'refused') return proof.because === 'no_answer' ? noAnswer : unknown;
    return good(pageOf(proof.registration));
  }),
];

function registeredReply(outcome: Registered): Good<{ token: string }> | Refusal {
  if (outcome.status === 'registered') return good({ token: outcome.token });
  return outcome.because === 'closed'
    ? refuse('not_found', 'Companies cannot register themselves here.')
    : refuse('overloaded', 'Many registrations wait already.', { hint: 'Try again tomorrow.' });
}

function decidedReply(outcome: DecidedRegistration): Good<Reply> | Refusal {
  if (outcome.status === 'decided') return good(present({ ...outcome.registration, known: undefined, sameDomain: 0 }));
  if (outcome.status === 'refused')
    return outcome.because === 'not_found' ? unknown : refuse('conflict', 'Somebody decided about this registration already.');
  const { why } = outcome;
  switch (why.status) {
    case 'known':
      return refuse('duplicate', `${why.name} is a customer here already.`, {
        hint: `Open ${publicId('customer', why.customerId)}, and refuse this one.`,
      });
    case 'awaited':
      return refuse('duplicate', `${why.expected.name} is expected already.`, {
        hint: 'Open it among the expected customers, and refuse this one.',
      });
    case 'refused':
      return why.because === 'no_account'
        ? refuse('invalid', why.detail, { errors: [{ pointer: '/connectionId', code: 'unknown', detail: 'is no Partner Center account' }] })
        : refuse('remote_unavailable', why.detail, why.hint === undefined ? {} : { hint: why.hint });
  }
}

const pageOf = ({
  company,
  domain,
  state,
  reason,
  challenge,
  provedAt,
  checkedAt,
}: Registration): z.input<typeof contract.RegistrationPage> => {
  const { name, value } = proofOf(domain, challenge);
  return {
    company,
    domain,
    state,
    reason,
    isProved: provedAt !== null,
    checkedAt: checkedAt?.toString() ?? null,
    txtName: name,
    txtValue: value,
  };
};

const present = (registration: RegistrationView): Reply => {
  const { registrationId, known, customerId, expectedId, company, domain, contact, email, country, note, state, reason } = registration;
  return {
    ...{
      company,
      domain,
      contact,
      email,
      country,
      note,
      state,
      reason,
      sameDomain: registration.sameDomain,
      decidedBy: registration.decidedBy,
    },
    id: publicId('registration', registrationId),
    provedAt: registration.provedAt?.toString() ?? null,
    checkedAt: registration.checkedAt?.toString() ?? null,
    decidedAt: registration.decidedAt?.toString() ?? null,
    customerId: customerId === null ? null : publicId('customer', customerId),
    expectedId: expectedId === null ? null : publicId('expected', expectedId),
    known:
      known === undefined
        ? null
        : {
            name: known.name,
            customerId: known.customerId === undefined ? null : publicId('customer', known.customerId),
            expectedId: known.expectedId === undefined ? null : publicId('expected', known.expectedId),
          },
    createdAt: registration.createdAt.toString(),
  };
};
