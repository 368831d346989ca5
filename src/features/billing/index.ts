export { distributorInvoiceSyncer } from './distributor.ts';
export { microsoftInvoiceSyncer } from './microsoft.ts';
