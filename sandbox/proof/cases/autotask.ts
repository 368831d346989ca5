import type { TestSandbox } from '../../testing.ts';
import { autotaskInstance } from '../../world/estate/other-psas.ts';
import { type Answered, type Ask, ask, shown, taken, textAt } from '../asks.ts';
import type { Case } from '../case.ts';

type Account = {
  readonly kind: string;
  readonly baseUrl: string;
  readonly userName: string;
  readonly secret: string;
  readonly integrationCode: string;
};

async function autotask(box: TestSandbox, path: string, call: Ask = {}): Promise<Answered> {
  const { body } = await box.get('credentials');
  // What the control API tells of Autotask has these members.
  const found = (body as { readonly psas: readonly Account[] }).psas.find(({ kind }) => kind === 'autotask');
  if (found === undefined) throw new Error('There is no Autotask here');
  const headers = { ApiIntegrationCode: found.integrationCode, UserName: found.userName, Secret: found.secret };
  return ask(box, `${new URL(found.baseUrl).pathname.slice(1)}${path}`, { ...call, headers });
}

const post = (box: TestSandbox, path: string, body: unknown): Promise<Answered> => autotask(box, path, { method: 'POST', body });

const everything = { filter: [{ op: 'gt', field: 'id', value: 0 }] };
const queries =
  (path: string, body: unknown = everything) =>
  async (box: TestSandbox) =>
    shown(await post(box, path, body));

/** Five units more on the first line from a day; a second time on one day is refused. */
async function adjusted(box: TestSandbox, day: string) {
  const { body } = await post(box, '/ContractServices/query', everything);
  const sent = {
    contractServiceID: Number(textAt(body, 'items', 0, 'id')),
    effectiveDate: `${day}T00:00:00`,
    unitChange: 5,
    adjustedUnitPrice: 22.5,
    adjustedUnitCost: 17.6,
    allowRepeatService: false,
  };
  return { sent, answer: await post(box, `/Contracts/${textAt(body, 'items', 0, 'contractID')}/ServiceAdjustments`, sent) };
}

export const autotaskCases: readonly Case[] = [
  {
    sample: 'autotask/zone-information.response.json',
    show: async (box) => {
      const { userName } = autotaskInstance(box.sandbox.world.options.seed);
      const path = `webservices.autotask.net/ATServicesRest/v1.0/zoneInformation?user=${encodeURIComponent(userName)}`;
      return shown(await ask(box, path));
    },
  },
  {
    sample: 'autotask/companies.create.response.json',
    show: async (box) =>
      shown(await post(box, '/Companies', { companyName: 'Fabrikam Bikes', companyType: 3, ownerResourceID: 29682885, phone: '5550100' })),
  },
  {
    sample: 'autotask/companies.fields.response.json',
    // The sample is of a field with a list of values; others have none there.
    show: async (box) => {
      const { body } = await autotask(box, '/Companies/entityInformation/fields');
      const { fields } = body as { readonly fields: readonly { readonly isPickList: boolean }[] };
      return { body: { fields: fields.filter(({ isPickList }) => isPickList) } };
    },
  },
  {
    sample: 'autotask/companies.user-defined-fields.response.json',
    show: async (box) => shown(await autotask(box, '/Companies/entityInformation/userDefinedFields')),
  },
  { sample: 'autotask/contract-services.query.response.json', show: queries('/ContractServices/query') },
  {
    sample: 'autotask/contract-service-adjustments.create.request.json',
    show: async (box) => adjusted(box, '2026-12-15').then(({ sent, answer }) => taken(sent, answer)),
  },
  {
    sample: 'autotask/contract-service-adjustments.create.response.json',
    show: async (box) => shown((await adjusted(box, '2026-12-14')).answer),
  },
  {
    sample: 'autotask/contract-service-units.query.response.json',
    show: queries('/ContractServiceUnits/query', { filter: [{ op: 'eq', field: 'startDate', value: '2026-12-15' }] }),
  },
  { sample: 'autotask/query.count.response.json', show: queries('/Companies/query/count') },
  { sample: 'autotask/query.empty.response.json', show: queries('/Companies/query', { filter: [{ op: 'eq', field: 'id', value: 1 }] }) },
  {
    sample: 'autotask/error.500.response.json',
    show: async (box) => shown(await post(box, '/Companies/query', { filter: [{ op: 'eq', field: 'companyNam', value: 'x' }] }), 500),
  },
];
