export { assignCustomers } from './assign-customers.ts';
export { addOrganisation, changeOrganisation, type KeptOrganisation, listOrganisations } from './keep-organisation.ts';
export { findOwnCompany, type OwnCompany } from './own-company.ts';
export { findOwnCustomer, listOwnCustomers, type OwnCustomer } from './own-customers.ts';
export type { Organisation } from './store.ts';
