import type { TestSandbox } from '../../testing.ts';
import { type Answered, pc, requestOf, shown, someone, taken, textAt } from '../asks.ts';
import type { Case, Shown } from '../case.ts';
import { act } from '../stage.ts';

const customer = (box: TestSandbox, account?: string): string => `/customers/${someone(box, account).customerId}`;

/** Reads something of a customer: `of('/profiles/billing')`. */
const of =
  (below: string, account = 'pc-1') =>
  async (box: TestSandbox): Promise<Shown> =>
    shown(await pc(box, `${customer(box, account)}${below}`, { account }));

let made = 0;

/** A new customer by the published request, with a domain of its own. */
async function create(box: TestSandbox): Promise<{ readonly sent: unknown; readonly answer: Answered }> {
  made += 1;
  const sample = requestOf('customers.create-a-customer');
  const sent = { ...sample, CompanyProfile: { Domain: `proofcustomer${String(made)}.onmicrosoft.com` } };
  return { sent, answer: await pc(box, '/customers', { method: 'POST', body: sent }) };
}

async function createForReseller(box: TestSandbox): Promise<{ readonly sent: unknown; readonly answer: Answered }> {
  made += 1;
  const { CompanyProfile: profile, ...sample } = requestOf('customers.create-a-customer-for-an-indirect-reseller');
  const provider = box.sandbox.world.tables.partnerAccounts.all().find(({ partnerType }) => partnerType === 'indirectProvider');
  if (provider === undefined) throw new Error('No account is an indirect provider');
  const resellers = await pc(box, '/relationships?relationship_type=IsIndirectCloudSolutionProviderOf', { account: provider.id });
  const sent = {
    ...sample,
    CompanyProfile: { ...(profile as object), Domain: `proofcustomer${String(made)}.onmicrosoft.com` },
    AssociatedPartnerId: textAt(resellers.body, 'items', 0, 'id'),
  };
  return { sent, answer: await pc(box, '/customers', { method: 'POST', body: sent, account: provider.id }) };
}

async function putBilling(box: TestSandbox): Promise<{ readonly sent: unknown; readonly answer: Answered }> {
  const at = `${customer(box)}/profiles/billing`;
  const now = await pc(box, at);
  const { Attributes: attributes, ...sample } = requestOf('customer-profiles.update-a-customer-s-billing-profile');
  const etag = textAt(now.body, 'attributes', 'etag');
  const sent = {
    ...sample,
    Id: textAt(now.body, 'id'),
    CompanyName: textAt(now.body, 'companyName'),
    Attributes: { ...(attributes as object), Etag: etag },
  };
  return { sent, answer: await pc(box, at, { method: 'PUT', body: sent, headers: { 'if-match': etag } }) };
}

async function addDomain(box: TestSandbox): Promise<{ readonly sent: unknown; readonly answer: Answered }> {
  made += 1;
  const name = `proof${String(made)}.example`;
  const { Domain: domain, ...sample } = requestOf('customers.add-a-verified-domain-for-a-customer');
  const sent = { ...sample, VerifiedDomainName: name, Domain: { ...(domain as object), Name: name } };
  return { sent, answer: await pc(box, `${customer(box)}/verifieddomain`, { method: 'POST', body: sent }) };
}

async function qualify(box: TestSandbox): Promise<{ readonly sent: unknown; readonly answer: Answered }> {
  const sent = requestOf('qualifications.update-customer-qualification-asynchronous');
  const code = await pc(box, '/customers/all/validations');
  return {
    sent,
    answer: await pc(box, `${customer(box)}/qualifications?code=${textAt(code.body, 0, 'validationId')}`, { method: 'POST', body: sent }),
  };
}

/** What the review of an account found. */
const reviewed =
  (status: string) =>
  async (box: TestSandbox): Promise<Shown> => {
    await act(box, 'customer.accountStatus', { customer: someone(box).customerId, status });
    return of('/validationStatus?type=account')(box);
  };

