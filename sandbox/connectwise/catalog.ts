import { isJsonObject, type JsonValue } from '../../src/lib/exact-json.ts';
import type { PsaCatalogItem } from '../world/types.ts';
import { put, removeRow } from '../world/world.ts';
import { decimalValue, flagValue, textValue, ValueError, wholeValue } from './additions/values.ts';
import { catalogAnswer } from './answers/catalog.ts';
import { chosen } from './companies.ts';
import { failure, invalid } from './errors.ts';
import type { Collection } from './lists/collection.ts';
import { byNumber, nextId } from './memory.ts';
import { cycles } from './setup-lists.ts';
import type { Writers } from './writes/draft.ts';
import { stamped, type Writing } from './writes/store.ts';

export const catalog: Collection<PsaCatalogItem> = {
  kind: 'catalogItem',
  name: 'CatalogItem',
  rows: ({ world, session }) => byNumber(world, 'psaCatalogItems', session.instance.id),
  one: ({ world, session }, id) => {
    const row = world.tables.psaCatalogItems.get(id);
    return row?.instanceId === session.instance.id ? row : undefined;
  },
  show: (row, { session }) => catalogAnswer(row, session.href),
};

const classes = ['Agreement', 'Bundle', 'Inventory', 'NonInventory', 'Service'] as const;

function classValue(value: JsonValue): PsaCatalogItem['productClass'] {
  const found = value === null ? 'Agreement' : classes.find((one) => one === value);
  if (found === undefined) throw new ValueError(`must be one of ${classes.join(', ')}`);
  return found;
}

/** A setup row that is taken by id; its name follows when it is sent along or stays when the id does. */
const named =
  (member: 'category' | 'subcategory' | 'type' | 'unitOfMeasure') =>
  (row: PsaCatalogItem, value: JsonValue): PsaCatalogItem => {
    const id = isJsonObject(value) ? wholeValue(value['id']) : undefined;
    const name = isJsonObject(value) && typeof value['name'] === 'string' ? value['name'] : row[member].name;
    if (id === undefined) throw new ValueError('must name something by id');
    return { ...row, [member]: { id, name } };
  };

const writers: Writers<PsaCatalogItem, undefined> = {
  identifier: (row, value) => ({ ...row, identifier: textValue(value, 60) }),
  description: (row, value) => ({ ...row, description: textValue(value, 60) }),
  customerDescription: (row, value) => ({ ...row, customerDescription: textValue(value, 6000) }),
  productClass: (row, value) => ({ ...row, productClass: classValue(value) }),
  category: named('category'),
  subcategory: named('subcategory'),
  type: named('type'),
  unitOfMeasure: named('unitOfMeasure'),
  price: (row, value) => ({ ...row, price: decimalValue(value) }),
  cost: (row, value) => ({ ...row, cost: decimalValue(value) }),
  taxableFlag: (row, value) => ({ ...row, taxable: flagValue(value) }),
  inactiveFlag: (row, value) => ({ ...row, inactive: flagValue(value) }),
  manufacturerPartNumber: (row, value) => ({ ...row, manufacturerPartNumber: textValue(value, 50) }),
  vendorSku: (row, value) => ({ ...row, vendorSku: textValue(value, 50) }),
  integrationXRef: (row, value) => ({ ...row, integrationXRef: textValue(value, 50) }),
  recurringBillCycle: (row, value) => ({ ...row, billCycle: chosen(value, cycles) }),
};

/** Three texts are required, the identifier is unique; everything else has a default. */
export const catalogWriting: Writing<PsaCatalogItem, undefined> = {
  collection: catalog,
  event: 'psa.catalogItem',
  required: ['identifier', 'description', 'customerDescription'],
  writers,
  around: () => undefined,
  blank: (call) => ({
    id: nextId(call.world, 'psaCatalogItems'),
    instanceId: call.session.instance.id,
    identifier: '',
    description: '',
    customerDescription: '',
    productClass: 'Agreement',
    category: { id: 1, name: 'Cloud' },
    subcategory: { id: 1, name: 'Subscriptions' },
    type: { id: 1, name: 'Software' },
    unitOfMeasure: { id: 1, name: 'User' },
    price: '0',
    cost: '0',
    taxable: false,
    manufacturerPartNumber: '',
    vendorSku: '',
    integrationXRef: '',
    inactive: false,
    billCycle: { id: 2, name: 'Monthly' },
    ...stamped(call),
  }),
  check: (call, row) =>
    catalog.rows(call).some((one) => one.id !== row.id && one.identifier.toLowerCase() === row.identifier.toLowerCase())
      ? [invalid('catalogItem', 'identifier', `identifier ${row.identifier} is in use.`)]
      : [],
  put: (row) => put('psaCatalogItems', row),
  about: (row) => ({ instanceId: row.instanceId, catalogItemId: String(row.id) }),
  // That lines hold an item is an assumption: the sources say nothing of it.
  remove: ({ world }, row) =>
    world.tables.psaAdditions.all().some((line) => line.catalogItemId === row.id)
      ? failure(400, 'InvalidObject', `CatalogItem ${row.id} cannot be deleted: it is used by additions.`)
      : [removeRow('psaCatalogItems', row.id)],
};
