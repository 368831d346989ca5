import { Table } from '../table.ts';
import type * as t from '../types.ts';

/** What customers' tenants and partners' profiles hold beside the rows of the estate. Keys: `id` of the row as text. */
export const peopleTables = () => ({
  customerUsers: new Table<t.CustomerUser>({ customerId: (row) => row.customerId }),
  qualifications: new Table<t.QualificationRow>({ customerId: (row) => row.customerId }),
  applicationConsents: new Table<t.ApplicationConsent>({ customerId: (row) => row.customerId }),
  agreements: new Table<t.AgreementRow>({ customerId: (row) => row.customerId }),
  attestations: new Table<t.AttestationRow>({ customerId: (row) => row.customerId }),
  accountStatuses: new Table<t.AccountStatusRow>(),
  serviceRequests: new Table<t.ServiceRequestRow>({ accountId: (row) => row.accountId, customerId: (row) => row.customerId }),
  fraudEvents: new Table<t.FraudEventRow>({ accountId: (row) => row.accountId, customerId: (row) => row.customerId }),
  partnerProfiles: new Table<t.PartnerProfileRow>(),
  partnerCompanies: new Table<t.PartnerCompany>({ accountId: (row) => row.accountId, mpnId: (row) => row.mpnId }),
});
