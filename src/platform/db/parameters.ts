import { Decimal } from '../../lib/decimal.ts';

/** A value as the driver takes it: Temporal values and decimals as text, lists member by member; the rest as it is. */
export function toParameter(value: unknown): unknown {
  if (value instanceof Temporal.Instant || value instanceof Temporal.PlainDate || value instanceof Temporal.PlainDateTime)
    return value.toString();
  if (value instanceof Decimal) return value.toFixed();
  if (Array.isArray(value)) return value.map(toParameter);
  return value;
}
