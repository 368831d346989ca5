export { accountSyncer } from './accounts.ts';
export { distributorProductSyncer, distributorSubscriptionSyncer } from './distributor.ts';
export { distributorUsageSyncer } from './distributor-usage.ts';
export { forgetCosts } from './forget-costs.ts';
export { psaAgreementSyncer, psaServiceSyncer } from './psa.ts';
export { keepLines, psaLineSyncer } from './psa-lines.ts';
