import { json, type RemoteAnswer } from '../../remote.ts';
import type { PartnerProfileRow } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { type Fields, readBody, wrongKind } from '../body.ts';
import { actorOf, byWhom, type Call } from '../call.ts';
import { sentEtag, staleEtag } from '../customers/rules.ts';
import { type Refusal, refuse } from '../errors.ts';
import { etagOf, type ProfileKind, profileAnswer, rowOf, writtenBilling } from './answers.ts';

/** Members that a partner may write, by profile; the first one must be there. */
const writable: Readonly<Record<ProfileKind, readonly string[]>> = {
  organization: ['companyName', 'defaultAddress', 'email', 'language', 'culture'],
  billing: ['companyName', 'address', 'primaryContact', 'purchaseOrderNumber', 'taxId', 'billingCurrency'],
  legalbusiness: ['companyName', 'address', 'primaryContact', 'companyApproverAddress', 'companyApproverEmail'],
  support: ['email', 'telephone', 'website'],
};

const kinds = {
  companyName: 'text',
  defaultAddress: 'object',
  address: 'object',
  primaryContact: 'object',
  companyApproverAddress: 'object',
  companyApproverEmail: 'text',
  email: 'text',
  telephone: 'text',
  website: 'text',
  language: 'text',
  culture: 'text',
  purchaseOrderNumber: 'text',
  taxId: 'text',
  billingCurrency: 'text',
} as const;

/** PUT of a whole profile; organisation and billing with the etag of the present one. */
export const putProfile =
  (kind: ProfileKind) =>
  (call: Call): RemoteAnswer | Refusal => {
    const { world, account } = call;
    const body = readBody(call.request.body);
    if (body === undefined) return refuse(800002);
    const hasEtag = kind === 'organization' || kind === 'billing';
    if (hasEtag && sentEtag(call, body) !== etagOf(world, account, kind)) return staleEtag(world);
    const other = wrongKind(body, kinds);
    if (other !== undefined) return { ...refuse(800002), data: [other] };
    const wrong = writable[kind].slice(0, kind === 'support' ? 1 : 2).find((name) => !isGiven(body.get(name.toLowerCase())));
    if (wrong !== undefined) return { ...refuse(3000), data: [wrong] };
    const row: PartnerProfileRow = {
      id: `${account.id}:${kind}`,
      version: (rowOf(world, account, kind)?.version ?? 1) + 1,
      fields: sentFields(kind, body),
    };
    world.apply({
      kind: 'partner.profileChanged',
      actor: actorOf(call),
      cause: call.requestId,
      about: { ...byWhom(call), profile: kind },
      changes: [put('partnerProfiles', row)],
    });
    return json(200, kind === 'billing' ? writtenBilling(world, account) : written(call, kind));
  };

function written(call: Call, kind: ProfileKind) {
  const answer = profileAnswer(call.world, call.account, kind);
  if (kind !== 'support') return answer;
  return { ...answer, profileType: 'support_profile', attributes: { objectType: 'PartnerSupportProfile' } };
}

const isGiven = (value: unknown): boolean =>
  typeof value === 'string' ? value.trim() !== '' : typeof value === 'object' && value !== null;

const sentFields = (kind: ProfileKind, body: Fields): PartnerProfileRow['fields'] =>
  Object.fromEntries(
    writable[kind].flatMap((name) => {
      const value = body.get(name.toLowerCase());
      return value === undefined || value === null ? [] : [[name, camel(value)]];
    }),
  );

/** Names inside as this remote writes them; what is null is left out. */
function camel(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([name, inner]) => [`${name.slice(0, 1).toLowerCase()}${name.slice(1)}`, camel(inner)]),
  );
}
