import { sameBytes } from './bytes';
import { endOfColumn, entriesAt, mostEntryBytes, slots, slotsAt, startOfColumn } from './layout';

/*
 * Texts that TypeScript has given a number: accounts, markets, items, charge types. A group of columns is looked up by its bytes. A slot
 * holds the hash and the address of an entry; an entry holds group, number, and of each column length and bytes.
 */
let entryEnd: usize = entriesAt;
let entries: usize = 0;

export function forgetTexts(): void {
  memory.fill(slotsAt, 0, slots * 8);
  entryEnd = entriesAt;
  entries = 0;
}

/** The number of what these columns of the line say; -1 when nobody said one. Columns are given as bits. */
export function numberOf(group: u32, columns: u32, line: usize): i32 {
  const hash = hashOf(group, columns, line);
  let slot = slotOf(hash);
  let entry: usize = 0;
  while ((entry = <usize>load<u32>(slot, 4)) !== 0) {
    if (load<u32>(slot) === hash && load<u32>(entry) === group && isEntry(entry + 8, columns, line)) return load<i32>(entry, 4);
    slot = next(slot);
  }
  return -1;
}

export function learn(group: u32, columns: u32, line: usize, number: i32): void {
  if (numberOf(group, columns, line) >= 0) return;
  let length: usize = 8;
  for (let left = columns; left !== 0; left &= left - 1) length += 4 + lengthOf(ctz(left));
  // Few files have so many; then all is learned anew.
  if (entryEnd + length > entriesAt + mostEntryBytes || entries * 2 >= slots) forgetTexts();
  if (length > mostEntryBytes) return;
  const hash = hashOf(group, columns, line);
  let slot = slotOf(hash);
  while (load<u32>(slot, 4) !== 0) slot = next(slot);
  store<u32>(slot, hash);
  store<u32>(slot, <u32>entryEnd, 4);
  store<u32>(entryEnd, group);
  store<i32>(entryEnd, number, 4);
  let to = entryEnd + 8;
  for (let left = columns; left !== 0; left &= left - 1) {
    const column = ctz(left);
    const bytes = lengthOf(column);
    store<u32>(to, <u32>bytes);
    memory.copy(to + 4, line + startOf(column), bytes);
    to += 4 + bytes;
  }
  entryEnd = to;
  entries += 1;
}

function isEntry(at: usize, columns: u32, line: usize): bool {
  for (let left = columns; left !== 0; left &= left - 1) {
    const column = ctz(left);
    const length = lengthOf(column);
    if (<usize>load<u32>(at) !== length || sameBytes(at + 4, line + startOf(column), length) < length) return false;
    at += 4 + length;
  }
  return true;
}

function startOf(column: u32): usize {
  return <usize>load<u32>(startOfColumn + ((<usize>column) << 2));
}

function lengthOf(column: u32): usize {
  return <usize>load<u32>(endOfColumn + ((<usize>column) << 2)) - startOf(column);
}

function slotOf(hash: u32): usize {
  return slotsAt + ((<usize>(hash ^ (hash >> 15)) & (slots - 1)) << 3);
}

function next(slot: usize): usize {
  return slot + 8 < slotsAt + slots * 8 ? slot + 8 : slotsAt;
}

/** The length goes in too, so that `a` and `b` next to each other differ from `ab`. */
function hashOf(group: u32, columns: u32, line: usize): u32 {
  let hash: u32 = group;
  for (let left = columns; left !== 0; left &= left - 1) {
    const column = ctz(left);
    const length = lengthOf(column);
    let at = line + startOf(column);
    const end = at + length;
    hash = (hash ^ <u32>length) * 0x01000193;
    for (; at + 4 <= end; at += 4) {
      hash = (hash ^ load<u32>(at)) * 0x85ebca6b;
      hash ^= hash >> 13;
    }
    for (; at < end; at += 1) hash = (hash ^ <u32>load<u8>(at)) * 0x01000193;
  }
  return hash;
}
