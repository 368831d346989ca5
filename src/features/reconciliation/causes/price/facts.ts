import type { Decimal } from '../../../../lib/decimal.ts';
import type { BookChange } from '../history.ts';

/** A line sold below what a seat costs; all amounts for a seat and a month, in one currency. */
export type BelowCostFacts = {
  readonly sale: Decimal;
  readonly cost: Decimal;
  readonly currency: string;
  /** What the PSA's catalogue asks for the service. */
  readonly list: Decimal | undefined;
  /** What the line notes as cost. */
  readonly noted: Decimal | undefined;
  /** The cost is known to be that of this very line. */
  readonly isOwnCost: boolean;
  readonly lineHistory: readonly BookChange[];
};

/** A cost that the distributor asks and another one that the line notes. */
export type CostFacts = {
  readonly cost: Decimal;
  readonly noted: Decimal;
  readonly currency: string;
  /** The cost that the PSA's catalogue notes for the service. */
  readonly listed: Decimal | undefined;
  readonly isNamed: boolean;
  readonly lineHistory: readonly BookChange[];
};
