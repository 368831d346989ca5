import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { AgreementType } from '../../world/types.ts';
import { type Call, callRoute } from '../call.ts';
import type { KnownCustomer } from '../customers/find.ts';
import { withCustomer } from '../customers/with.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { collection, link } from '../paging.ts';
import { attest } from './attest.ts';
import { confirm, sentContact } from './confirm.ts';
import { documentLinks } from './document.ts';
import { agreementsOf, hasSignedDirectly, templates } from './state.ts';

const view = { audience: 'user', right: 'view' } as const;
const sell = { audience: 'user', right: 'sell' } as const;
const types: readonly AgreementType[] = ['MicrosoftCloudAgreement', 'MicrosoftCustomerAgreement'];

/** `agreementType=`: one type, `*` = all; `otherwise` when nothing is asked. */
function askedTypes(call: Call, otherwise: readonly AgreementType[]): readonly AgreementType[] | Refusal {
  const asked = call.request.query.get('agreementType') ?? call.request.query.get('agreementtype') ?? '';
  if (asked === '') return otherwise;
  if (asked === '*') return types;
  const found = types.find((type) => type.toLowerCase() === asked.toLowerCase());
  return found === undefined ? { ...refuse(3000), data: ['agreementType'] } : [found];
}

function metadata(call: Call): RemoteAnswer | Refusal {
  const asked = askedTypes(call, ['MicrosoftCloudAgreement']);
  if (isRefusal(asked)) return asked;
  const items = asked.map((agreementType) => ({
    templateId: templates[agreementType].templateId,
    agreementType,
    agreementLink: templates[agreementType].agreementLink,
    versionRank: 0,
  }));
  return json(200, collection(items, { self: link(`/agreements${call.request.rawQuery}`) }));
}

/** Confirmations and the customer's own acceptances, without links and attributes as in the documented sample. */
function list(call: Call, { customer }: KnownCustomer): RemoteAnswer | Refusal {
  const asked = askedTypes(call, types);
  if (isRefusal(asked)) return asked;
  const items = agreementsOf(call.world, call.account.id, customer)
    .filter((row) => row.how !== 'direct' && asked.includes(row.type))
    .map((row) => ({
      primaryContact: sentContact(row.primaryContact),
      templateId: row.templateId,
      dateAgreed: row.agreedAt.slice(0, 19),
      type: row.type,
      agreementLink: templates[row.type].agreementLink,
    }));
  return json(200, { totalCount: items.length, items });
}

export const agreementRoutes: readonly Route[] = [
  callRoute('GET', '/v1/agreements', view, metadata),
  callRoute('GET', '/v1/agreementtemplates/{templateId}/document', view, documentLinks),
  callRoute('POST', '/v1/attestations/enhanced', { audience: 'app', right: 'sell' }, attest),
  callRoute('GET', '/v1/customers/{customerId}/agreements', view, withCustomer(list)),
  callRoute('POST', '/v1/customers/{customerId}/agreements', sell, withCustomer(confirm)),
  callRoute(
    'GET',
    '/v1/customers/{customerId}/directSignedMicrosoftCustomerAgreementStatus',
    view,
    withCustomer((call, { customer }) => json(200, { isSigned: hasSignedDirectly(call.world, customer.id) })),
  ),
];
