import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/lib/exact-json.ts';
import type { FieldError } from '../errors.ts';

/** Members to set by name; null clears one. Later operations win. */
export type Changes = Readonly<Record<string, JsonValue>>;

/**
 * A JSON patch as the vendor takes it: `[{op, path, value}]` with add, replace and remove; the path with or without a leading slash.
 * `product/id` reaches into a reference. A path that the resource does not have is refused (400).
 */
export function readPatch(body: JsonValue, isKnown: (name: string) => boolean, resource: string): Changes | readonly FieldError[] {
  if (!Array.isArray(body)) return [bad(resource, 'operations', 'The body must be an array of patch operations.')];
  const changes: Record<string, JsonValue> = {};
  const errors: FieldError[] = [];
  for (const operation of body as readonly JsonValue[]) {
    const read = readOperation(operation, isKnown, resource);
    if ('code' in read) errors.push(read);
    else changes[read.name] = read.value;
  }
  return errors.length > 0 ? errors : changes;
}

type Step = { readonly name: string; readonly value: JsonValue };

function readOperation(operation: JsonValue, isKnown: (name: string) => boolean, resource: string): Step | FieldError {
  if (!isJsonObject(operation)) return bad(resource, 'operations', 'A patch operation must be an object.');
  const { op, path, value } = operation;
  if (typeof op !== 'string' || !['add', 'replace', 'remove'].includes(op.toLowerCase()))
    return bad(resource, 'op', 'op must be add, replace or remove.');
  if (typeof path !== 'string') return bad(resource, 'path', 'path is required.');
  const [name = '', ...inner] = path.replace(/^\//, '').split('/');
  if (!isKnown(name) || inner.length > 1 || inner[0] === '') return bad(resource, path, `The path '${path}' could not be found.`);
  if (op.toLowerCase() === 'remove') return { name, value: null };
  if (value === undefined) return bad(resource, path, `A value is required to ${op.toLowerCase()} '${path}'.`);
  return { name, value: inner[0] === undefined ? value : nested(inner[0], value) };
}

const nested = (name: string, value: JsonValue): JsonObject => ({ [name]: value });

const bad = (resource: string, field: string, message: string): FieldError => ({ code: 'InvalidOperation', message, resource, field });