export const customerCases: readonly Case[] = [
  { sample: 'partner-center/customers.get-a-customer-by-id.response.json', show: of('') },
  {
    sample: 'partner-center/customers.get-a-list-of-customers.response.json',
    show: async (box) => shown(await pc(box, '/customers?size=40')),
  },
  {
    sample: 'partner-center/customers.get-a-customer-by-name.response.json',
    show: async (box) => {
      const filter = encodeURIComponent('{"Field":"CompanyName","Value":"Cont","Operator":"starts_with"}');
      return shown(await pc(box, `/customers?size=0&filter=${filter}`, { account: 'pc-2' }));
    },
  },
  {
    sample: 'partner-center/customers.create-a-customer.request.json',
    show: async (box) => create(box).then(({ sent, answer }) => taken(sent, answer)),
  },
  { sample: 'partner-center/customers.create-a-customer.response.json', show: async (box) => shown((await create(box)).answer, 201) },
  {
    sample: 'partner-center/customers.create-a-customer-for-an-indirect-reseller.request.json',
    show: async (box) => createForReseller(box).then(({ sent, answer }) => taken(sent, answer)),
  },
  {
    sample: 'partner-center/customers.create-a-customer-for-an-indirect-reseller.response.json',
    show: async (box) => shown((await createForReseller(box)).answer, 201),
  },
  {
    sample: 'partner-center/customer-profiles.update-a-customer-s-billing-profile.request.json',
    show: async (box) => putBilling(box).then(({ sent, answer }) => taken(sent, answer)),
  },
  {
    sample: 'partner-center/customer-profiles.update-a-customer-s-billing-profile.response.json',
    show: async (box) => shown((await putBilling(box)).answer),
  },
  {
    sample: 'partner-center/customers.add-a-verified-domain-for-a-customer.request.json',
    show: async (box) => addDomain(box).then(({ sent, answer }) => taken(sent, answer)),
  },
  {
    sample: 'partner-center/customers.add-a-verified-domain-for-a-customer.response.json',
    show: async (box) => shown((await addDomain(box)).answer, 201),
  },
  {
    sample: 'partner-center/qualifications.update-customer-qualification-asynchronous.request.json',
    show: async (box) => qualify(box).then(({ sent, answer }) => taken(sent, answer)),
  },
  {
    sample: 'partner-center/qualifications.update-customer-qualification-asynchronous.response.json',
    show: async (box) => shown((await qualify(box)).answer, 201),
  },
  {
    sample: 'partner-center/qualifications.get-customer-qualification-asynchronous.1.response.json',
    show: async (box) => {
      // State-owned entities, of the request's sample, are not reviewed.
      const school = `${customer(box, 'pc-2')}/qualifications`;
      const body = { qualification: 'Education', educationSegment: 'K12', website: 'contoso.edu' };
      await pc(box, school, { method: 'POST', account: 'pc-2', body });
      return shown(await pc(box, school, { account: 'pc-2' }));
    },
  },
  {
    sample: 'partner-center/validations.get-a-partner-s-validation-codes.response.json',
    show: async (box) => shown(await pc(box, '/customers/all/validations')),
  },
  {
    sample: 'partner-center/validations.get-market-specific-validation-data.response.json',
    show: async (box) => shown(await pc(box, '/countryvalidationrules/US')),
  },
  {
    sample: 'partner-center/validations.validate-an-address.1.request.json',
    show: async (box) => {
      const sent = requestOf('validations.validate-an-address.1');
      return taken(sent, await pc(box, '/validations/address', { method: 'POST', body: sent }));
    },
  },
  { sample: 'partner-center/validationstatus.retrieve-validation-status.3.response.json', show: reviewed('NotAllowed') },
  { sample: 'partner-center/validationstatus.retrieve-validation-status.4.response.json', show: reviewed('Unknown') },
  { sample: 'partner-center/validationstatus.retrieve-validation-status.5.response.json', show: reviewed('Not Ready') },
  {
    sample: 'partner-center/validationstatus.retrieve-validation-status.6.response.json',
    // Nobody reviewed this one.
    show: async (box) => shown(await pc(box, `${customer(box, 'pc-2')}/validationStatus?type=account`, { account: 'pc-2' }), 404),
  },
  {
    sample: 'partner-center/applicationconsents.gdap-and-secure-application-model.request.json',
    show: async (box) => {
      const app = box.sandbox.world.tables.partnerAccounts.get('pc-1')?.app.clientId;
      const sent = { ...requestOf('applicationconsents.gdap-and-secure-application-model'), applicationId: app };
      return taken(sent, await pc(box, `${customer(box)}/applicationconsents`, { method: 'POST', body: sent }));
    },
  },
];
