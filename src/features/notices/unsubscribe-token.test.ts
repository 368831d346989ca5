import { expect, test } from 'vitest';
import { secretText } from './sign.ts';
import { isSigned, readUnsubscribeToken, unsubscribeToken } from './unsubscribe-token.ts';

const secret = secretText(Buffer.alloc(32, 1));
const aim = { channelId: '01990000-0000-7000-8000-000000000001', noticeId: '01990000-0000-7000-8000-000000000002' };
const token = unsubscribeToken(secret, aim);

test('a link says whose it is, and holds with the secret of its channel only', () => {
  expect(readUnsubscribeToken(token)).toEqual(aim);
  expect(isSigned(token, secret)).toBe(true);
  expect(isSigned(token, secretText(Buffer.alloc(32, 2)))).toBe(false);
});

test('no letter of it can be another', () => {
  for (let at = 0; at < 85; at += 1) {
    const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
    expect(isSigned(changed, secret)).toBe(false);
  }
});

test('one for a notice is none for all, nor for another channel', () => {
  const all = unsubscribeToken(secret, { ...aim, noticeId: undefined });
  expect(readUnsubscribeToken(all)).toEqual({ ...aim, noticeId: undefined });
  expect(all.slice(-42)).not.toBe(token.slice(-42));
});

test.each(['', 'x'.repeat(85), `${'x'.repeat(85)}=`, 'x'.repeat(87)])('%j is none', (text) => {
  expect(readUnsubscribeToken(text)).toBeUndefined();
});
