import type { Fields } from '../read/fields.ts';

type Meter = { readonly product: Buffer; readonly sku: Buffer; readonly number: number; readonly next: Meter | undefined };

/** Numbers for meters, so that state holds small integers. A meter is a product and SKU; it is looked up by bytes, without making texts. */
export class Meters {
  readonly #byHash = new Map<number, Meter>();
  /** Whether any line of any plan has the partner credit for this meter: eligibility is the meter's, not the plan's. */
  readonly eligible: boolean[] = [];

  number(fields: Fields, productColumn: number, skuColumn: number): number {
    const hash = hashOf(fields, skuColumn, hashOf(fields, productColumn, 0));
    const first = this.#byHash.get(hash);
    for (let meter = first; meter !== undefined; meter = meter.next) {
      if (fields.equals(productColumn, meter.product) && fields.equals(skuColumn, meter.sku)) return meter.number;
    }
    const number = this.eligible.length;
    this.#byHash.set(hash, { product: fields.copy(productColumn), sku: fields.copy(skuColumn), number, next: first });
    this.eligible.push(false);
    return number;
  }
}

/** FNV-1a in 30 bits: small integers are the fastest keys of a Map. */
function hashOf(fields: Fields, column: number, seed: number): number {
  let hash = seed ^ 0x811c9dc5;
  const end = fields.end[column] ?? 0;
  for (let at = fields.start[column] ?? 0; at < end; at += 1) hash = Math.imul(hash ^ (fields.bytes[at] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) & 0x3fffffff;
}
