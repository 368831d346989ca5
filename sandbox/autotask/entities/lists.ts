/** A value of a picklist. Values come as text here while the entity holds whole numbers. */
export type PicklistValue = { readonly value: string; readonly label: string; readonly isSystem: boolean };

const list = (...labels: readonly (readonly [string, string])[]): readonly PicklistValue[] =>
  labels.map(([value, label]) => ({ value, label, isSystem: true }));

const periods = list(['1', 'One-Time'], ['2', 'Monthly'], ['3', 'Quarterly'], ['4', 'Semi-Annual'], ['5', 'Yearly']);

/** User-defined fields that are lists, as this database's owner made them. */
export const userLists: Readonly<Record<string, readonly PicklistValue[]>> = {
  'Companies.Support Level': [
    { value: '1', label: 'Standard', isSystem: false },
    { value: '2', label: 'Premium', isSystem: false },
  ],
};

/** Ids of picklists differ between tenants (psa.md 11): these are this database's, `Customer` = 3 as in the sample. */
export const picklists: Readonly<Record<string, readonly PicklistValue[]>> = {
  'Companies.companyType': list(['1', 'Lead'], ['2', 'Prospect'], ['3', 'Customer'], ['4', 'Dead'], ['6', 'Cancelation'], ['7', 'Vendor']),
  'Companies.billToAddressToUse': list(['1', 'Account Address'], ['2', 'Parent Account Address'], ['3', 'Other']),
  'Companies.marketSegmentID': list(['29683456', 'Small business']),
  'Companies.territoryID': list(['29683453', 'Local']),
  'Contracts.contractType': list(
    ['1', 'Time & Materials'],
    ['3', 'Fixed Price'],
    ['4', 'Block Hours'],
    ['6', 'Retainer'],
    ['7', 'Recurring Service'],
    ['8', 'Per Ticket'],
  ),
  'Contracts.contractCategory': list(['13', 'Standard'], ['15', 'Cloud services']),
  'Contracts.status': list(['0', 'Inactive'], ['1', 'Active']),
  'Contracts.billingPreference': list(['1', 'Immediately without Review'], ['2', 'Manually']),
  'Contracts.timeReportingRequiresStartAndStopTimes': list(['0', 'No'], ['1', 'Yes']),
  'Services.periodType': periods,
  'ServiceBundles.periodType': periods,
  'ContractCharges.chargeType': list(['1', 'Operational'], ['2', 'Capitalized']),
  'ContractCharges.status': list(['1', 'Need to Order/Fulfill'], ['7', 'Delivered/Shipped Full']),
  'BillingCodes.useType': list(['2', 'Internal Allocation Code'], ['4', 'Material Cost Code'], ['7', 'Recurring Contract Service Code']),
  'BillingItems.billingItemType': list(['4', 'Recurring Service'], ['6', 'Contract Charge']),
  'Resources.licenseType': list(['1', 'Professional'], ['7', 'API User']),
};

/** Contract periods have letters or numbers by the switch `autotask.contractPeriodType`. */
export const periodLetters: readonly PicklistValue[] = list(['m', 'Monthly'], ['q', 'Quarterly'], ['s', 'Semi-Annual'], ['y', 'Yearly']);
export const periodNumbers: readonly PicklistValue[] = periods.slice(1);

export const monthsOfPeriod: Readonly<Record<string, number>> = { m: 1, q: 3, s: 6, y: 12, '2': 1, '3': 3, '4': 6, '5': 12 };

export const references: Readonly<Record<string, string>> = {
  companyID: 'Company',
  parentCompanyID: 'Company',
  billToCompanyID: 'Company',
  vendorCompanyID: 'Company',
  contactID: 'Contact',
  contractID: 'Contract',
  renewedContractID: 'Contract',
  serviceID: 'Service',
  serviceBundleID: 'ServiceBundle',
  contractServiceID: 'ContractService',
  contractServiceBundleID: 'ContractServiceBundle',
  contractServiceAdjustmentID: 'ContractServiceAdjustment',
  contractServicePeriodID: 'ContractServiceUnit',
  billingCodeID: 'BillingCode',
  currencyID: 'Currency',
  invoiceID: 'Invoice',
  ownerResourceID: 'Resource',
  creatorResourceID: 'Resource',
  createdByResourceID: 'Resource',
  updateResourceID: 'Resource',
  resourceID: 'Resource',
  webhookID: 'CompanyWebhook',
};
