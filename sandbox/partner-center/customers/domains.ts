import { empty, json, type RemoteAnswer } from '../../remote.ts';
import type { Customer } from '../../world/types.ts';
import { put, type World } from '../../world/world.ts';
import { objectOf, readBody, textOf, wordOf } from '../body.ts';
import { actorOf, byWhom, type Call } from '../call.ts';
import { type Refusal, refuse, refuseWith } from '../errors.ts';
import type { KnownCustomer } from './find.ts';

/** Whether some tenant has the domain: a customer's, or a partner's own. */
export function isTaken(world: World, domain: string): boolean {
  const name = domain.toLowerCase();
  const has = (row: Customer): boolean =>
    row.defaultDomain.toLowerCase() === name ||
    row.domain.toLowerCase() === name ||
    (row.moreDomains ?? []).some((one) => one.toLowerCase() === name);
  for (const [, row] of world.tables.customers.entries()) if (has(row)) return true;
  return world.tables.partnerAccounts.all().some((row) => row.domain.toLowerCase() === name);
}

/** HEAD (documented) or GET of a domain: 200 taken, 404 free, no body. */
export const checkDomain = (call: Call): RemoteAnswer => empty(isTaken(call.world, call.params['domain'] ?? '') ? 200 : 404);

const snake = (text: string): string => text.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();

/** Adds a domain that the partner vouches for (documented for trusted partners only). */
export function addVerifiedDomain(call: Call, known: KnownCustomer): RemoteAnswer | Refusal {
  const body = readBody(call.request.body);
  const name = wordOf(body, 'verifiedDomainName').trim();
  const domain = objectOf(body, 'domain');
  if (body === undefined || domain === undefined) return refuse(800002);
  if (!/^([a-z0-9-]{1,63}\.)+[a-z]{2,}$/i.test(name) || wordOf(domain, 'name').toLowerCase() !== name.toLowerCase()) return refuse(3000);
  if (isTaken(call.world, name)) return refuseWith(409, 1003, `The domain ${name} is already in use.`);
  const customer: Customer = { ...known.customer, moreDomains: [...(known.customer.moreDomains ?? []), name] };
  call.world.apply({
    kind: 'customer.domainAdded',
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: customer.id },
    changes: [put('customers', customer)],
  });
  return json(201, {
    authenticationType: snake(textOf(domain, 'authenticationType') ?? 'Managed'),
    capability: snake(textOf(domain, 'capability') ?? 'Email'),
    isDefault: false,
    isInitial: false,
    name,
    status: 'verified',
    verificationMethod: 'dns_record',
  });
}
