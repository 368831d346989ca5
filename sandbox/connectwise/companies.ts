import { isJsonObject, type JsonValue } from '../../src/lib/exact-json.ts';
import { Seeded } from '../../src/lib/seeded.ts';
import type { Address, PsaCompany, PsaCustomField, PsaReference } from '../world/types.ts';
import { put, removeRow, type World } from '../world/world.ts';
import { flagValue, textValue, ValueError, wholeValue } from './additions/values.ts';
import { companyAnswer } from './answers/company.ts';
import { knownCurrencies } from './answers/currency.ts';
import { type FieldError, failure, invalid } from './errors.ts';
import type { Collection } from './lists/collection.ts';
import { byNumber, nextId } from './memory.ts';
import { statusesOf, typesOf } from './setup-lists.ts';
import { customValues } from './writes/custom-values.ts';
import type { Writers } from './writes/draft.ts';
import { stamped, type Writing } from './writes/store.ts';

export const fieldsOf = (world: World, instanceId: string, of: PsaCustomField['of']): readonly PsaCustomField[] =>
  of === 'agreement' ? agreementFields(world, instanceId) : ofKind(world, instanceId, of);

const ofKind = (world: World, instanceId: string, of: PsaCustomField['of']): readonly PsaCustomField[] =>
  byNumber(world, 'psaCustomFields', instanceId).filter((field) => field.of === of);

/** An installation that made none for agreements has two that mean nothing to anybody. */
function agreementFields(world: World, instanceId: string): readonly PsaCustomField[] {
  const own = ofKind(world, instanceId, 'agreement');
  return own.length > 0 ? own : ['S Number', 'Reason code'].map((caption, index) => unused(instanceId, 901 + index, caption));
}

const unused = (instanceId: string, id: number, caption: string): PsaCustomField => ({
  id,
  instanceId,
  of: 'agreement',
  caption,
  type: 'Text',
  connectWiseId: new Seeded(`${instanceId}/field/${String(id)}`).uuid(),
});

/** All companies of an installation; deleted ones stay visible with their flag. */
export const companies: Collection<PsaCompany> = {
  kind: 'company',
  name: 'Company',
  rows: ({ world, session }) => byNumber(world, 'psaCompanies', session.instance.id),
  one: ({ world, session }, id) => {
    const row = world.tables.psaCompanies.get(id);
    return row?.instanceId === session.instance.id ? row : undefined;
  },
  show: (row, { world, session }) => companyAnswer(row, fieldsOf(world, session.instance.id, 'company'), session.href),
};

type Around = {
  readonly fields: readonly PsaCustomField[];
  readonly statuses: readonly PsaReference[];
  readonly types: readonly PsaReference[];
};

const inAddress =
  (name: keyof Address, longest: number) =>
  (row: PsaCompany, value: JsonValue): PsaCompany => ({ ...row, address: { ...row.address, [name]: textValue(value, longest) } });

/** One of a setup list, by id or by name. */
export function chosen(value: JsonValue, from: readonly PsaReference[]): PsaReference {
  const id = isJsonObject(value) ? wholeValue(value['id']) : undefined;
  const name = isJsonObject(value) ? value['name'] : undefined;
  const found = from.find((one) => (id === undefined ? one.name === name : one.id === id));
  if (found === undefined) throw new ValueError('must name something that exists, by id');
  return { id: found.id, name: found.name };
}

export function currencyCode(value: JsonValue): string {
  const id = isJsonObject(value) ? wholeValue(value['id']) : undefined;
  const code = isJsonObject(value) ? (value['currencyCode'] ?? value['currencyIdentifier']) : undefined;
  const found = knownCurrencies.find((one) => (id === undefined ? one.code === code : one.id === id));
  if (found === undefined) throw new ValueError('must name a currency by id');
  return found.code;
}

const writers: Writers<PsaCompany, Around> = {
  identifier: (row, value) => ({ ...row, identifier: textValue(value, 25) }),
  name: (row, value) => ({ ...row, name: textValue(value, 50) }),
  status: (row, value, { statuses }) => ({ ...row, status: chosen(value, statuses) }),
  types: (row, value, { types }) => {
    // The first counts: a company of the world has one type.
    const [first] = Array.isArray(value) ? (value as readonly JsonValue[]) : [];
    return first === undefined ? row : { ...row, type: chosen(first, types) };
  },
  addressLine1: inAddress('line1', 50),
  city: inAddress('city', 50),
  state: inAddress('state', 50),
  zip: inAddress('postalCode', 12),
  country: (row, value) => {
    const code = isJsonObject(value) ? (value['identifier'] ?? value['name']) : undefined;
    return { ...row, address: { ...row.address, country: typeof code === 'string' ? code : row.address.country } };
  },
  phoneNumber: (row, value) => ({ ...row, phone: textValue(value, 30) }),
  website: (row, value) => ({ ...row, website: textValue(value, 255) }),
  currency: (row, value) => ({ ...row, currency: currencyCode(value) }),
  deletedFlag: (row, value) => ({ ...row, deleted: flagValue(value) }),
  customFields: (row, value, { fields }) => ({ ...row, customFields: customValues(row.customFields, value, fields) }),
};

/** Identifier and name are required; the identifier is unique; a new company needs at least one part of an address. */
export const companyWriting: Writing<PsaCompany, Around> = {
  collection: companies,
  event: 'psa.company',
  required: ['identifier', 'name'],
  writers,
  around: ({ world, session }) => ({
    fields: fieldsOf(world, session.instance.id, 'company'),
    statuses: statusesOf(world, session),
    types: typesOf(world, session),
  }),
  blank: (call) => ({
    id: nextId(call.world, 'psaCompanies'),
    instanceId: call.session.instance.id,
    identifier: '',
    name: '',
    status: { id: 1, name: 'Active' },
    type: { id: 1, name: 'Client' },
    address: { line1: '', city: '', state: '', postalCode: '', country: '', phone: '' },
    website: '',
    phone: '',
    currency: call.session.instance.currency,
    deleted: false,
    defaultContact: { id: 0, name: '' },
    customFields: [],
    ...stamped(call),
  }),
  check: (call, row, before, changes) => {
    const errors: FieldError[] = [];
    const taken = companies.rows(call).some((one) => one.id !== row.id && one.identifier.toLowerCase() === row.identifier.toLowerCase());
    if (taken) errors.push(invalid('company', 'identifier', `identifier ${row.identifier} is in use.`));
    const parts = ['addressLine1', 'addressLine2', 'city', 'state', 'zip', 'country', 'site'];
    if (before === undefined && !parts.some((name) => (changes[name] ?? '') !== ''))
      errors.push(invalid('company', 'addressLine1', 'At least one part of the address is required.'));
    return errors;
  },
  put: (row) => put('psaCompanies', row),
  about: (row) => ({ instanceId: row.instanceId, companyId: String(row.id) }),
  // That agreements hold a company is an assumption: the sources say nothing of it.
  remove: ({ world }, row) =>
    world.tables.psaAgreements.by('companyId', row.id).length > 0
      ? failure(400, 'InvalidObject', `Company ${row.id} cannot be deleted: it has agreements.`)
      : [removeRow('psaCompanies', row.id)],
};
