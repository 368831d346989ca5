/** Makes ids (rule B1): injected, so that tests give the same ids each time. */
export type IdMaker = () => string;

/** A UUID version 7 (RFC 9562): 48 bits of milliseconds, then random bits. Sortable by time of making. */
export function uuidV7(epochMs: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  bytes.set(random.subarray(0, 16));
  const ms = BigInt(epochMs);
  for (let i = 0; i < 6; i += 1) bytes[i] = Number((ms >> BigInt(8 * (5 - i))) & 0xffn);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const [hyphen, zero, nine, a] = [0x2d, 0x30, 0x39, 0x61];

/** The public form of a UUID: prefix and 26 characters of Crockford's base 32, in the same order as the UUID. `cus_01J...` */
export function toPublicId(prefix: string, uuid: string): string {
  // 128 bits and two zeros in front make 26 times five. Digit by digit, because a list writes hundreds and large integers are dear.
  let text = `${prefix}_`;
  let bits = 0;
  let held = 2;
  for (let at = 0; at < uuid.length; at += 1) {
    const code = uuid.charCodeAt(at);
    if (code === hyphen) continue;
    const digit = code <= nine ? code - zero : (code | 0x20) - a + 10;
    if (!(digit >= 0 && digit < 16)) throw new SyntaxError(`${uuid} is no UUID`);
    bits = (bits << 4) | digit;
    held += 4;
    if (held < 5) continue;
    held -= 5;
    text += alphabet[bits >> held] ?? '';
    bits &= (1 << held) - 1;
  }
  return text;
}

/** Back from the public form; undefined when the text is not one with this prefix. */
export function fromPublicId(prefix: string, id: string): string | undefined {
  if (!id.startsWith(`${prefix}_`)) return undefined;
  const text = id.slice(prefix.length + 1).toUpperCase();
  if (text.length !== 26) return undefined;
  let value = 0n;
  for (const letter of text) {
    const digit = alphabet.indexOf(letter);
    if (digit < 0) return undefined;
    value = (value << 5n) | BigInt(digit);
  }
  if (value >> 128n !== 0n) return undefined;
  const hex = value.toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
