import { expect, test } from 'vitest';
import { Domain } from './expected-customer.ts';

test.each([
  [' Contoso.COM ', 'contoso.com'],
  ['Müller.de', 'xn--mller-kva.de'],
  ['пример.рф', 'xn--e1afmkfd.xn--p1ai'],
  ['xn--e1afmkfd.xn--p1ai', 'xn--e1afmkfd.xn--p1ai'],
])('a company may have a domain in any script: %s', (typed, kept) => {
  expect(Domain.parse(typed)).toBe(kept);
});

test.each(['müller', 'müller.de/x', 'a@müller.de', 'mü ller.de', 'http://müller.de', '１２７.０.０.１', '-ü-.de-', 'ü\u202e.de', ''])(
  'what is no domain is none in any script either: %s',
  (typed) => {
    expect(Domain.safeParse(typed).success).toBe(false);
  },
);
