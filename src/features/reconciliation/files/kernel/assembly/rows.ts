import { endOf, startOf, valueOf } from './columns';
import { batchAt, inputAt, runsAt, runWords } from './layout';

/*
 * What is handed over of a line: a row of the batch, and where the texts of its run stand.
 */

/** `Azure plan` and nothing else. */
export function isAzurePlan(line: usize): bool {
  const from = line + startOf(13);
  return endOf(13) - startOf(13) === 10 && load<u64>(from) === 0x6c70206572757a41 && load<u16>(from, 8) === 0x6e61;
}

/** Whether `Extended Service Term` stands in a column. */
export function holdsExtended(line: usize, column: usize): bool {
  const last = line + endOf(column);
  for (let from = line + startOf(column); from + 21 <= last; from += 1)
    if (
      load<u64>(from) === 0x6465646e65747845 &&
      load<u64>(from, 8) === 0x6563697672655320 &&
      load<u32>(from, 16) === 0x72655420 &&
      load<u8>(from, 20) === 109
    )
      return true;
  return false;
}

/** Notes where the texts stand of which TypeScript makes a run. */
export function noteRun(run: i32, row: i32, account: i32, line: usize): void {
  const to = runsAt + <usize>run * runWords * 4;
  const from = <u32>(line - inputAt);
  store<i32>(to, row);
  store<i32>(to, account, 4);
  store<u32>(to, from + startOf(14), 8); // subscriptionId
  store<u32>(to, from + endOf(14), 12);
  store<u32>(to, from + startOf(1), 16); // customerId
  store<u32>(to, from + endOf(1), 20);
  store<u32>(to, from + startOf(26), 24); // commitmentOrder
  store<u32>(to, from + endOf(26), 28);
  store<u32>(to, from + startOf(17), 32); // term
  store<u32>(to, from + endOf(17), 36);
}

/** Where a row of the batch lies: nine columns of f64, then nine of i32, in the order of scan/line-batch.ts. */
function doublesOf(row: i32): usize {
  return batchAt + ((<usize>row) << 3);
}
function integersOf(row: i32): usize {
  return batchAt + 9 * 8192 + ((<usize>row) << 2);
}

export function writeValues(row: i32): void {
  const to = doublesOf(row);
  store<f64>(to, valueOf(7)); // unit
  store<f64>(to, valueOf(18), 1 * 8192); // effective
  store<f64>(to, valueOf(19), 2 * 8192); // quantity
  store<f64>(to, 0, 3 * 8192); // quantityRest
  store<f64>(to, valueOf(22), 4 * 8192); // rate
  store<f64>(to, valueOf(8) / 10000, 5 * 8192); // subtotal
  store<f64>(to, valueOf(9) / 10000, 6 * 8192); // tax
  store<f64>(to, valueOf(10) / 10000, 7 * 8192); // total
  const days = integersOf(row);
  store<i32>(days, <i32>valueOf(15), 5 * 4096); // chargeStart
  store<i32>(days, <i32>valueOf(16), 6 * 4096); // chargeEnd
  store<i32>(days, <i32>valueOf(23), 7 * 4096); // termStart
}

export function writeHash(row: i32, hash: f64): void {
  store<f64>(doublesOf(row), hash, 8 * 8192);
}

export function writeNumbers(row: i32, index: i32, run: i32, market: i32, item: i32, chargeType: i32): void {
  const to = integersOf(row);
  store<i32>(to, index);
  store<i32>(to, run, 1 * 4096);
  store<i32>(to, market, 2 * 4096);
  store<i32>(to, item, 3 * 4096);
  store<i32>(to, chargeType, 4 * 4096);
}

/** Bits of `lineFlags`. */
export function writeFlags(row: i32, isAzure: bool, isExtended: bool): void {
  let flags = isAzure ? 2 : isExtended ? 32 : 0;
  if (endOf(12) > startOf(12)) flags |= 4; // adjustment
  if (endOf(25) > startOf(25)) flags |= 16; // promotion
  if (endOf(27) > startOf(27)) flags |= 64; // meter
  store<i32>(integersOf(row), flags, 8 * 4096);
}
