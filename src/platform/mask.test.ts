import { describe, expect, test } from 'vitest';
import { maskUrl } from './mask.ts';

describe('an address in logs and records', () => {
  test.each([
    ['a signature', 'https://a.blob.core.windows.net/x?sv=2&sig=canary', 'https://a.blob.core.windows.net/x?sv=2&sig=masked'],
    ['a code of consent', 'https://c.example/back?code=canary&state=canary', 'https://c.example/back?code=masked&state=masked'],
    ['a parameter in capitals', 'https://c.example/?Client_Secret=canary', 'https://c.example/?Client_Secret=masked'],
    ['a secret that comes twice', 'https://c.example/?token=canary&token=canary2', 'https://c.example/?token=masked'],
    ['name and password', 'https://ana:canary@c.example/x', 'https://c.example/x'],
    ['something unreadable', 'canary not an address', '(unreadable address)'],
  ])('does not show %s', (_what, address, shown) => {
    expect(maskUrl(address)).toBe(shown);
    expect(maskUrl(address)).not.toContain('canary');
  });

  test('shows what helps: path, page size, ids', () => {
    expect(maskUrl('https://api.pax8.com/v1/companies?page=2&size=200')).toBe('https://api.pax8.com/v1/companies?page=2&size=200');
  });
});
