import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Fault } from '../lib/errors.ts';
import type { KeyRing, MasterKey } from './secrets/key-ring.ts';

/** Where a secret is kept. Part of the seal: a ciphertext moved to another row or column does not open (SEC-37). */
export type SecretPlace = { readonly table: string; readonly row: string; readonly column: string };

/** Encrypts what must not be read from a dump of the database. */
export interface Secrets {
  /** Text to be kept: key id, wrapped data key, ciphertext. Sealing the same twice gives different text. */
  seal(plain: string, place: SecretPlace): string;
  /** Throws `secret_unreadable` when the key is missing, the place is another, or a bit was changed. */
  open(sealed: string, place: SecretPlace): string;
  /** The same secret under the current key; undefined when it is already. The data key is wrapped anew, the secret itself is not touched. */
  rewrap(sealed: string, place: SecretPlace): string | undefined;
  readonly currentKeyId: string;
  /** Of all keys that are here. */
  readonly keyIds: readonly string[];
}

// v1 . key id . nonce, tag, wrapped data key . nonce, tag, ciphertext (each base64url)
type Sealed = { readonly keyId: string; readonly wrapped: Buffer; readonly body: Buffer };

const nonceBytes = 12;
const tagBytes = 16;

export function createSecrets(ring: KeyRing): Secrets {
  const keyFor = (id: string): MasterKey => {
    const found = [ring.current, ...ring.old].find((key) => key.id === id);
    if (found !== undefined) return found;
    throw unreadable(
      `The key ${id} that sealed it is not here`,
      'Give the key it was made with (CONCORD_SECRET_KEY, or secret.key in the data folder).',
    );
  };
  const unwrap = (sealed: Sealed): Buffer => decrypt(keyFor(sealed.keyId).bytes, sealed.wrapped, `data key ${sealed.keyId}`);
  const wrap = (dataKey: Buffer): Pick<Sealed, 'keyId' | 'wrapped'> => {
    const { id, bytes } = ring.current;
    return { keyId: id, wrapped: encrypt(bytes, dataKey, `data key ${id}`) };
  };
  return {
    currentKeyId: ring.current.id,
    keyIds: [ring.current, ...ring.old].map(({ id }) => id),
    seal: (plain, place) => {
      const dataKey = randomBytes(32);
      return print({ ...wrap(dataKey), body: encrypt(dataKey, Buffer.from(plain, 'utf8'), aad(place)) });
    },
    open: (text, place) => {
      const sealed = parse(text);
      return decrypt(unwrap(sealed), sealed.body, aad(place)).toString('utf8');
    },
    rewrap: (text, place) => {
      const sealed = parse(text);
      if (sealed.keyId === ring.current.id) return undefined;
      const dataKey = unwrap(sealed);
      decrypt(dataKey, sealed.body, aad(place)); // never wrap anew what does not open
      return print({ ...wrap(dataKey), body: sealed.body });
    },
  };
}

const aad = ({ table, row, column }: SecretPlace): string => JSON.stringify([table, row, column]);

function encrypt(key: Buffer, plain: Buffer, bound: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(bound));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function decrypt(key: Buffer, packed: Buffer, bound: string): Buffer {
  try {
    const nonce = packed.subarray(0, nonceBytes);
    const tag = packed.subarray(nonceBytes, nonceBytes + tagBytes);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(bound)).setAuthTag(tag);
    return Buffer.concat([decipher.update(packed.subarray(nonceBytes + tagBytes)), decipher.final()]);
  } catch {
    // The reason of the crypto library is the same for every case, on purpose.
    throw unreadable('It was changed, moved, or sealed with another key', 'Bring the row back from a backup, or enter the secret again.');
  }
}

const print = ({ keyId, wrapped, body }: Sealed): string =>
  ['v1', keyId, wrapped.toString('base64url'), body.toString('base64url')].join('.');

function parse(text: string): Sealed {
  const [version, keyId, wrapped, body, ...more] = text.split('.');
  if (version !== 'v1' || keyId === undefined || wrapped === undefined || body === undefined || more.length > 0) {
    throw unreadable('It is not in the form that Concord writes', 'Bring the row back from a backup, or enter the secret again.');
  }
  return { keyId, wrapped: Buffer.from(wrapped, 'base64url'), body: Buffer.from(body, 'base64url') };
}

const unreadable = (why: string, hint: string): Fault =>
  new Fault('secret_unreadable', 'needs_operator', `A stored secret cannot be opened. ${why}.`, { hint });
