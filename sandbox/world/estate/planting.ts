import type { Decimal } from '../../../src/lib/decimal.ts';
import type { Seeded } from '../../../src/lib/seeded.ts';
import type { Planted } from '../planted.ts';
import type { Books } from './books.ts';
import type { Plant, Where } from './sample-file.ts';
import type { Sale } from './subscriptions.ts';

/** What planting needs: the books, a record of what is taken, and where to write the right answer. */
export type Planting = {
  readonly books: Books;
  readonly random: Seeded;
  readonly planted: Planted[];
  /** An untouched, running sale that fits; customers without a planted difference first. */
  take(where: Where): Sale;
  /** The next sale of the product that the PSA has no service for. */
  takeUnmapped(): Sale;
  /** An untouched customer that a plant may take, by index. */
  takeCustomer(plant: Plant): number;
  /** Writes the right answer down. */
  note(sale: Sale, answer: Answer): void;
};

export type Answer = Pick<Planted, 'kind' | 'story' | 'expected' | 'actual'> & {
  readonly impact: Decimal;
  readonly psaAdditionIds?: readonly number[];
};
