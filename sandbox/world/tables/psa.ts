import { Table } from '../table.ts';
import type * as t from '../types.ts';

/** PSA systems. Keys: `id` of the row as text. */
export const psaTables = () => ({
  psaInstances: new Table<t.PsaInstance>({ companyId: (row) => row.companyId.toLowerCase() }),
  psaCompanies: new Table<t.PsaCompany>({ instanceId: (row) => row.instanceId }),
  psaAgreements: new Table<t.PsaAgreement>({ instanceId: (row) => row.instanceId, companyId: (row) => String(row.companyId) }),
  psaAdditions: new Table<t.PsaAddition>({ instanceId: (row) => row.instanceId, agreementId: (row) => String(row.agreementId) }),
  psaCatalogItems: new Table<t.PsaCatalogItem>({ instanceId: (row) => row.instanceId }),
  psaCustomFields: new Table<t.PsaCustomField>({ instanceId: (row) => row.instanceId }),
  psaRemovedAdditions: new Table<t.PsaRemovedAddition>({ agreementId: (row) => String(row.agreementId) }),
  psaAdjustments: new Table<t.PsaAdjustment>({ instanceId: (row) => row.instanceId, agreementId: (row) => String(row.agreementId) }),
  psaDeliveries: new Table<t.PsaDelivery>({ status: (row) => row.status }),
  gradientAccounts: new Table<t.GradientAccount>(),
  gradientServices: new Table<t.GradientService>(),
  gradientStatuses: new Table<t.GradientStatus>(),
  psaCallbacks: new Table<t.PsaCallback>({ instanceId: (row) => row.instanceId }),
});
