const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const inEvery = words('id _info lastUpdated updatedBy dateEntered enteredBy createdDate createdBy customFields');

// Names of the vendor's schema, release 2022.1 plus members seen on 2025.1. Conditions and orderBy take no other name.
const byKind: Readonly<Record<string, ReadonlySet<string>>> = {
  company: words(`identifier name status addressLine1 addressLine2 city state zip country phoneNumber faxNumber website territory market
    accountNumber defaultContact dateAcquired sicCode parentCompany annualRevenue numberOfEmployees timeZoneSetup leadSource leadFlag
    unsubscribeFlag calendar userDefinedField1 userDefinedField2 userDefinedField3 userDefinedField4 userDefinedField5 userDefinedField6
    userDefinedField7 userDefinedField8 userDefinedField9 userDefinedField10 vendorIdentifier taxIdentifier taxCode billingTerms
    billToCompany billingSite billingContact invoiceDeliveryMethod invoiceToEmailAddress deletedFlag dateDeleted deletedBy mobileGuid
    currency territoryManager isVendorFlag types site integratorTags`),
  companyStatus: words(
    'name defaultFlag inactiveFlag notifyFlag disallowSavingFlag notificationMessage customNoteFlag cancelOpenTracksFlag',
  ),
  companyType: words('name defaultFlag vendorFlag'),
  agreement: words(`name type company contact site subContractCompany parentAgreement customerPO location department restrictLocationFlag
    restrictDepartmentFlag startDate endDate noEndingDateFlag opportunity cancelledFlag dateCancelled reasonCancelled sla workOrder
    internalNotes applicationUnits applicationLimit applicationCycle applicationUnlimitedFlag oneTimeFlag billingCycle billOneTimeFlag
    billingTerms invoicingCycle billToCompany billToContact billToSite billAmount taxable billStartDate taxCode prorateFlag
    invoiceProratedAdditionsFlag invoiceDescription workRole workType invoiceTemplate billTime billExpenses billProducts currency periodType
    autoInvoiceFlag nextInvoiceDate companyLocation agreementStatus shipToCompany shipToSite`),
  agreementType: words('name defaultFlag inactiveFlag prorateFlag billingCycle invoicingCycle integrationXRef'),
  addition: words(`product quantity lessIncluded unitPrice unitCost billCustomer effectiveDate cancelledDate taxableFlag serialNumber
    invoiceDescription purchaseItemFlag specialOrderFlag agreementId description billedQuantity uom extPrice extCost sequenceNumber margin
    prorateCost proratePrice extendedProrateCost extendedProratePrice prorateCurrentPeriodFlag opportunity agreementStatus invoiceGrouping
    additionStatus`),
  catalogItem: words(`identifier description inactiveFlag subcategory type productClass serializedFlag serializedCostFlag phaseProductFlag
    unitOfMeasure minStockLevel price cost priceAttribute taxableFlag dropShipFlag specialOrderFlag customerDescription manufacturer
    manufacturerPartNumber vendor vendorSku notes integrationXRef sla entityType recurringFlag recurringRevenue recurringCost
    recurringOneTimeFlag recurringBillCycle recurringCycleType calculatedPriceFlag calculatedCostFlag category calculatedPrice calculatedCost`),
  billingCycle: words('identifier name defaultFlag billingOptions'),
  currency: words('symbol currencyCode decimalSeparator numberOfDecimals thousandsSeparator currencyIdentifier name'),
  callback: words('description url objectId type level memberId payloadVersion inactiveFlag'),
};

/** Whether conditions may name this field of this kind of resource; only the part before the first `/` is looked at. */
export function isKnownField(kind: string, field: string): boolean {
  const [first = ''] = field.split('/');
  return inEvery.has(first) || (byKind[kind]?.has(first) ?? false);
}
