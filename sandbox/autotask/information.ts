import { json, type RemoteAnswer } from '../remote.ts';
import type { World } from '../world/world.ts';
import { type EntitySpec, type FieldKind, type FieldSpec, picklistOf, referenceOf } from './entities/entities.ts';
import { type PicklistValue, periodLetters, periodNumbers } from './entities/lists.ts';

/** GET {entity}/entityInformation */
export const entityInformation = (spec: EntitySpec): RemoteAnswer => {
  const access = (may: boolean): string => (may ? 'All' : 'None');
  return json(200, {
    info: {
      name: spec.singular,
      canCreate: spec.can.has('create'),
      canDelete: spec.can.has('delete'),
      canQuery: spec.can.has('query'),
      canUpdate: spec.can.has('update'),
      userAccessForCreate: access(spec.can.has('create')),
      userAccessForDelete: access(spec.can.has('delete')),
      userAccessForQuery: access(spec.can.has('query')),
      userAccessForUpdate: access(spec.can.has('update')),
      hasUserDefinedFields: spec.udfs.length > 0,
      supportsWebhookCallouts: spec.name === 'Companies' || spec.name === 'Contacts',
    },
  });
};

const dataTypes: Readonly<Record<FieldKind, string>> = {
  whole: 'integer',
  decimal: 'decimal',
  text: 'string',
  flag: 'boolean',
  instant: 'datetime',
};

/** GET {entity}/entityInformation/fields; values of picklists are text. */
export const fieldInformation = (world: World, spec: EntitySpec): RemoteAnswer =>
  json(200, { fields: spec.fields.map((field) => fieldAnswer(world, spec, field)) });

function fieldAnswer(world: World, spec: EntitySpec, field: FieldSpec): Record<string, unknown> {
  const values = valuesOf(world, spec, field);
  const reference = referenceOf(field.name);
  const { contractPeriodType } = world.switch('autotask');
  const isLetter = spec.name === 'Contracts' && field.name === 'contractPeriodType' && contractPeriodType === 'letter';
  const dataType = field.name === 'id' ? 'long' : isLetter ? 'string' : field.name === 'companyType' ? 'short' : dataTypes[field.kind];
  return {
    name: field.name,
    dataType,
    length: dataType === 'string' ? (isLetter ? 1 : 8000) : 0,
    isRequired: field.required,
    isReadOnly: field.readOnly,
    isQueryable: true,
    isReference: reference !== undefined,
    referenceEntityType: reference ?? '',
    isPickList: values !== undefined,
    picklistValues:
      values?.map((one, index) => ({
        value: one.value,
        label: one.label,
        isDefaultValue: false,
        sortOrder: index + 1,
        parentValue: '',
        isActive: true,
        isSystem: one.isSystem,
      })) ?? null,
    picklistParentValueField: '',
    isSupportedWebhookField: spec.name === 'Companies' && !field.readOnly && field.name !== 'id',
  };
}

function valuesOf(world: World, spec: EntitySpec, field: FieldSpec): readonly PicklistValue[] | undefined {
  if (spec.name !== 'Contracts' || field.name !== 'contractPeriodType') return picklistOf(spec.name, field.name);
  return world.switch('autotask').contractPeriodType === 'letter' ? periodLetters : periodNumbers;
}

/** GET {entity}/entityInformation/userDefinedFields */
export const userDefinedFields = (spec: EntitySpec): RemoteAnswer =>
  json(200, {
    fields: spec.udfs.map((name) => ({ name, label: name, type: 'string', length: 8000, isPickList: false, picklistValues: [] })),
  });
