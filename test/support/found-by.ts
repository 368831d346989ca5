import { expect, test } from 'vitest';
import type { CustomerBooks } from '../../src/features/reconciliation/books.ts';
import { compare } from '../../src/features/reconciliation/compare.ts';
import { must } from '../../src/lib/must.ts';
import type { DifferenceKind, Finding } from '../../src/model/difference.ts';

/** What one rule finds, as "110 USD, certain, seats_added": money, how sure, why. */
export const foundBy = (kind: DifferenceKind, books: CustomerBooks): string[] =>
  compare(books)
    .findings.filter((finding) => finding.kind === kind)
    .map(({ impact, causes }) => `${impact.amount} ${impact.currency}, ${causes[0]?.certainty ?? ''}, ${causes[0]?.code ?? ''}`);

/** The only finding of that rule. */
export function theOne(kind: DifferenceKind, books: CustomerBooks): Finding {
  const findings = compare(books).findings.filter((finding) => finding.kind === kind);
  expect(findings).toHaveLength(1);
  return must(findings[0], kind);
}

/** All kinds that are found, so that one fault is seen to be one finding. */
export const kindsIn = (books: CustomerBooks): DifferenceKind[] => compare(books).findings.map((finding) => finding.kind);

export const sentenceOf = (finding: Finding): string => must(finding.causes[0], 'a cause').sentence;

export const isUnproven = (kind: DifferenceKind, books: CustomerBooks): boolean => compare(books).unproven.includes(kind);

/** Name, books, and what the rule says about them; nothing: it finds nothing. */
export type RuleCase = readonly [string, CustomerBooks, ...(readonly string[])];

export const casesOf = (kind: DifferenceKind, cases: readonly RuleCase[]): void => {
  test.each(cases.map(([name, books, ...expected]) => ({ name, books, expected })))('$name', ({ books, expected }) => {
    expect(foundBy(kind, books)).toEqual(expected);
  });
};
