/** Far larger than what several buffers share. */
const ownMemory = 1 << 18;

/**
 * Frees memory that nobody looks at or writes to any more, so that the next ones get it: left to the collector, some hundred megabytes of it make it
 * mark all that the thread holds. Memory that several may share is left alone.
 */
export function freeMemory(memory: ArrayBufferLike): void {
  if (memory instanceof ArrayBuffer && memory.byteLength >= ownMemory) memory.transfer(0);
}

/** Frees that of bytes nobody looks at any more. What does not reach the end of its memory may have more written behind it, and is left alone. */
export function freeEnded({ buffer, byteOffset, byteLength }: ArrayBufferView): void {
  if (byteOffset + byteLength === buffer.byteLength) freeMemory(buffer);
}
