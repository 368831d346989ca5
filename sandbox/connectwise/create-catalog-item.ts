import type { JsonValue } from '../../src/lib/exact-json.ts';
import type { RemoteAnswer, RemoteRequest } from '../remote.ts';
import type { PsaCatalogItem } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { decimalValue, flagValue, textValue, ValueError } from './additions/values.ts';
import { catalogAnswer } from './answers/catalog.ts';
import { objectOf } from './body.ts';
import { type FieldError, invalid, invalidObject, missing } from './errors.ts';
import { itemAnswer } from './lists/list.ts';
import type { Session } from './session.ts';

const classes = ['Agreement', 'Bundle', 'Inventory', 'NonInventory', 'Service'] as const;
const required = ['identifier', 'description', 'customerDescription'] as const;

/** POST /procurement/catalog: three texts are required, the identifier is unique; everything else has a default. */
export function createCatalogItem(request: RemoteRequest, world: World, session: Session): RemoteAnswer {
  const body = objectOf(request);
  const absent = required.filter((name) => (body[name] ?? '') === '').map((name) => missing('catalogItem', name));
  if (absent.length > 0) return invalidObject('catalogItem', absent);
  const errors: FieldError[] = [];
  const read = <T>(name: string, otherwise: T, take: (value: JsonValue) => T): T => {
    try {
      return take(body[name] ?? null);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      errors.push(invalid('catalogItem', name, `${name} ${error.message}.`));
      return otherwise;
    }
  };
  const item: PsaCatalogItem = {
    ...blank(world, session),
    identifier: read('identifier', '', (value) => textValue(value, 60)),
    description: read('description', '', (value) => textValue(value, 60)),
    customerDescription: read('customerDescription', '', (value) => textValue(value, 6000)),
    productClass: read<PsaCatalogItem['productClass']>('productClass', 'Agreement', classValue),
    price: read('price', '0', decimalValue),
    cost: read('cost', '0', decimalValue),
    taxable: read('taxableFlag', false, flagValue),
    inactive: read('inactiveFlag', false, flagValue),
    manufacturerPartNumber: read('manufacturerPartNumber', '', (value) => textValue(value, 50)),
    vendorSku: read('vendorSku', '', (value) => textValue(value, 50)),
    integrationXRef: read('integrationXRef', '', (value) => textValue(value, 50)),
  };
  if (isTaken(world, item)) errors.push(invalid('catalogItem', 'identifier', `identifier ${item.identifier} is in use.`));
  if (errors.length > 0) return invalidObject('catalogItem', errors);
  world.apply({
    kind: 'psa.catalogItemAdded',
    actor: { kind: 'api', name: session.instance.member },
    cause: 'connectwise',
    about: { instanceId: session.instance.id, catalogItemId: String(item.id) },
    changes: [put('psaCatalogItems', item)],
  });
  return itemAnswer(request, catalogAnswer(item, session.href), 201);
}

const isTaken = (world: World, item: PsaCatalogItem): boolean =>
  world.tables.psaCatalogItems
    .by('instanceId', item.instanceId)
    .some((one) => one.identifier.toLowerCase() === item.identifier.toLowerCase());

function classValue(value: JsonValue): PsaCatalogItem['productClass'] {
  const found = value === null ? 'Agreement' : classes.find((one) => one === value);
  if (found === undefined) throw new ValueError(`must be one of ${classes.join(', ')}`);
  return found;
}

const blank = (world: World, { instance }: Session) => ({
  id: world.nextNumber('psaCatalogItems'),
  instanceId: instance.id,
  category: { id: 1, name: 'Cloud' },
  subcategory: { id: 1, name: 'Subscriptions' },
  type: { id: 1, name: 'Software' },
  unitOfMeasure: { id: 1, name: 'User' },
  billCycle: { id: 2, name: 'Monthly' },
  enteredAt: world.now(),
  enteredBy: instance.member,
  updatedAt: world.now(),
  updatedBy: instance.member,
});
