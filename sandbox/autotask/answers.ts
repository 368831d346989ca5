import { exact } from '../json.ts';
import type { PlainValue } from '../world/types.ts';
import type { EntitySpec, FieldSpec } from './entities/entities.ts';
import type { View } from './query/matches.ts';

/** A row as it is sent: every member of its entity, amounts digit for digit, user-defined fields as a list of name and value. */
export function written(spec: EntitySpec, view: View, include?: ReadonlySet<string>): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const field of spec.fields) {
    if (include !== undefined && !include.has(field.name)) continue;
    out[field.name] = writtenValue(field, view.values[field.name] ?? null);
  }
  const udfs = spec.udfs.filter((name) => include?.has(name) !== false);
  if (include === undefined || udfs.length > 0) out['userDefinedFields'] = udfs.map((name) => ({ name, value: view.udf[name] ?? null }));
  return out;
}

const writtenValue = (field: FieldSpec, value: PlainValue): unknown =>
  field.kind === 'decimal' && value !== null ? exact(String(value)) : value;
