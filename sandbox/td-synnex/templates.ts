import { json, type RemoteAnswer } from '../remote.ts';
import { badArgument, notFound } from './errors.ts';
import { operations } from './orders/check.ts';
import { microsoft } from './provider.ts';
import type { Call } from './session.ts';

const vendors = ['NOT_SPECIFIED', 'MICROSOFT', 'GOOGLE', 'IBM', 'SOPHOS'];
const actions = ['CREATE', 'UPDATE'] as const;
type Action = (typeof actions)[number];

/** Attribute names: `domainName` and `operations` are documented, the others assumed. */
const attributes: Readonly<Record<Action, { readonly required: readonly string[]; readonly names: readonly string[] }>> = {
  CREATE: {
    required: ['domainName'],
    names: ['domainName', 'tenantId', 'agreementFirstName', 'agreementLastName', 'agreementEmail', 'agreementDate'],
  },
  UPDATE: { required: [], names: ['operations', 'autoRenew'] },
};

/** What an order of that action must carry, told as a JSON schema. */
const template = (action: Action) => ({
  id: `microsoft-azure-${action.toLowerCase()}`,
  schema: 'http://json-schema.org/draft-07/schema#',
  title: `MICROSOFT ${microsoft.provider} ${action}`,
  description: `Attributes of an order item with action ${action} for the provider ${microsoft.provider}`,
  type: 'object',
  properties: { orderItems: { type: 'array', items: { $ref: '#/defs/orderItems' } } },
  defs: {
    orderItems: {
      type: 'object',
      description: 'An item of the order',
      required: ['action', 'productId', 'skuId', 'planId', 'quantity', 'attributes', ...(action === 'UPDATE' ? ['resourceId'] : [])],
      properties: {
        action: { type: 'string', enum: [action] },
        resourceId: { type: 'string', description: 'Subscription id at the vendor' },
        attributes: { type: 'array', items: { $ref: '#/defs/attributes' } },
      },
    },
    attributes: {
      type: 'object',
      description: action === 'UPDATE' ? `operations: ${operations.join(', ')}` : 'domainName must be there',
      required: attributes[action].required,
      properties: { name: { type: 'string', enum: attributes[action].names }, value: { type: 'string', description: 'Value as text' } },
    },
  },
});

/** GET /accounts/{a}/provisionTemplates: one for an action, else a list. Only Microsoft is sold here. */
export function listTemplates({ request, world }: Call): RemoteAnswer {
  const [vendor, provider, action] = ['vendor', 'provider', 'action'].map((name) => (request.query.get(name) ?? '').toUpperCase());
  if (!vendors.includes(vendor ?? '')) return badArgument(world, 'vendor is invalid');
  const isSold = vendor === 'MICROSOFT' && (provider === '' || provider === microsoft.provider);
  const found = isSold ? actions.filter((one) => action === '' || action === 'ACTION_NOT_SPECIFIED' || action === one) : [];
  const [only] = found;
  if (found.length === 1 && only !== undefined) return json(200, { provisioningReference: template(only) });
  return json(200, { provisioningReferences: { refs: found.map(template) } });
}

/** GET /accounts/{a}/provisionTemplates/{templateId} */
export function getTemplate({ params, world, account }: Call): RemoteAnswer {
  const found = actions.map(template).find(({ id }) => id === params['templateId']);
  return found === undefined
    ? notFound(world, `accounts/${account.accountId}/provisionTemplates/${params['templateId'] ?? ''}`)
    : json(200, found);
}
