import { entityFields } from './fields.ts';
import { picklists, references, userLists } from './lists.ts';

export type FieldKind = 'whole' | 'decimal' | 'text' | 'flag' | 'instant';

export type FieldSpec = { readonly name: string; readonly kind: FieldKind; readonly required: boolean; readonly readOnly: boolean };

export type EntityName = keyof typeof entityFields;

export type EntitySpec = {
  readonly name: EntityName;
  /** As error texts call it: `Company`. */
  readonly singular: string;
  readonly can: ReadonlySet<'create' | 'update' | 'delete' | 'query'>;
  /** Where its rows are made and changed: below a parent, or at its own root. */
  readonly parent?: { readonly entity: EntityName; readonly field: string; readonly subname: string };
  readonly udfs: readonly string[];
  /** In the entity's order; `id` first. */
  readonly fields: readonly FieldSpec[];
  /** By name in lower case: names are compared without regard to case. */
  readonly byName: ReadonlyMap<string, FieldSpec>;
};

type Plan = {
  readonly singular: string;
  /** c create, q query, u update, d delete. */
  readonly can: string;
  readonly parent?: EntitySpec['parent'];
  readonly required?: readonly string[];
  readonly readOnly?: readonly string[];
  readonly udfs?: readonly string[];
};

const ofContract = (subname: string): NonNullable<EntitySpec['parent']> => ({ entity: 'Contracts', field: 'contractID', subname });
const ofWebhook = (subname: string): NonNullable<EntitySpec['parent']> => ({ entity: 'CompanyWebhooks', field: 'webhookID', subname });

const plans: Readonly<Record<EntityName, Plan>> = {
  Companies: {
    singular: 'Company',
    can: 'cqu',
    required: ['companyName', 'companyType', 'ownerResourceID', 'phone'],
    readOnly: ['createDate', 'createdByResourceID', 'lastActivityDate', 'lastTrackedModifiedDateTime'],
    udfs: ['Microsoft Tenant ID', 'Support Level'],
  },
  Contacts: {
    singular: 'Contact',
    can: 'cqud',
    parent: { entity: 'Companies', field: 'companyID', subname: 'Contacts' },
    required: ['companyID', 'firstName', 'lastName', 'isActive'],
    readOnly: ['createDate', 'lastActivityDate', 'lastModifiedDate'],
  },
  Contracts: {
    singular: 'Contract',
    can: 'cqu',
    required: ['companyID', 'contractName', 'contractType', 'startDate', 'endDate', 'status', 'timeReportingRequiresStartAndStopTimes'],
    readOnly: ['contactName'],
    udfs: ['Microsoft Subscription ID'],
  },
  ContractServices: {
    singular: 'ContractService',
    can: 'cqu',
    parent: ofContract('Services'),
    required: ['contractID', 'serviceID'],
    readOnly: ['internalCurrencyAdjustedPrice', 'internalCurrencyUnitPrice'],
  },
  ContractServiceUnits: { singular: 'ContractServiceUnit', can: 'q', parent: ofContract('ServiceUnits') },
  ContractServiceAdjustments: {
    singular: 'ContractServiceAdjustment',
    can: 'c',
    parent: ofContract('ServiceAdjustments'),
    required: ['effectiveDate'],
  },
  ContractServiceBundles: {
    singular: 'ContractServiceBundle',
    can: 'cqu',
    parent: ofContract('ServiceBundles'),
    required: ['contractID', 'serviceBundleID'],
    readOnly: ['internalCurrencyAdjustedPrice', 'internalCurrencyUnitPrice'],
  },
  ContractServiceBundleUnits: { singular: 'ContractServiceBundleUnit', can: 'q', parent: ofContract('ServiceBundleUnits') },
  ContractServiceBundleAdjustments: {
    singular: 'ContractServiceBundleAdjustment',
    can: 'c',
    parent: ofContract('ServiceBundleAdjustments'),
    required: ['effectiveDate'],
  },
  ContractCharges: {
    singular: 'ContractCharge',
    can: 'cqud',
    parent: ofContract('Charges'),
    required: ['contractID', 'name', 'datePurchased', 'unitQuantity', 'billingCodeID'],
    readOnly: ['createDate', 'creatorResourceID', 'extendedCost', 'billableAmount', 'isBilled', 'statusLastModifiedDate'],
  },
  Services: {
    singular: 'Service',
    can: 'cqu',
    required: ['name', 'periodType', 'billingCodeID', 'unitPrice'],
    readOnly: ['createDate', 'creatorResourceID', 'lastModifiedDate', 'updateResourceID', 'markupRate'],
  },
  ServiceBundles: {
    singular: 'ServiceBundle',
    can: 'cqud',
    required: ['name', 'periodType', 'billingCodeID'],
    readOnly: ['createDate', 'creatorResourceID', 'lastModifiedDate', 'updateResourceID'],
  },
  ServiceBundleServices: {
    singular: 'ServiceBundleService',
    can: 'cqd',
    parent: { entity: 'ServiceBundles', field: 'serviceBundleID', subname: 'Services' },
    required: ['serviceBundleID', 'serviceID'],
  },
  BillingCodes: { singular: 'BillingCode', can: 'q' },
  BillingItems: { singular: 'BillingItem', can: 'q' },
  Invoices: { singular: 'Invoice', can: 'q' },
  Currencies: {
    singular: 'Currency',
    can: 'qu',
    readOnly: ['name', 'description', 'isInternalCurrency', 'lastModifiedDateTime', 'updateResourceId'],
  },
  CompanyWebhooks: {
    singular: 'CompanyWebhook',
    can: 'cqud',
    required: ['name', 'webhookUrl', 'deactivationUrl', 'secretKey', 'isActive', 'sendThresholdExceededNotification'],
    readOnly: ['webhookGuid', 'isReady'],
  },
  CompanyWebhookFields: { singular: 'CompanyWebhookField', can: 'cqud', parent: ofWebhook('Fields'), required: ['webhookID', 'fieldID'] },
  CompanyWebhookExcludedResources: {
    singular: 'CompanyWebhookExcludedResource',
    can: 'cqd',
    parent: ofWebhook('ExcludedResources'),
    required: ['webhookID', 'resourceID'],
  },
  Resources: { singular: 'Resource', can: 'q' },
};

