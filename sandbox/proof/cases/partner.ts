import type { TestSandbox } from '../../testing.ts';
import { type Answered, type Ask, pc, requestOf, shown, someone, taken, textAt } from '../asks.ts';
import type { Case, Shown } from '../case.ts';
import { act, turn } from '../stage.ts';

const get =
  (path: string, call: Ask & { readonly account?: string } = {}) =>
  async (box: TestSandbox): Promise<Shown> =>
    shown(await pc(box, path, call));

const customer = (box: TestSandbox): string => `/customers/${someone(box).customerId}`;

function provider(box: TestSandbox): string {
  const found = box.sandbox.world.tables.partnerAccounts.all().find(({ partnerType }) => partnerType === 'indirectProvider');
  if (found === undefined) throw new Error('No account is an indirect provider');
  return found.id;
}

/** Reads a profile and puts it back by the published request. */
async function put(box: TestSandbox, name: string, path: string): Promise<{ readonly sent: unknown; readonly answer: Answered }> {
  const now = await pc(box, path);
  const sample = requestOf(name);
  const etag = textAt(now.body, 'attributes', 'etag');
  const attributes = (sample['attributes'] ?? sample['Attributes']) as object;
  const own =
    'id' in sample ? { id: textAt(now.body, 'id'), tenantId: textAt(now.body, 'tenantId'), domain: textAt(now.body, 'domain') } : {};
  const sent = {
    ...sample,
    ...own,
    ...('attributes' in sample ? { attributes: { ...attributes, etag } } : { Attributes: { ...attributes, Etag: etag } }),
  };
  return { sent, answer: await pc(box, path, { method: 'PUT', body: sent, headers: { 'if-match': etag } }) };
}

let agreed = 0;

/** A confirmation for somebody new. */
async function agree(box: TestSandbox, change: object = {}): Promise<{ readonly sent: unknown; readonly answer: Answered }> {
  // The page is older than the attestations of 2026.
  await turn(box, 'agreements', { model: 'old' });
  const templates = await pc(box, '/agreements?agreementType=MicrosoftCustomerAgreement');
  agreed += 1;
  const sample = requestOf('agreements.confirm-customer-consent-customer-agreement');
  const sent = {
    ...sample,
    primaryContact: { ...(sample['primaryContact'] as object), email: `someone${String(agreed)}@example.com` },
    templateId: textAt(templates.body, 'items', 0, 'templateId'),
    dateAgreed: '2026-11-20T00:00:00.000Z',
    ...change,
  };
  return { sent, answer: await pc(box, `${customer(box)}/agreements`, { method: 'POST', body: sent }) };
}

const mpa =
  (query: string, status: number) =>
  async (box: TestSandbox): Promise<Shown> =>
    shown(await pc(box, `/compliance/csp/agreementstatus${query}`, { account: provider(box) }), status);

async function reseller(box: TestSandbox): Promise<string> {
  const list = await pc(box, '/relationships?relationship_type=IsIndirectCloudSolutionProviderOf', { account: provider(box) });
  return textAt(list.body, 'items', 0, 'mpnId');
}

async function serviceRequest(box: TestSandbox): Promise<string> {
  const made = await act(box, 'partner.openServiceRequest', { account: 'pc-1', title: 'TrialSR', severity: 'critical' });
  return textAt(made, 'id');
}

async function noted(box: TestSandbox): Promise<{ readonly sent: unknown; readonly answer: Answered; readonly id: string }> {
  const sent = requestOf('servicerequests.update-a-service-request');
  const id = await serviceRequest(box);
  return { sent, id, answer: await pc(box, `/servicerequests/${id}`, { method: 'PATCH', body: sent }) };
}

/** Registers as the published request says; once more when there is none yet. */
async function register(box: TestSandbox, method: 'POST' | 'PUT'): Promise<{ readonly sent: unknown; readonly answer: Answered }> {
  const sent = {
    ...requestOf(`webhooks.partner-center-webhooks.${method === 'POST' ? '1' : '2'}`),
    WebhookUrl: 'https://receiver.example/hook',
  };
  return { sent, answer: await pc(box, '/webhooks/v1/registration', { method, body: sent }) };
}

