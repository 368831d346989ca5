export { type Decided, type DecidedOne, type Decision, decideDifference, decideDifferences, type Outcome, type Seen } from './decide.ts';
export * from './files/index.ts';
export type { DifferenceFilter } from './filter.ts';
export { countRecovered, type DifferenceMove, differencesForPlan, moveDifferences, type PlannableDifference } from './for-plans.ts';
export {
  type DifferenceDetail,
  type DifferenceView,
  findDifference,
  listDifferences,
  listRuns,
  type RunView,
} from './queries.ts';
export { type Counts, reconcileCustomer, reconcileCustomers } from './reconcile.ts';
export { compareAgain, startReconciliation } from './start.ts';
export { differencesTotal, readFacet, recoveredTotal } from './totals.ts';
