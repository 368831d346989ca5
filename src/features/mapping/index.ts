export { type AccountMappingRow, listAccountMappings, type MappingListRequest } from './account-queries.ts';
export { autoMap } from './auto-map.ts';
export type { Decision, DecisionRefusal } from './decide.ts';
export { type DecisionOutcome, decideAccountMapping } from './decide-account.ts';
export { decideProductMapping } from './decide-product.ts';
export { listProductMappings, type ProductMappingRow } from './product-queries.ts';
export { countMappings, listTargets, type Target } from './queries.ts';
