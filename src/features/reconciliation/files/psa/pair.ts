import type { Books } from '../books.ts';
import type { Finding } from '../finding.ts';
import type { PsaLine } from '../model.ts';
import type { Expected, ProductCodes } from './expected.ts';

/** PSA lines, the subscription they stand for, and the product mapping; `first` is the line that speaks for all. */
export type Pair = {
  readonly expected: Expected;
  readonly lines: readonly PsaLine[];
  readonly first: PsaLine;
  readonly codes: ProductCodes;
};
export type PairRule = (pair: Pair, books: Books) => Finding | undefined;