export const partnerCases: readonly Case[] = [
  { sample: 'partner-center/profiles.get-an-organization-profile.response.json', show: get('/profiles/organization') },
  {
    sample: 'partner-center/profiles.get-legal-business-profile.response.json',
    show: get('/profiles/legalbusiness?vettingVersion=Current'),
  },
  { sample: 'partner-center/profiles.get-partner-billing-profile.response.json', show: get('/profiles/billing') },
  { sample: 'partner-center/profiles.get-partner-network-profile.response.json', show: get('/profiles/mpn') },
  {
    sample: 'partner-center/profiles.update-an-organization-profile.request.json',
    show: async (box) =>
      put(box, 'profiles.update-an-organization-profile', '/profiles/organization').then(({ sent, answer }) => taken(sent, answer)),
  },
  {
    sample: 'partner-center/profiles.update-an-organization-profile.response.json',
    show: async (box) => shown((await put(box, 'profiles.update-an-organization-profile', '/profiles/organization')).answer),
  },
  {
    sample: 'partner-center/profiles.update-partner-billing-profile.request.json',
    show: async (box) =>
      put(box, 'profiles.update-partner-billing-profile', '/profiles/billing').then(({ sent, answer }) => taken(sent, answer)),
  },
  {
    sample: 'partner-center/profiles.update-partner-billing-profile.response.json',
    show: async (box) => shown((await put(box, 'profiles.update-partner-billing-profile', '/profiles/billing')).answer),
  },
  {
    sample: 'partner-center/agreements.confirm-customer-consent-customer-agreement.request.json',
    show: async (box) => agree(box).then(({ sent, answer }) => taken(sent, answer)),
  },
  {
    sample: 'partner-center/agreements.confirm-customer-consent-customer-agreement.2.response.json',
    show: async (box) => shown((await agree(box)).answer, 201),
  },
  {
    sample: 'partner-center/agreements.confirm-customer-consent-customer-agreement.1.response.json',
    show: async (box) => {
      const { sent } = await agree(box);
      return shown((await agree(box, sent as object)).answer, 400);
    },
  },
  {
    sample: 'partner-center/agreements.get-confirmation-of-customer-consent.response.json',
    show: async (box) => {
      await agree(box);
      return shown(await pc(box, `${customer(box)}/agreements`));
    },
  },
  {
    sample: 'partner-center/agreements.download-customer-agreement-template.response.json',
    show: async (box) => {
      const templates = await pc(box, '/agreements?agreementType=MicrosoftCustomerAgreement');
      return shown(
        await pc(box, `/agreementtemplates/${textAt(templates.body, 'items', 0, 'templateId')}/document?language=en-US&country=US`),
      );
    },
  },
  {
    sample: 'partner-center/relationships.retrieve-a-list-of-indirect-resellers.response.json',
    show: async (box) =>
      shown(await pc(box, '/relationships?relationship_type=IsIndirectCloudSolutionProviderOf', { account: provider(box) })),
  },
  {
    sample: 'partner-center/relationships.get-indirect-resellers-of-a-customer.response.json',
    show: async (box) => {
      const account = provider(box);
      const sold = box.sandbox.world.tables.relationships.by('accountId', account).find(({ resellerMpnId }) => resellerMpnId !== undefined);
      return shown(await pc(box, `/customers/${sold?.customerId ?? ''}/relationships`, { account }));
    },
  },
  {
    sample: 'partner-center/relationships.verify-indirect-reseller-mpa-status.1.response.json',
    show: async (box) => mpa(`?mpnId=${await reseller(box)}`, 200)(box),
  },
  { sample: 'partner-center/relationships.verify-indirect-reseller-mpa-status.2.response.json', show: mpa('?tenantId=no-guid', 400) },
  { sample: 'partner-center/relationships.verify-indirect-reseller-mpa-status.3.response.json', show: mpa('?mpnId=no-number', 400) },
  { sample: 'partner-center/relationships.verify-indirect-reseller-mpa-status.6.response.json', show: mpa('?mpnId=1', 400) },
  { sample: 'partner-center/relationships.verify-indirect-reseller-mpa-status.7.response.json', show: mpa('?mpnId=2', 400) },
  {
    sample: 'partner-center/relationships.verify-indirect-reseller-mpa-status.9.response.json',
    show: mpa('?mpnId=3', 400),
  },
  {
    sample: 'partner-center/relationships.verify-indirect-reseller-mpa-status.10.response.json',
    show: mpa('?tenantId=00000000-0000-4000-8000-000000000001', 400),
  },
  {
    sample: 'partner-center/servicerequests.get-service-request-details-by-id.response.json',
    show: async (box) => shown(await pc(box, `/servicerequests/${(await noted(box)).id}`)),
  },
  {
    sample: 'partner-center/servicerequests.update-a-service-request.request.json',
    show: async (box) => noted(box).then(({ sent, answer }) => taken(sent, answer)),
  },
  {
    sample: 'partner-center/servicerequests.update-a-service-request.response.json',
    show: async (box) => shown((await noted(box)).answer),
  },
  {
    sample: 'partner-center/webhooks.partner-center-webhooks.1.request.json',
    show: async (box) => register(box, 'POST').then(({ sent, answer }) => taken(sent, answer)),
  },
  {
    sample: 'partner-center/webhooks.partner-center-webhooks.2.request.json',
    show: async (box) => register(box, 'PUT').then(({ sent, answer }) => taken(sent, answer)),
  },
  { sample: 'partner-center/webhooks.partner-center-webhooks.3.response.json', show: get('/webhooks/v1/registration') },
  {
    sample: 'partner-center/webhooks.partner-center-webhooks.4.response.json',
    show: async (box) => shown((await register(box, 'PUT')).answer),
  },
  {
    sample: 'partner-center/webhooks.partner-center-webhooks.2.response.json',
    // Another account has no registration yet.
    show: async (box) =>
      shown(
        await pc(box, '/webhooks/v1/registration', {
          method: 'POST',
          account: 'pc-2',
          body: { ...requestOf('webhooks.partner-center-webhooks.1'), WebhookUrl: 'https://receiver.example/hook' },
        }),
      ),
  },
  {
    sample: 'partner-center/auditrecords.get-a-record-of-partner-center-activity-by-user.response.json',
    show: async (box) => {
      const { customerId, subscriptionId } = someone(box);
      await pc(box, `/customers/${customerId}/subscriptions/${subscriptionId}`, { method: 'PATCH', body: { friendlyName: 'Proof' } });
      const filter = encodeURIComponent(JSON.stringify({ Field: 'CustomerId', Value: customerId, Operator: 'equals' }));
      return shown(await pc(box, `/auditrecords?startDate=2026-10-01&filter=${filter}`));
    },
  },
  { sample: 'partner-center/misc.get-portal-requests-without-mfa.response.json', show: get('/nonMfaCompliantPartnerPrincipals') },
  { sample: 'partner-center/partnerrequests.get-api-request-details.response.json', show: get('/partnerRequests') },
];
