/*
 * Where everything lies in the kernel's memory: one block of bytes of fixed size, which `line-kernel.ts` sees as typed arrays.
 * The addresses are exported, so that they stand here only. `usize` is an address.
 */

/** Rows of a batch, as scan/line-batch.ts has them. */
export const batchRows = 1024;

/** A line that is longer, or has more keys, is left to TypeScript. */
export const mostLineBytes: usize = 64 * 1024;
export const mostKeys: i32 = 256;

const word: usize = 4;

/** By key: where the bytes before its value lie, how many there are, and which column it is, or -1. */
export const separatorAt: usize = 1024;
export const separatorLength: usize = separatorAt + 256 * word;
export const columnOfKey: usize = separatorLength + 256 * word;
/** By key: where its value ends, counted from the start of the line. Two of them: the line before and this one change places. */
export const endsA: usize = columnOfKey + 256 * word;
export const endsB: usize = endsA + 256 * word;
/** By column: where its value stands in the line, without quotes; and what was made of it. */
export const startOfColumn: usize = endsB + 256 * word;
export const endOfColumn: usize = startOfColumn + 32 * word;
export const valueOfColumn: usize = endOfColumn + 32 * word;
/** The same value cut to 32 bits, for the hash. */
export const wordOfColumn: usize = valueOfColumn + 32 * 8;

/** By row of this call: where its line begins and ends in the input. */
export const lineStarts: usize = wordOfColumn + 32 * word;
export const lineEnds: usize = lineStarts + 1024 * word;
/** The runs that begin in this call: ten numbers each, see `noteRun`. */
export const runsAt: usize = lineEnds + 1024 * word;
export const runWords: usize = 10;

/** The columns of a batch, one after the other: nine of f64, then nine of i32. */
export const batchAt: usize = runsAt + 1024 * runWords * word;
const batchBytes: usize = 9 * 1024 * 8 + 9 * 1024 * word;

/** The bytes that separators consist of. */
export const separatorBytes: usize = batchAt + batchBytes;
export const mostSeparatorBytes: usize = 32 * 1024;

/** Texts that have a number: places by hash, and what stands there. */
export const slotsAt: usize = separatorBytes + mostSeparatorBytes;
export const slots: usize = 1 << 15;
export const entriesAt: usize = slotsAt + slots * 8;
export const mostEntryBytes: usize = 1 << 20;

export const inputAt: usize = entriesAt + mostEntryBytes;
export const mostInput: usize = (1 << 20) + (1 << 16);
/** Reading sixteen bytes at once, and comparing with a longer line, goes beyond the end of the input: so there is room behind it. */
export const endOfMemory: usize = inputAt + mostInput + mostLineBytes + 128;
