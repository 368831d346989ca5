import { json, type RemoteAnswer } from '../remote.ts';
import type { World } from '../world/world.ts';
import { type EntitySpec, type FieldKind, type FieldSpec, picklistOf, referenceOf, userListOf } from './entities/entities.ts';
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

function dataTypeOf(world: World, spec: EntitySpec, field: FieldSpec): string {
  if (field.name === 'id') return 'long';
  if (field.name === 'companyType') return 'short';
  const isLetter = isPeriod(spec, field) && world.switch('autotask').contractPeriodType === 'letter';
  return isLetter ? 'string' : dataTypes[field.kind];
}

const isPeriod = (spec: EntitySpec, field: FieldSpec): boolean => spec.name === 'Contracts' && field.name === 'contractPeriodType';

function fieldAnswer(world: World, spec: EntitySpec, field: FieldSpec): Record<string, unknown> {
  const values = valuesOf(world, spec, field);
  const reference = referenceOf(field.name);
  const dataType = dataTypeOf(world, spec, field);
  return {
    name: field.name,
    dataType,
    length: dataType === 'string' ? 8000 : 0,
    isRequired: field.required,
    isReadOnly: field.readOnly,
    isQueryable: true,
    isReference: reference !== undefined,
    referenceEntityType: reference ?? '',
    isPickList: values !== undefined,
    picklistValues: values?.map(pickAnswer) ?? null,
    picklistParentValueField: '',
    isSupportedWebhookField: spec.name === 'Companies' && !field.readOnly && field.name !== 'id',
  };
}

const pickAnswer = (one: PicklistValue, index: number): Record<string, unknown> => ({
  value: one.value,
  label: one.label,
  isDefaultValue: false,
  sortOrder: index + 1,
  parentValue: '',
  isActive: true,
  isSystem: one.isSystem,
});

function valuesOf(world: World, spec: EntitySpec, field: FieldSpec): readonly PicklistValue[] | undefined {
  if (!isPeriod(spec, field)) return picklistOf(spec.name, field.name);
  return world.switch('autotask').contractPeriodType === 'letter' ? periodLetters : periodNumbers;
}

/** GET {entity}/entityInformation/userDefinedFields */
export const userDefinedFields = (spec: EntitySpec): RemoteAnswer =>
  json(200, {
    fields: spec.udfs.map((name) => {
      const list = userListOf(spec.name, name);
      const picklistValues = list?.map((one, index) => ({ ...pickAnswer(one, index), sortOrder: index, parentValue: null })) ?? [];
      return { name, label: name, type: 'string', length: 8000, isPickList: list !== undefined, picklistValues };
    }),
  });
