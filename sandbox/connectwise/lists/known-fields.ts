const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const inEvery = words('id _info lastUpdated updatedBy dateEntered enteredBy createdDate createdBy customFields');

// Names of the vendor's schema, release 2022.1 plus members seen on 2025.1. Conditions and orderBy take no other name.
const byKind: Readonly<Record<string, ReadonlySet<string>>> = {
  company: words(`identifier name status addressLine1 addressLine2 city state zip country phoneNumber faxNumber website territory market
    accountNumber defaultContact dateAcquired sicCode parentCompany annualRevenue numberOfEmployees timeZoneSetup leadSource leadFlag
    unsubscribeFlag calendar userDefinedField1 userDefinedField2 userDefinedField3 userDefinedField4 userDefinedField5 userDefinedField6
    userDefinedField7 userDefinedField8 userDefinedField9 userDefinedField10 vendorIdentifier taxIdentifier taxCode billingTerms
    billToCompany invoiceTemplate pricingSchedule companyEntityType
    billingSite billingContact invoiceDeliveryMethod invoiceToEmailAddress invoiceCCEmailAddress facebookUrl twitterUrl linkedInUrl
    resellerIdentifier yearEstablished revenueYear deletedFlag dateDeleted deletedBy mobileGuid
    currency territoryManager isVendorFlag types site integratorTags`),
  companyStatus: words(
    'name defaultFlag inactiveFlag notifyFlag disallowSavingFlag notificationMessage customNoteFlag cancelOpenTracksFlag',
  ),
  companyType: words('name defaultFlag vendorFlag'),
  agreement: words(`name type company contact site subContractContact coverAgreementTime coverAgreementProduct coverAgreementExpense
    coverSalesTax carryOverUnused allowOverruns expiredDays limit expireWhenZero chargeToFirm employeeCompRate employeeCompNotExceed
    compHourlyRate compLimitAmount prorateFirstBill restrictDownPayment topComment bottomComment projectType billableTimeInvoice
    billableExpenseInvoice billableProductInvoice subContractCompany parentAgreement customerPO location department restrictLocationFlag
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
  adjustment: words('amount description effectiveDate agreementId'),
  agreementSite: words('company site agreementId'),
  invoice: words(`invoiceNumber type status company billToCompany shipToCompany accountNumber applyToType applyToId attention billingSite
    billingTerms reference customerPO date locationId departmentId territoryId taxableFlag taxCode serviceTotal currency dueDate productTotal
    expenseTotal agreementAmount subtotal total salesTax payments credits balance specialInvoiceFlag agreement`),
  productItem: words(`catalogItem description sequenceNumber quantity price cost extPrice extCost margin billableOption agreement vendorSku
    taxableFlag cancelledFlag invoice listPrice company productClass uom`),
  member: words('identifier firstName lastName title licenseClass inactiveFlag officeEmail'),
  auditTrail: words('text enteredDate auditType auditSubType auditSource'),
  productType: words('name inactiveFlag typeXref defaultFlag'),
  category: words('name inactiveFlag integrationXref defaultFlag'),
  subcategory: words('name inactiveFlag'),
  unitOfMeasure: words('name inactiveFlag defaultFlag uomScheduleXref'),
  taxCode: words('identifier description invoiceCaption effectiveDate defaultFlag displayOnInvoiceFlag'),
  callback: words('description url objectId type level memberId payloadVersion inactiveFlag isSoapCallbackFlag isSelfSuppressedFlag'),
};

/** Whether conditions may name this field of this kind of resource; only the part before the first `/` is looked at. */
export function isKnownField(kind: string, field: string): boolean {
  const [first = ''] = field.split('/');
  return inEvery.has(first) || (byKind[kind]?.has(first) ?? false);
}
