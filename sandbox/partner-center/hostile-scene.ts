import { must } from '../../src/lib/must.ts';
import type { RemoteAnswer, RemoteRequest } from '../remote.ts';
import { tenantOf } from '../world/people/tenant.ts';
import { availabilityIdAt } from '../world/prices/availability-ids.ts';
import type { Opened } from './open-sandbox.ts';
import { partnerCenter } from './routes.ts';
import { aStage, e3, otherPartner, standard } from './subscriptions/a-stage.ts';

// For the laws that hold of every path: a customer with one of everything, and a body that each write would take.

const nobody = '11111111-1111-4111-8111-111111111111';

/** A call without the wire between. */
export async function handled(
  sandbox: Opened,
  method: string,
  path: string,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<RemoteAnswer> {
  const [plain = '', query = ''] = path.split('?');
  const request: RemoteRequest = {
    method,
    host: 'api.partnercenter.microsoft.com',
    path: plain,
    query: new URLSearchParams(query),
    rawQuery: query === '' ? '' : `?${query}`,
    headers: { authorization: `Bearer ${sandbox.usual}`, ...headers },
    rawBody: Buffer.from(body),
    body,
    linkBase: 'https://api.partnercenter.microsoft.com',
    linkTo: (host) => `https://${host}`,
  };
  return await partnerCenter.handle(request, sandbox.world);
}

/** Something of every kind, so that no path ends at its first unknown id. */
export async function everything(sandbox: Opened) {
  const { world } = sandbox;
  const stage = aStage(sandbox);
  stage.turn({ throttling: { enabled: false }, customers: { supportByApi: true }, agreements: { model: 'old' } });
  const ids = async (path: string, body: unknown): Promise<string> => {
    const answer = (await stage.post(path, body)).body as { readonly id?: string };
    return must(answer.id, `id of ${path}: ${JSON.stringify(answer)}`);
  };
  const itemOf = (sku: string, term: string, cycle: string): string => {
    const sale = world.tables.availabilities.by('sku', sku).find((row) => row.term === term && row.billingCycle === cycle);
    return `${sku}:${availabilityIdAt(world, must(sale, sku), 'US', world.clock.nowMs())}`;
  };
  const catalogItemId = itemOf('CFQ7TTC0LH18:0001', 'P1Y', 'monthly');
  const cartBody = {
    partnerOnRecordAttestationAccepted: true,
    lineItems: [{ id: 0, catalogItemId, quantity: 5, billingCycle: 'monthly', termDuration: 'P1Y' }],
  };
  const licence = stage.lay();
  const legacy = stage.legacy();
  const other = otherPartner(sandbox, stage.customerId);
  const transfer = (
    await other.ask(`${stage.customer}/transfers`, {
      method: 'POST',
      body: { sourcePartnerTenantId: sandbox.account.tenantId, lineItems: [{ subscriptionId: stage.lay().id }] },
    })
  ).body as { readonly id: string };
  const scheduled = stage.legacy();
  const schedule = {
    currentSubscriptionId: scheduled.id,
    quantity: 12,
    termDuration: 'P1Y',
    billingCycle: 'Monthly',
    migrateOnRenewal: true,
  };
  const users = tenantOf(world, stage.customerId).users;
  return {
    stage,
    other,
    licence,
    legacy,
    catalogItemId,
    cartBody,
    schedule,
    subscriptions: [
      licence,
      legacy,
      stage.lay({ status: 'suspended', autoRenew: false }),
      stage.lay({ status: 'deleted', autoRenew: false }),
      stage.lay({ status: 'expired', autoRenew: false }),
      stage.lay({ status: 'pending' }),
    ].map(({ id }) => id),
    params: {
      customerId: stage.customerId,
      subscriptionId: licence.id,
      cartId: await ids(`${stage.customer}/carts`, cartBody),
      orderId: licence.orderId,
      userId: must(users[0], 'user').id,
      roleId: '729827e3-9c14-49f7-bb1b-9608f156bbb8',
      transferId: transfer.id,
      migrationId: nobody,
      scheduleId: await ids(`${stage.customer}/migrations/newcommerce/schedules`, schedule),
      requestId: await ids('/v1/servicerequests/en-US', { title: 'Help', supportTopicId: 32444667, severity: 'minimal' }),
      applicationId: sandbox.account.app.clientId,
      locale: 'en-US',
    } as Readonly<Record<string, string>>,
  };
}

export type Everything = Awaited<ReturnType<typeof everything>>;

/** The path of a template with the ids of the scene; what the scene has not is nobody's. */
export const pathIn = (template: string, params: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? nobody);

const contact = { firstName: 'Ana', lastName: 'Roe', email: 'ana@contoso.com', phoneNumber: '4255550100' };
const address = {
  country: 'US',
  city: 'Redmond',
  state: 'WA',
  addressLine1: 'One Microsoft Way',
  postalCode: '98052',
  firstName: 'Ana',
  lastName: 'Roe',
  phoneNumber: '4255550100',
};

type Bodies = Readonly<Record<string, unknown>>;

/** A body that a write takes, or would take; its values are what the hostile ones are put in place of. */
export async function bodyOf(sandbox: Opened, scene: Everything, method: string, template: string): Promise<unknown> {
  const bodies: Bodies = { ...(await customerBodies(sandbox, scene, template)), ...(await salesBodies(scene, template)) };
  return bodies[`${method} ${template}`] ?? bodies[`${method} ${template.split('/').at(-1) ?? ''}`];
}

async function customerBodies(sandbox: Opened, { stage }: Everything, template: string): Promise<Bodies> {
  // Only what is asked for is read.
  const read = async (path: string, word: string): Promise<unknown> =>
    template.endsWith(`/${word}`) ? (await sandbox.ask(path)).body : undefined;
  const customer = {
    companyProfile: { domain: 'hostile.onmicrosoft.com' },
    billingProfile: { email: 'a@contoso.com', culture: 'en-US', language: 'en', companyName: 'Hostile', defaultAddress: address },
  };
  return {
    'POST /v1/customers': customer,
    'PATCH /v1/customers/{customerId}': { relationshipToPartner: 'gone', allowDelegatedAccess: true },
    'POST verifieddomain': { verifiedDomainName: 'hostile.example.com', domain: { name: 'hostile.example.com', capability: 'Email' } },
    'PATCH usagebudget': { amount: 5 },
    'POST users': {
      userPrincipalName: 'hostile@nowhere.example.com',
      displayName: 'Hostile',
      usageLocation: 'US',
      passwordProfile: { password: 'abCD123*', forceChangePassword: true },
    },
    'PATCH {userId}': { displayName: 'Hostile', usageLocation: 'US', passwordProfile: { password: 'abCD123*' } },
    'PATCH resetpassword': { passwordProfile: { password: 'abCD123*' } },
    'POST usermembers': { id: nobody, displayName: 'x' },
    'POST licenseupdates': { licensesToAssign: [{ skuId: nobody, excludedPlans: [nobody] }], licensesToRemove: [nobody] },
    'POST agreements': {
      primaryContact: contact,
      templateId: '117a77b0-9360-443b-8795-c6dedc750cf9',
      dateAgreed: '2026-11-01T00:00:00Z',
      type: 'MicrosoftCustomerAgreement',
    },
    'POST enhanced': { country: 'US', language: 'en-US', companyName: 'C', signatoryFirstName: 'A', signatoryLastName: 'B' },
    'POST qualifications': { qualification: 'Education', educationSegment: 'K13', website: 'x.example.com' },
    'PUT qualification': { qualification: 'Education' },
    'POST applicationconsents': {
      applicationId: sandbox.account.app.clientId,
      displayName: 'App',
      applicationGrants: [{ enterpriseApplicationId: '00000003-0000-0000-c000-000000000000', scope: 'User.Read' }],
    },
    'POST address': address,
    'POST sandboxIndirectReseller': { mpnId: '123456', tenant: { domainPrefix: 'hostile', displayName: 'H', country: 'US' } },
    'POST {locale}': { title: 'Help', description: 'd', supportTopicId: 32444667, severity: 'minimal' },
    'PATCH {requestId}': { status: 'none', severity: 'unknown', newNote: { text: 'x' } },
    'POST status': {
      eventStatus: 'Resolved',
      resolvedReason: 'Fraud',
      eventIds: [nobody],
      customerId: stage.customerId,
      productFamily: 'azure',
    },
    'POST productUpgrades': { customerId: stage.customerId, productFamily: 'azure' },
    'POST eligibility': { customerId: stage.customerId, productFamily: 'azure' },
    'PUT billing': await read(template.includes('{customerId}') ? `${stage.customer}/profiles/billing` : '/v1/profiles/billing', 'billing'),
    'PUT organization': await read('/v1/profiles/organization', 'organization'),
    'PUT legalbusiness': await read('/v1/profiles/legalbusiness', 'legalbusiness'),
    'PUT support': await read('/v1/profiles/support', 'support'),
    'PUT supportprofile': await read('/v1/profiles/support', 'supportprofile'),
  };
}

async function salesBodies(scene: Everything, template: string): Promise<Bodies> {
  const { stage, catalogItemId } = scene;
  const order = { referenceCustomerId: stage.customerId, billingCycle: 'monthly' };
  return {
    'POST conversions': { offerId: e3, targetOfferId: e3, billingCycle: 'Monthly', quantity: 5 },
    'POST upgrades': { targetOffer: { id: e3 } },
    'POST transitions': {
      toCatalogItemId: `${standard.productId}:${standard.skuId}`,
      quantity: 5,
      termDuration: 'P1Y',
      billingCycle: 'monthly',
      transitionType: 'transition_only',
      toSubscriptionId: nobody,
      fromSubscriptionId: nobody,
    },
    'PUT supportcontact': { supportTenantId: nobody, supportMpnId: '1234', name: 'x' },
    'PUT overage': { azureEntitlementId: nobody, type: 'PhoneServices', overageEnabled: true, partnerId: '1' },
    'POST cancel': { cancellationReason: 'compromise' },
    'POST carts': scene.cartBody,
    'PUT {cartId}': scene.cartBody,
    'POST orders': {
      ...order,
      lineItems: [{ lineItemNumber: 0, offerId: catalogItemId, quantity: 5, friendlyName: 'x', termDuration: 'P1Y' }],
    },
    'PATCH {orderId}': {
      ...order,
      status: 'cancelled',
      lineItems: [{ offerId: catalogItemId, parentSubscriptionId: nobody, quantity: 5 }],
    },
    'POST promotionEligibilities': {
      items: [{ id: 0, catalogItemId, quantity: 5, termDuration: 'P1Y', billingCycle: 'monthly', promotionId: 'x' }],
    },
    'POST checkInventory': { targetItems: [{ productId: 'DZH318Z0BQ3Q', skuId: '0038' }], inventoryContext: { armRegionName: 'westus' } },
    'POST validate': { ...scene.schedule, purchaseFullTerm: true, customTermEndDate: '2027-01-31', addOnMigrations: [scene.schedule] },
    'POST newcommerce': { ...scene.schedule, purchaseFullTerm: true, customTermEndDate: '2027-01-31', addOnMigrations: [scene.schedule] },
    'POST schedules': { ...scene.schedule, targetDate: '2026-12-20', addOnMigrations: [] },
    'PUT {scheduleId}': scene.schedule,
    'POST transfers': {
      sourcePartnerTenantId: scene.other.account.tenantId,
      sourcePartnerEmail: 'a@b.example',
      lineItems: [{ subscriptionId: nobody }],
    },
    'PATCH {transferId}': { status: 'x' },
    'POST accept': { lineItems: [{ subscriptionId: nobody }] },
    'POST registration': { WebhookUrl: 'http://127.0.0.1:9/x', WebhookEvents: ['subscription-updated'] },
    'PUT registration': { WebhookUrl: 'http://127.0.0.1:9/x', WebhookEvents: ['subscription-updated'] },
    'PATCH {subscriptionId}': {
      ...(template.endsWith('/{subscriptionId}') ? await stage.read(scene.licence) : {}),
      scheduledNextTermInstructions: {
        product: { ...standard, availabilityId: 'x', billingCycle: 'Monthly', termDuration: 'P1Y', promotionId: 'x' },
        quantity: 3,
        customTermEndDate: '2027-12-31',
      },
      scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel', instructions: {} }],
    },
  };
}
