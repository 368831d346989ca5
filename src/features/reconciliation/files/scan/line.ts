import type { Fields } from '../read/fields.ts';
import { at } from './invoice-columns.ts';

/** The numbers of one invoice line: prices, quantity and rate in millionths, money in cents. Filled anew for each line. */
export class Line {
  no = 0;
  unit = 0;
  effective = 0;
  quantity = 0;
  quantityRest = 0;
  rate = 0;
  subtotal = 0;
  tax = 0;
  total = 0;
  /** A price, quantity or rate has digits beyond the sixth: compute from the texts. */
  isFine = false;

  /** Name of the column that is no number, or undefined when all are. */
  read(fields: Fields): string | undefined {
    this.isFine = false;
    this.unit = this.#micro(fields, at.unitPrice);
    this.effective = this.#micro(fields, at.effectivePrice);
    this.rate = this.#micro(fields, at.rate);
    this.quantity = this.#micro(fields, at.quantity);
    this.quantityRest = fields.rest;
    this.subtotal = fields.cents(at.subtotal);
    this.tax = fields.cents(at.tax);
    this.total = fields.cents(at.total);
    return this.#broken();
  }

  #micro(fields: Fields, column: number): number {
    const value = fields.micro(column);
    if (fields.rest !== 0) this.isFine = true;
    return value;
  }

  #broken(): string | undefined {
    // One addition finds any NaN; only then is it worth looking which.
    if (!Number.isNaN(this.unit + this.effective + this.rate + this.quantity + this.subtotal + this.tax + this.total)) return undefined;
    const columns: readonly (readonly [number, string])[] = [
      [this.unit, 'UnitPrice'],
      [this.effective, 'EffectiveUnitPrice'],
      [this.rate, 'PCToBCExchangeRate'],
      [this.quantity, 'BillableQuantity'],
      [this.subtotal, 'Subtotal'],
      [this.tax, 'TaxTotal'],
    ];
    return columns.find(([value]) => Number.isNaN(value))?.[1] ?? 'Total';
  }
}
