export type { Check } from './checks.ts';
export { findPeriod, type PeriodDetail } from './detail.ts';
export { exportPeriod } from './export.ts';
export { listPeriods, type PeriodRow } from './list.ts';
export { reopenPeriod, type SignedOff, signOffPeriod } from './sign-off.ts';
