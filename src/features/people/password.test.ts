import { describe, expect, test } from 'vitest';
import { checkPassword, hashPassword, isPassword } from './password.ts';

const ana = { name: 'Ana Souza', email: 'ana.souza@contoso.com' };

describe('passwords', () => {
  test('the right password opens, any other does not', () => {
    const stored = hashPassword('four words make a phrase');

    expect(isPassword('four words make a phrase', stored)).toBe(true);
    expect(isPassword('four words make a Phrase', stored)).toBe(false);
    expect(isPassword('', stored)).toBe(false);
  });

  test('the same password is stored differently for two people', () => {
    expect(hashPassword('four words make a phrase')).not.toBe(hashPassword('four words make a phrase'));
  });

  test('what is stored says how it was made, so that the cost can grow later', () => {
    expect(hashPassword('four words make a phrase')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  });

  test('the same letters typed on another keyboard open too', () => {
    expect(isPassword('Cafe\u0301 au lait chaque matin', hashPassword('Caf\u00e9 au lait chaque matin'))).toBe(true);
  });

  test.each(['', 'plain text', '$argon2id$v=19$m=1$x$y', '$2b$12$abcdefghijklmnopqrstuv'])(
    'a stored text that is no hash of ours (%j) opens to nobody',
    (stored) => {
      expect(isPassword('four words make a phrase', stored)).toBe(false);
    },
  );
});

describe('which passwords are taken', () => {
  test.each(['four words make a phrase', 'zomer-regen-op-de-fiets', 'ключ от старого сарая', '🐴🔋📎✅ and some letters too'])(
    '%j is taken',
    (password) => {
      expect(checkPassword(password, ana)).toBeUndefined();
    },
  );

  test.each([
    ['fourteen chars', 'fewer than 15'],
    ['aaaaaaaaaaaaaaaaaaaa', 'repeats'],
    ['abababababababababab', 'repeats'],
    ['passwordpassword', 'common'],
    ['Password1234567890', 'common'],
    ['qwertyuiopasdfghjkl', 'common'],
    ['AnaSouzaAnaSouza1', 'your name'],
    ['ana.souza@contoso.com', 'your name'],
    ['x'.repeat(129), 'more than 128'],
  ])('%j is refused: %s', (password, reason) => {
    expect(checkPassword(password, ana)).toContain(reason);
  });
});
