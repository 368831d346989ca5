export { type Approved, approvePlan } from './approve-plan.ts';
export { type Created, createPlan, type PlanWish } from './create-plan.ts';
export { decideCommand } from './decide-command.ts';
export { type CommandView, listCommands } from './list-commands.ts';
export type { PlanView, Refused, Step } from './plan.ts';
export { findPlan, listPlans } from './queries.ts';
export { type Resolved, resolveDue } from './resolve-due.ts';
export { type Accepted, applyPlan } from './start-apply.ts';
export { undoPlan } from './undo-plan.ts';
