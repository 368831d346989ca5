export {
  addRule,
  changeRule,
  type KeptRule,
  listRules,
  type RuleView,
  removeRule,
} from './acceptance/keep-rules.ts';
export type { RuleTerms } from './acceptance/rule.ts';
export { type Trial, type Tried, tryRule } from './acceptance/try-rule.ts';
export { type Decided, type DecidedOne, type Decision, decideDifference, decideDifferences, type Outcome, type Seen } from './decide.ts';
export * from './files/index.ts';
export { type DifferenceFilter, filtered, isOnce, knownImpact } from './filter.ts';
export { countRecovered, type DifferenceMove, differencesForPlan, moveDifferences, type PlannableDifference } from './for-plans.ts';
export {
  type DifferenceDetail,
  type DifferenceView,
  findDifference,
  listDifferences,
} from './queries.ts';
export { readDifferences } from './read-all.ts';
export { type Counts, reconcileCustomer, reconcileCustomers, reconcileIn } from './reconcile.ts';
export { listRuns, type RunView } from './runs.ts';
export { compareAgain, compareCustomer, comparePeriodAgain, proveAgain, startPeriod, startReconciliation } from './start.ts';
export { differencesTotal, readFacet, recoveredTotal } from './totals.ts';
