import { describe, expect, test } from 'vitest';
import { explainCode, listMicrosoftErrors, microsoftErrors } from './microsoft-error.ts';

describe('codes of Microsoft', () => {
  test('each stands there once, with a cause and what to do', () => {
    const codes = microsoftErrors.map(({ code }) => code);

    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) {
      const { cause, fix } = explainCode(code) ?? { cause: '', fix: '' };
      expect(
        [cause, fix].every((text) => /^[A-Z].*\.$/.test(text)),
        code,
      ).toBe(true);
    }
  });

  test.each([
    ['AADSTS700082', 'helps', 'not used for 90 days'],
    ['AADSTS50173', 'helps', 'password was changed'],
    ['900421', 'helps', 'No second factor'],
    ['AADSTS53003', 'afterFix', 'Conditional Access'],
    ['AADSTS50053', 'afterFix', 'locked'],
    ['AADSTS90094', 'afterFix', 'administrator'],
    ['AADSTS7000222', 'no', 'client secret'],
    ['AADSTS500011', 'no', 'wrong cloud'],
    ['900420', 'no', 'another cloud'],
    ['900308', 'no', 'lacks a role'],
    ['429', 'no', 'slow down'],
  ] as const)('%s: signing in again %s', (code, reconsent, cause) => {
    const known = explainCode(code);

    expect(known?.reconsent).toBe(reconsent);
    expect(known?.cause).toContain(cause);
  });

  test('a code that nobody knows is not given a meaning', () => {
    expect(explainCode('AADSTS999999')).toBeUndefined();
    expect(explainCode(undefined)).toBeUndefined();
  });
});

describe('the table of codes', () => {
  test('is whole, and one code is found as it came or by its number', () => {
    expect(listMicrosoftErrors()).toHaveLength(microsoftErrors.length);
    expect(listMicrosoftErrors('700082')).toEqual(listMicrosoftErrors('aadsts700082'));
    expect(listMicrosoftErrors('700082')).toMatchObject([{ code: 'AADSTS700082', reconsent: 'helps', check: 'reconsent_needed' }]);
    expect(listMicrosoftErrors('123')).toEqual([]);
  });
});
