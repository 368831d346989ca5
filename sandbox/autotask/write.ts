import type { JsonObject } from '../../src/lib/exact-json.ts';
import { textOf } from '../plain-text.ts';
import { json, type RemoteAnswer } from '../remote.ts';
import type { AutotaskRow, PlainValue } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { rowOf } from './books.ts';
import { type EntityName, type EntitySpec, entityOf, referenceOf } from './entities/entities.ts';
import { badInput, missingField, notFound, unknownReference } from './errors.ts';
import { drop, keep, nextNumber } from './keep.ts';
import { completed, forbidden, furtherRows } from './rules.ts';
import type { Write } from './session.ts';
import { bodyOf, readValues, type Told } from './values.ts';

/** POST: a new row, `{itemId}`. Below a parent its field of the parent is the path's. */
export function createRow(write: Write, spec: EntitySpec, parentId?: number): RemoteAnswer {
  const body = bodyOf(write.request);
  if (body === undefined) return badInput('The body must be a JSON object.');
  const told = withParent(spec, readValues(spec, body), parentId);
  const number = nextNumber(write.world, spec.name);
  const draft: AutotaskRow = {
    id: `${spec.name}/${String(number)}`,
    entity: spec.name,
    number,
    values: own(spec, told.values),
    ...udfOf({}, told.udf),
  };
  const row = completed(write, spec, draft);
  const errors = [...told.errors, ...wrongs(write.world, spec, row), ...forbidden(write.world, spec, row)];
  if (errors.length > 0) return badInput(...errors);
  keep(write.world, write.session, `${spec.name}Created`, [row], { [spec.name]: number });
  return json(200, { itemId: number });
}

/** PATCH changes what the body names, PUT sets everything else to null; both name the row by `id` in the body. */
export function updateRow(write: Write, spec: EntitySpec, method: 'PATCH' | 'PUT', parentId?: number): RemoteAnswer {
  const body = bodyOf(write.request);
  if (body === undefined) return badInput('The body must be a JSON object.');
  const before = rowOf(write.world, spec.name, idOf(body));
  const isOfParent = parentId === undefined || before?.values[spec.parent?.field ?? ''] === parentId;
  if (before === undefined || !isOfParent) return notFound();
  const told = withParent(spec, readValues(spec, body), parentId);
  const kept = method === 'PATCH' ? before.values : onlyReadOnly(spec, before.values);
  const draft: AutotaskRow = {
    ...before,
    values: { ...kept, ...own(spec, told.values) },
    ...udfOf(method === 'PATCH' ? (before.udf ?? {}) : {}, told.udf),
  };
  const row = completed(write, spec, draft, before);
  const errors = [...told.errors, ...wrongs(write.world, spec, row), ...forbidden(write.world, spec, row, before)];
  if (errors.length > 0) return badInput(...errors);
  keep(write.world, write.session, `${spec.name}Updated`, [row, ...furtherRows(write.world, spec, row)]);
  return json(200, { itemId: row.number });
}

export function deleteRow({ world, session }: Write, spec: EntitySpec, id: string, parentId?: number): RemoteAnswer {
  const row = rowOf(world, spec.name, id);
  if (row === undefined || (parentId !== undefined && row.values[spec.parent?.field ?? ''] !== parentId)) return notFound();
  drop(world, session, spec, row);
  return json(200, { itemId: row.number });
}

const idOf = (body: JsonObject): string => textOf(Object.entries(body).find(([name]) => name.toLowerCase() === 'id')?.[1]);

function withParent(spec: EntitySpec, told: Told, parentId: number | undefined): Told {
  const field = spec.parent?.field;
  if (field === undefined || parentId === undefined) return told;
  const given = told.values[field];
  const isOther = given !== undefined && given !== null && given !== parentId;
  return {
    ...told,
    values: { ...told.values, [field]: parentId },
    errors: isOther ? [...told.errors, `The ${field} does not match the ${field} of the request.`] : told.errors,
  };
}

/** Read-only members of a body are passed over. */
const own = (spec: EntitySpec, values: Told['values']): Record<string, PlainValue> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => spec.byName.get(name.toLowerCase())?.readOnly !== true));

const onlyReadOnly = (spec: EntitySpec, values: AutotaskRow['values']): Record<string, PlainValue> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => spec.byName.get(name.toLowerCase())?.readOnly === true));

function udfOf(before: Readonly<Record<string, string>>, told: Told['udf']): Pick<AutotaskRow, 'udf'> {
  const udf = { ...before };
  for (const [name, value] of Object.entries(told)) {
    if (value === null) Reflect.deleteProperty(udf, name);
    else udf[name] = value;
  }
  return { udf };
}

/** Entities by the singular names that references use. */
const referred: Readonly<Record<string, EntityName>> = {
  Company: 'Companies',
  Contact: 'Contacts',
  Contract: 'Contracts',
  Service: 'Services',
  ServiceBundle: 'ServiceBundles',
  ContractService: 'ContractServices',
  BillingCode: 'BillingCodes',
  Currency: 'Currencies',
  Resource: 'Resources',
  CompanyWebhook: 'CompanyWebhooks',
};

function wrongs(world: World, spec: EntitySpec, row: AutotaskRow): string[] {
  const errors: string[] = [];
  for (const field of spec.fields) {
    const value = row.values[field.name] ?? null;
    if (field.required && (value === null || value === '')) errors.push(missingField(field.name));
    const entity = referred[referenceOf(field.name) ?? ''];
    if (entity === undefined || value === null || entityOf(entity) === undefined) continue;
    if (rowOf(world, entity, String(value)) === undefined) errors.push(unknownReference(field.name, referenceOf(field.name) ?? entity));
  }
  return errors;
}
