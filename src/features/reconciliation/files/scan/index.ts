export { isoDay } from '../days.ts';
export { chargeTypes } from './charge-types.ts';
export { importAt, importColumns } from './invoice-columns.ts';
export { type LineColumns, lineFlags, noDay } from './line-batch.ts';
export { numbersOfRun } from './line-reader.ts';
export { PartedLines } from './parted-lines.ts';
export { readerMark } from './reader-mark.ts';
