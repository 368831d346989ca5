import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { sheetContent } from './unzip.ts';

/** Longer than what zlib unpacks at once (16 KiB), and short enough to be read byte by byte. */
const text = `"ProductTitle","ProductId"\r\n${'"Advanced Communications","CFQ7TTC0HDK0"\r\n'.repeat(600)}`;

/** In pieces of so many bytes, as a network gives them. */
async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}
async function read(bytes: Uint8Array, size: number): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of sheetContent(inPieces(bytes, size))) parts.push(part);
  return Buffer.concat(parts).toString();
}

test.each([1, 7, 29, 30, 31, 1_000, 1_000_000])(
  'a sheet is the same in pieces of %i bytes, plain, packed or only wrapped',
  async (size) => {
    expect(await read(strToU8(text), size)).toBe(text);
    expect(await read(zipSync({ 'updatedlicensebased_US_202611.csv': strToU8(text) }), size)).toBe(text);
    expect(await read(zipSync({ 'sheet.csv': strToU8(text) }, { level: 0 }), size)).toBe(text);
  },
);

test('a zip that was cut off is told as such', async () => {
  const packed = zipSync({ 'sheet.csv': strToU8(text) });

  await expect(read(packed.subarray(0, packed.length / 2), 500)).rejects.toMatchObject({ code: 'price_sheet_unreadable' });
});

test('a zip that unpacks beyond reason is not unpacked', async () => {
  await expect(read(zipSync({ 'sheet.csv': new Uint8Array(12_000_000) }, { level: 9 }), 4_000)).rejects.toMatchObject({
    message: 'The price sheet unpacks beyond reason',
  });
});

test('nothing is nothing', async () => {
  expect(await read(new Uint8Array(0), 10)).toBe('');
});
