export { type AccountMappingRow, listAccountMappings, type MappingListRequest } from './account-queries.ts';
export { readTrust, type Trust } from './answers.ts';
export { autoMap } from './auto-map.ts';
export { type CustomerListRequest, type CustomerMappingRow, listCustomerMappings } from './customer-queries.ts';
export type { Decision, DecisionRefusal } from './decide.ts';
export { type DecisionOutcome, decideAccountMapping } from './decide-account.ts';
export { decideProductMapping } from './decide-product.ts';
export { listProductMappings, type ProductMappingRow } from './product-queries.ts';
export { countMappings, listTargets, type MappingCounts, type Target } from './queries.ts';