const kinds: Readonly<Record<string, FieldKind>> = { i: 'whole', n: 'decimal', s: 'text', b: 'flag', d: 'instant' };
const abilities = { c: 'create', q: 'query', u: 'update', d: 'delete' } as const;

function specOf(name: EntityName): EntitySpec {
  const { singular, can, parent, required = [], readOnly = [], udfs = [] } = plans[name];
  const told = entityFields[name]
    .trim()
    .split(/\s+/)
    .map((text): FieldSpec => {
      const [field = '', letter = ''] = text.split(':');
      return {
        name: field,
        kind: kinds[letter] ?? 'text',
        required: required.includes(field),
        readOnly: readOnly.includes(field),
      };
    });
  const fields: readonly FieldSpec[] = [{ name: 'id', kind: 'whole', required: false, readOnly: true }, ...told];
  return {
    name,
    singular,
    can: new Set(Object.entries(abilities).flatMap(([letter, ability]) => (can.includes(letter) ? [ability] : []))),
    ...(parent === undefined ? {} : { parent }),
    udfs,
    fields,
    byName: new Map(fields.map((field) => [field.name.toLowerCase(), field])),
  };
}

// The names are the keys of the list itself.
const names = Object.keys(entityFields) as readonly EntityName[];

const byName: ReadonlyMap<string, EntitySpec> = new Map(names.map((name) => [name.toLowerCase(), specOf(name)]));

/** Paths are not case-sensitive. */
export const entityOf = (name: string): EntitySpec | undefined => byName.get(name.toLowerCase());

export const specNamed = (name: EntityName): EntitySpec => byName.get(name.toLowerCase()) ?? specOf(name);

/** The entity below a parent: `Contracts`, `Services` gives ContractServices. */
export const childOf = (parent: EntitySpec, subname: string): EntitySpec | undefined =>
  byName.values().find((one) => one.parent?.entity === parent.name && one.parent.subname.toLowerCase() === subname.toLowerCase());

export const picklistOf = (entity: EntityName, field: string): (typeof picklists)[string] | undefined => picklists[`${entity}.${field}`];

/** Values of a user-defined field that is a list. */
export const userListOf = (entity: EntityName, name: string): (typeof userLists)[string] | undefined => userLists[`${entity}.${name}`];

/** Singular name of what a field refers to, by the field's own name. */
export const referenceOf = (field: string): string | undefined => references[field];
