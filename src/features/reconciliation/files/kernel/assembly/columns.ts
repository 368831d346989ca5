import { endOfColumn, startOfColumn, valueOfColumn, wordOfColumn } from './layout';

/*
 * The columns of the invoice that are read, by their numbers in scan/invoice-columns.ts: sets of them as bits, and what this line says in them.
 */
// Columns of the invoice, as bits (scan/invoice-columns.ts).
export const accountColumns: u32 = (1 << 0) | (1 << 3) | (1 << 11); // partnerId, invoice, currency
export const marketColumns: u32 = (1 << 2) | (1 << 21) | (1 << 17) | (1 << 20); // country, pricingCurrency, term, frequency
export const itemColumns: u32 = (1 << 4) | (1 << 5); // productId, skuId
export const chargeTypeColumn: u32 = 1 << 6;
export const descriptionColumn: u32 = 1 << 13;
export const extendedColumns: u32 = (1 << 12) | (1 << 24) | descriptionColumn; // adjustment, skuName
export const runColumns: u32 = accountColumns | (1 << 14) | (1 << 1) | (1 << 26); // subscriptionId, customerId, commitmentOrder
export const opaqueColumns: u32 = (1 << 12) | (1 << 24) | (1 << 25) | (1 << 27) | (1 << 28) | (1 << 29); // adjustment, skuName, promotion, meter, and what an import reads besides
export const numberColumns: u32 = (1 << 7) | (1 << 8) | (1 << 9) | (1 << 10) | (1 << 18) | (1 << 19) | (1 << 22);
export const moneyColumns: u32 = (1 << 8) | (1 << 9) | (1 << 10); // subtotal, tax, total
export const dayColumns: u32 = (1 << 15) | (1 << 16) | (1 << 23); // chargeStart, chargeEnd, termStart
export const idColumns: u32 = (1 << 1) | (1 << 14) | (1 << 4) | (1 << 5);
export const allColumns: u32 = (1 << 28) - 1;

/** Where a value begins and ends, counted from the start of its line. */
export function valueOf(column: usize): f64 {
  return load<f64>(valueOfColumn + (column << 3));
}

export function startOf(column: usize): u32 {
  return load<u32>(startOfColumn + (column << 2));
}

export function endOf(column: usize): u32 {
  return load<u32>(endOfColumn + (column << 2));
}

export function setValue(column: i32, value: f64): void {
  store<f64>(valueOfColumn + ((<usize>column) << 3), value);
  store<i32>(wordOfColumn + ((<usize>column) << 2), <i32>(<i64>value));
}

export function put(column: i32, start: u32, stop: u32): void {
  store<u32>(startOfColumn + ((<usize>column) << 2), start);
  store<u32>(endOfColumn + ((<usize>column) << 2), stop);
}

/** The same value as in the line before, so many bytes behind it. */
export function move(column: i32, shift: usize): void {
  const place = (<usize>column) << 2;
  store<u32>(startOfColumn + place, load<u32>(startOfColumn + place) + <u32>shift);
  store<u32>(endOfColumn + place, load<u32>(endOfColumn + place) + <u32>shift);
}
