export { type DuplicateCandidate, keepApart, listDuplicates } from './candidates.ts';
export { type Applied, applyMerge, type Planned, planMerge, undoMerge } from './merge.ts';
export { type CustomerPlan, type CustomerPlanKind, type PlanRefusal } from './plan-store.ts';
export { applySplit, planSplit } from './split.ts';
