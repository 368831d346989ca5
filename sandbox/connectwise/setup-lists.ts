import type { JsonObject } from '../../src/lib/exact-json.ts';
import type { PsaReference } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { Href } from './answers/values.ts';
import { byNumber, remembered } from './memory.ts';
import type { Session } from './session.ts';

const setup = (
  name: string,
  world: World,
  { instance }: Session,
  table: 'psaCompanies' | 'psaAgreements',
  own: readonly PsaReference[],
  of: () => readonly PsaReference[],
): readonly PsaReference[] => remembered(world, `${table}/${instance.id}/${name}`, () => distinct([...own, ...of()]));

export const statusesOf = (world: World, session: Session): readonly PsaReference[] =>
  setup('statuses', world, session, 'psaCompanies', [{ id: 1, name: 'Active' }], () =>
    byNumber(world, 'psaCompanies', session.instance.id).map((company) => company.status),
  );

export const typesOf = (world: World, session: Session): readonly PsaReference[] =>
  setup('types', world, session, 'psaCompanies', [{ id: 1, name: 'Client' }], () =>
    byNumber(world, 'psaCompanies', session.instance.id).map((company) => company.type),
  );

export const agreementTypesOf = (world: World, session: Session): readonly PsaReference[] =>
  setup('types', world, session, 'psaAgreements', [], () =>
    byNumber(world, 'psaAgreements', session.instance.id).map((agreement) => agreement.type),
  );

/** Setup tables that the world does not keep: whatever its companies and agreements refer to. */
export const companyStatuses = (world: World, session: Session): readonly JsonObject[] =>
  statusesOf(world, session).map(({ id, name }) => ({
    id,
    name,
    defaultFlag: id === 1,
    inactiveFlag: /inactive|not.?active/i.test(name),
    notifyFlag: false,
    disallowSavingFlag: false,
    notificationMessage: '',
    customNoteFlag: false,
    cancelOpenTracksFlag: false,
  }));

export const companyTypes = (world: World, session: Session): readonly JsonObject[] =>
  typesOf(world, session).map(({ id, name }) => ({
    id,
    name,
    defaultFlag: id === 1,
    vendorFlag: /vendor/i.test(name),
    _info: setupStamp,
  }));

export const agreementTypes = (world: World, session: Session): readonly JsonObject[] =>
  agreementTypesOf(world, session).map(({ id, name }) => ({
    id,
    name,
    defaultFlag: false,
    _info: setupStamp,
  }));

// Names are free in every installation; the options are the vendor's closed list.
export const cycles: readonly (PsaReference & { readonly identifier: string; readonly option: string })[] = [
  { id: 1, identifier: 'ANN', name: 'Annual', option: 'Yearly' },
  { id: 2, identifier: 'MON', name: 'Monthly', option: 'Monthly' },
  { id: 3, identifier: 'QTR', name: 'Quarterly', option: 'Quarterly' },
  { id: 4, identifier: 'SEMI', name: 'Semi-Annual', option: 'SemiAnnual' },
  { id: 5, identifier: 'ONCE', name: 'One Time', option: 'NotRecurring' },
];

export const billingCycles = (href: Href): readonly JsonObject[] =>
  cycles.map(({ id, identifier, name, option }) => ({
    id,
    identifier,
    name,
    defaultFlag: id === 2,
    billingOptions: option,
    _info: { ...setupStamp, billingCycle_href: href(`/finance/billingCycles/${id}`) },
  }));

const setupStamp: JsonObject = { lastUpdated: '2015-08-21T20:22:06Z', updatedBy: 'setup' };

const distinct = (references: readonly PsaReference[]): readonly PsaReference[] =>
  [...new Map(references.map((reference) => [reference.id, reference])).values()].sort((a, b) => a.id - b.id);

/** Other setup lists, one row each or few: what the rows of the estate point at. */
export const productTypes: readonly JsonObject[] = [
  { id: 1, name: 'Software', inactiveFlag: false, typeXref: 'NonInventoryPart', defaultFlag: true, _info: setupStamp },
  { id: 2, name: 'Service', inactiveFlag: false, typeXref: 'Service', defaultFlag: false, _info: setupStamp },
];

export const categories: readonly JsonObject[] = [
  { id: 1, name: 'Cloud', inactiveFlag: false, integrationXref: '', defaultFlag: true, _info: setupStamp },
];

export const subcategories: readonly JsonObject[] = [{ id: 1, name: 'Subscriptions', inactiveFlag: false, _info: setupStamp }];

export const unitsOfMeasure: readonly JsonObject[] = [
  { id: 1, name: 'User', inactiveFlag: false, defaultFlag: true, uomScheduleXref: '', _info: setupStamp },
  { id: 2, name: 'Each', inactiveFlag: false, defaultFlag: false, uomScheduleXref: '', _info: setupStamp },
];

export const taxCodes: readonly JsonObject[] = [
  {
    id: 16,
    identifier: 'State',
    description: 'State',
    invoiceCaption: 'Sales tax',
    effectiveDate: '2015-01-01T00:00:00Z',
    defaultFlag: true,
    displayOnInvoiceFlag: true,
    _info: setupStamp,
  },
];
