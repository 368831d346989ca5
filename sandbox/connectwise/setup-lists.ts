import type { JsonObject } from '../../src/lib/exact-json.ts';
import type { PsaReference } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { Href } from './answers/values.ts';
import type { Session } from './session.ts';

/** Setup tables that the world does not keep: whatever its companies and agreements refer to. */
export const companyStatuses = (world: World, { instance }: Session): readonly JsonObject[] =>
  distinct(world.tables.psaCompanies.by('instanceId', instance.id).map((company) => company.status)).map(({ id, name }) => ({
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

export const companyTypes = (world: World, { instance }: Session): readonly JsonObject[] =>
  distinct(world.tables.psaCompanies.by('instanceId', instance.id).map((company) => company.type)).map(({ id, name }) => ({
    id,
    name,
    defaultFlag: id === 1,
    vendorFlag: /vendor/i.test(name),
    _info: setupStamp,
  }));

export const agreementTypes = (world: World, { instance }: Session): readonly JsonObject[] =>
  distinct(world.tables.psaAgreements.by('instanceId', instance.id).map((agreement) => agreement.type)).map(({ id, name }) => ({
    id,
    name,
    defaultFlag: false,
    _info: setupStamp,
  }));

// Names are free in every installation; the options are the vendor's closed list.
const cycles: readonly (PsaReference & { readonly identifier: string; readonly option: string })[] = [
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
