import { isJsonObject, type JsonValue } from '../../src/lib/exact-json.ts';
import { must } from '../../src/lib/must.ts';
import type { PsaAgreement, PsaCompany, PsaCustomField, PsaReference } from '../world/types.ts';
import { put, removeRow, type World } from '../world/world.ts';
import { dayValue, flagValue, textValue, ValueError, wholeValue } from './additions/values.ts';
import { agreementAnswer } from './answers/agreement.ts';
import type { Call } from './call.ts';
import { chosen, companies, currencyCode, fieldsOf } from './companies.ts';
import { failure, invalid } from './errors.ts';
import type { Collection } from './lists/collection.ts';
import { byNumber, nextId } from './memory.ts';
import { agreementTypesOf, cycles } from './setup-lists.ts';
import { customValues } from './writes/custom-values.ts';
import type { Writers } from './writes/draft.ts';
import { stamped, type Writing } from './writes/store.ts';

export const companyOf = (world: World, agreement: PsaAgreement): PsaCompany =>
  must(world.tables.psaCompanies.get(agreement.companyId), `company ${agreement.companyId}`);

export const agreements: Collection<PsaAgreement> = {
  kind: 'agreement',
  name: 'Agreement',
  rows: ({ world, session }) => byNumber(world, 'psaAgreements', session.instance.id),
  one: ({ world, session }, id) => {
    const row = world.tables.psaAgreements.get(id);
    return row?.instanceId === session.instance.id ? row : undefined;
  },
  show: (row, { world, session }) =>
    agreementAnswer(
      {
        agreement: row,
        company: companyOf(world, row),
        fields: fieldsOf(world, session.instance.id, 'agreement'),
        today: world.today(),
        emptyDates: world.switch('connectwise').emptyDates,
      },
      session.href,
    ),
  narrow: {
    'company/id': ({ world, session }, id) =>
      world.tables.psaAgreements
        .by('companyId', id)
        .filter((row) => row.instanceId === session.instance.id)
        .sort((a, b) => a.id - b.id),
  },
};

type Around = { readonly call: Call; readonly fields: readonly PsaCustomField[]; readonly types: readonly PsaReference[] };

const writers: Writers<PsaAgreement, Around> = {
  name: (row, value) => ({ ...row, name: textValue(value, 100) }),
  type: (row, value, { types }) => ({ ...row, type: chosen(value, types) }),
  company: (row, value, { call }) => ({ ...row, companyId: companyIn(call, value).id }),
  startDate: (row, value) => ({ ...row, startDate: dayValue(value) ?? row.startDate }),
  endDate: (row, value) => {
    const { endDate: _before, ...rest } = row;
    const day = dayValue(value);
    return day === undefined ? rest : { ...rest, endDate: day, noEndDate: false };
  },
  noEndingDateFlag: (row, value) => ({ ...row, noEndDate: flagValue(value) }),
  cancelledFlag: (row, value) => ({ ...row, cancelled: flagValue(value) }),
  dateCancelled: (row, value) => {
    const { cancelledDate: _before, ...rest } = row;
    const day = dayValue(value);
    return day === undefined ? rest : { ...rest, cancelledDate: day };
  },
  billingCycle: (row, value) => ({ ...row, billCycle: chosen(value, cycles) }),
  prorateFlag: (row, value) => ({ ...row, prorate: flagValue(value) }),
  currency: (row, value) => ({ ...row, currency: currencyCode(value) }),
  customFields: (row, value, { fields }) => ({ ...row, customFields: customValues(row.customFields, value, fields) }),
};

function companyIn(call: Call, value: JsonValue): PsaCompany {
  const id = isJsonObject(value) ? wholeValue(value['id']) : undefined;
  const identifier = isJsonObject(value) ? value['identifier'] : undefined;
  const found = id === undefined ? companies.rows(call).find((row) => row.identifier === identifier) : companies.one(call, String(id));
  if (found === undefined) throw new ValueError('must name a company by id or identifier');
  return found;
}

/** Name, type and company are required; an agreement without an end needs no end date. */
export const agreementWriting: Writing<PsaAgreement, Around> = {
  collection: agreements,
  event: 'psa.agreement',
  required: ['name', 'type', 'company'],
  writers,
  around: (call) => ({
    call,
    fields: fieldsOf(call.world, call.session.instance.id, 'agreement'),
    types: agreementTypesOf(call.world, call.session),
  }),
  blank: (call) => ({
    id: nextId(call.world, 'psaAgreements'),
    instanceId: call.session.instance.id,
    companyId: 0,
    name: '',
    type: { id: 0, name: '' },
    startDate: call.world.today(),
    noEndDate: true,
    cancelled: false,
    billCycle: { id: 2, name: 'Monthly' },
    prorate: false,
    currency: call.session.instance.currency,
    customFields: [],
    ...stamped(call),
  }),
  check: (_call, row) =>
    row.endDate !== undefined && row.endDate < row.startDate
      ? [invalid('agreement', 'endDate', 'endDate must not be before startDate.')]
      : [],
  put: (row) => put('psaAgreements', row),
  about: (row) => ({ instanceId: row.instanceId, companyId: String(row.companyId), agreementId: String(row.id) }),
  // That lines hold an agreement is an assumption: the sources say nothing of it.
  remove: ({ world }, row) =>
    world.tables.psaAdditions.by('agreementId', row.id).length > 0
      ? failure(400, 'InvalidObject', `Agreement ${row.id} cannot be deleted: it has additions.`)
      : [removeRow('psaAgreements', row.id)],
};
