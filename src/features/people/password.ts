import { argon2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import { foldName } from '../../lib/normalise.ts';
import { weakPhrases } from './weak-phrases.ts';

/** argon2id as OWASP's password storage page asks at least: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;

/** `$argon2id$v=19$m=...,t=...,p=...$salt$tag`, salt and tag in base64 without padding: readable by other libraries. */
export function hashPassword(password: string): string {
  const salt = randomBytes(16);
  return encode(salt, derive(password, salt, cost), cost);
}

export function isPassword(password: string, stored: string): boolean {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(stored);
  if (match === null) return false;
  const [, memory = '', passes = '', parallelism = '', salt = '', tag = ''] = match;
  const expected = Buffer.from(tag, 'base64');
  const given = derive(password, Buffer.from(salt, 'base64'), {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
  });
  return timingSafeEqual(given, expected);
}

/** Takes as long as a real check: an unknown e-mail and a wrong password answer alike (SEC-15). */
export function pretendToCheck(password: string): void {
  derive(password, Buffer.alloc(16), cost);
}

/** Why a passphrase is refused, or undefined. Until second factors exist it has at least 15 characters (SEC-10). */
export function checkPassword(password: string, person: { readonly name: string; readonly email: string }): string | undefined {
  const folded = foldName(password).replaceAll(' ', '');
  if (lengthOf(password) < 15) return 'It has fewer than 15 characters.';
  if (lengthOf(password) > 128) return 'It has more than 128 characters.';
  if (new Set(folded).size < 5) return 'It repeats the same few characters.';
  const own = [person.email, person.email.split('@')[0] ?? '', person.name]
    .map((text) => foldName(text).replaceAll(' ', ''))
    .filter((text) => text.length >= 4);
  if (own.some((text) => folded.replaceAll(text, '').length < 8)) return 'It is mostly your name or e-mail.';
  if (withoutWeakPhrases(folded).length < 6) return 'It is on the list of common passwords.';
  return undefined;
}

/** What is left of a password when the common pieces are taken out, longest first. */
const withoutWeakPhrases = (folded: string): string =>
  weakPhrases.toSorted((a, b) => b.length - a.length).reduce((rest, phrase) => rest.replaceAll(phrase, ''), folded);

/** Characters as people count them. */
const lengthOf = (text: string): number => Array.from(new Intl.Segmenter().segment(text)).length;

const derive = (
  password: string,
  salt: Buffer,
  { memory, passes, parallelism, tagLength }: { memory: number; passes: number; parallelism: number; tagLength: number },
): Buffer => argon2Sync('argon2id', { message: password.normalize('NFKC'), nonce: salt, memory, passes, parallelism, tagLength });

const encode = (salt: Buffer, tag: Buffer, used: typeof cost): string =>
  `$argon2id$v=19$m=${used.memory},t=${used.passes},p=${used.parallelism}$${bare(salt)}$${bare(tag)}`;

const bare = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
