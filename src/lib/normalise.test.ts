import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldCompany, foldDomain, foldGuid, foldName } from './normalise.ts';

const name = fc.string({ unit: 'grapheme', maxLength: 40 });
const guid = fc.uuid();
const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
const domain = fc
  .tuple(label, fc.array(label, { maxLength: 2 }), fc.constantFrom('com', 'co.uk', 'onmicrosoft.com', 'de'))
  .map(([first, rest, top]) => [first, ...rest, top].join('.'))
  .filter((text) => !text.startsWith('www.'));

describe('names compare', () => {
  test.each([
    ['case', 'CONTOSO ltd', 'Contoso Ltd'],
    ['accents', 'Société Générale', 'Societe Generale'],
    ['accents that are separate characters', 'Socie\u0301te\u0301', 'Société'],
    ['punctuation', 'A.B.C., Inc.', 'A B C Inc'],
    ['white space', '  Fabrikam\t GmbH\u00a0', 'Fabrikam GmbH'],
    ['dashes', 'North–West—Traders', 'North-West Traders'],
    ['apostrophes', 'O’Brien', "O'Brien"],
    ['full width', 'Ｆａｂｒｉｋａｍ', 'Fabrikam'],
    ['ligatures', 'Oﬃce', 'Office'],
    ['the German sharp s in capitals', 'STRAẞE', 'straße'],
    ['Russian letters with and without their breve', 'Край', 'Краи'],
    ['the dotted capital I', 'İstanbul', 'istanbul'],
    ['half width katakana', 'ｶﾞﾗｽ', 'ガラス'],
  ])('without %s', (_what, one, other) => {
    expect(foldName(one)).toBe(foldName(other));
  });

  test.each([
    ['legal forms', 'Contoso Ltd', 'Contoso GmbH'],
    ['digits', 'Store 1', 'Store 2'],
    ['words that are joined', 'North West', 'Northwest'],
    ['voiced Japanese letters', 'ガラス', 'カラス'],
    ['vowel signs of Hindi', 'किताब', 'काताब'],
    ['vowel signs of Thai', 'กิน', 'กัน'],
    ['Korean syllables', '한국', '한구'],
    ['letters of another alphabet that look alike', 'Аврора', 'Abpopa'],
  ])('but %s make another company', (_what, one, other) => {
    expect(foldName(one)).not.toBe(foldName(other));
  });

  test('as equal when folded twice as when folded once', () => {
    fc.assert(
      fc.property(name, (text) => {
        expect(foldName(foldName(text))).toBe(foldName(text));
      }),
      { numRuns: 500 },
    );
  });

  test('never with a space at an end or two in a row', () => {
    fc.assert(
      fc.property(name, (text) => {
        expect(foldName(text)).not.toMatch(/^\s|\s$|\s\s/);
      }),
    );
  });

  test('as equal whatever stands around them', () => {
    fc.assert(
      fc.property(name, fc.constantFrom(' ', '.', '"', '-', '\t'), (text, around) => {
        expect(foldName(`${around}${text}${around}`)).toBe(foldName(text));
      }),
    );
  });

  test('of nothing but signs is empty, which must match nobody', () => {
    expect(['', '   ', '---', '***', '\u200b'].map(foldName)).toEqual(['', '', '', '', '']);
  });
});

describe('a suggestion also looks past the legal form', () => {
  test.each([
    ['Contoso Ltd.', 'contoso'],
    ['CONTOSO, INC', 'contoso'],
    ['Contoso Limited', 'contoso'],
    ['Fabrikam GmbH & Co. KG', 'fabrikam'],
    ['Tailspin B.V.', 'tailspin'],
    ['Contoso', 'contoso'],
    ['The Incorporated Thing', 'the thing'],
  ])('%s is suggested for %s', (text, folded) => {
    expect(foldCompany(text)).toBe(folded);
  });

  test.each([
    ['a word that only begins like one', 'Coho Winery', 'coho winery'],
    ['a word that only ends like one', 'Sasag', 'sasag'],
    ['a word with one inside', 'Vincent Agency', 'vincent agency'],
  ])('but not %s', (_what, text, folded) => {
    expect(foldCompany(text)).toBe(folded);
  });

  test('names that are the same stay the same', () => {
    fc.assert(
      fc.property(name, (text) => {
        expect(foldCompany(text)).toBe(foldCompany(foldName(text)));
      }),
    );
  });
});

describe('domains', () => {
  test.each([
    ['contoso.com', 'contoso.com'],
    [' Contoso.COM ', 'contoso.com'],
    ['www.contoso.com', 'contoso.com'],
    ['https://www.contoso.com/', 'contoso.com'],
    ['http://contoso.com:8080/path?q=1#top', 'contoso.com'],
    ['contoso.com?x=www.other.com', 'contoso.com'],
    ['HTTPS://WWW.CONTOSO.COM', 'contoso.com'],
    ['sub.contoso.com', 'sub.contoso.com'],
    ['wwwcontoso.com', 'wwwcontoso.com'],
    ['', ''],
    ['   ', ''],
    ['/', ''],
  ])('%j is %j', (address, bare) => {
    expect(foldDomain(address)).toBe(bare);
  });

  test('however people write the address, it is the same domain', () => {
    const scheme = fc.constantFrom('', 'http://', 'https://', 'HTTPS://');
    const rest = fc.constantFrom('', '/', '/home', ':443', ':8443/login', '?a=b', '#x');
    fc.assert(
      fc.property(domain, scheme, fc.constantFrom('', 'www.', 'WWW.'), rest, (bare, before, www, after) => {
        expect(foldDomain(`${before}${www}${bare}${after}`)).toBe(bare);
        expect(foldDomain(foldDomain(bare))).toBe(bare);
      }),
    );
  });
});

describe('GUIDs', () => {
  test('compare without case, braces and white space around them', () => {
    fc.assert(
      fc.property(guid, (text) => {
        for (const form of [text, text.toUpperCase(), `{${text}}`, ` {${text.toUpperCase()}} `, `\t${text}\n`])
          expect(foldGuid(form)).toBe(text);
        expect(foldGuid(foldGuid(text))).toBe(text);
      }),
    );
  });

  test('are folded, not judged: what is none stays recognisable', () => {
    expect(foldGuid('not a guid')).toBe('not a guid');
    expect(foldGuid('')).toBe('');
  });
});
