/** Far larger than what several buffers share. */
const ownMemory = 1 << 18;

/**
 * Frees the memory of bytes that nobody looks at any more, so that the next ones get it: left to the collector, some hundred megabytes of it make it
 * mark all that the thread holds. What does not reach the end of its memory may have more written behind it, and is left alone.
 */
export function freeMemory({ buffer, byteOffset, byteLength }: ArrayBufferView): void {
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength < ownMemory) return;
  if (byteOffset + byteLength === buffer.byteLength) buffer.transfer(0);
}
