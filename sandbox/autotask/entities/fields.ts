/**
 * The members of every entity with their kinds: i whole number, n amount or other decimal, s text, b yes or no, d instant. Names and kinds as in the
 * vendor's own field lists (psa.md 4.3 and the entity list beside its samples).
 */
export const entityFields = {
  Companies: `
    additionalAddressInformation:s address1:s address2:s alternatePhone1:s alternatePhone2:s apiVendorID:i assetValue:n
    billingAddress1:s billingAddress2:s billToAddress1:s billToAddress2:s billToAdditionalAddressInformation:s billToAddressToUse:i billToAttention:s
    billToCity:s billToCompanyLocationID:i billToCountryID:i billToState:s billToZipCode:s city:s classification:i
    companyCategoryID:i companyName:s companyNumber:s companyType:i competitorID:i countryID:i createDate:d
    createdByResourceID:i currencyID:i fax:s impersonatorCreatorResourceID:i invoiceEmailMessageID:i invoiceMethod:i
    invoiceNonContractItemsToParentCompany:b invoiceTemplateID:i isActive:b isClientPortalActive:b isEnabledForComanaged:b
    isTaskFireActive:b isTaxExempt:b lastActivityDate:d lastTrackedModifiedDateTime:d marketSegmentID:i ownerResourceID:i
    parentCompanyID:i phone:s postalCode:s purchaseOrderTemplateID:i quoteEmailMessageID:i quoteTemplateID:i sicCode:s
    state:s stockMarket:s stockSymbol:s surveyCompanyRating:n taxID:s taxRegionID:i territoryID:i webAddress:s
  `,
  Contacts: `
    additionalAddressInformation:s addressLine:s addressLine1:s alternatePhone:s apiVendorID:i bulkEmailOptOutTime:d city:s
    companyID:i companyLocationID:i countryID:i createDate:d emailAddress:s emailAddress2:s emailAddress3:s extension:s
    externalID:s facebookUrl:s faxNumber:s firstName:s impersonatorCreatorResourceID:i isActive:i isOptedOutFromBulkEmail:b
    lastActivityDate:d lastModifiedDate:d lastName:s linkedInUrl:s middleInitial:s mobilePhone:s namePrefix:i nameSuffix:i
    note:s phone:s primaryContact:b receivesEmailNotifications:b roomNumber:s solicitationOptOut:b solicitationOptOutTime:d
    state:s surveyOptOut:b title:s twitterUrl:s zipCode:s
  `,
  Contracts: `
    billingPreference:i billToCompanyContactID:i billToCompanyID:i companyID:i contactID:i contactName:s contractCategory:i
    contractExclusionSetID:i contractName:s contractNumber:s contractPeriodType:i contractType:i description:s endDate:d
    estimatedCost:n estimatedHours:n estimatedRevenue:n exclusionContractID:i internalCurrencyOverageBillingRate:n
    internalCurrencySetupFee:n isCompliant:b isDefaultContract:b opportunityID:i organizationalLevelAssociationID:i
    overageBillingRate:n purchaseOrderNumber:s renewedContractID:i serviceLevelAgreementID:i setupFee:n
    setupFeeBillingCodeID:i startDate:d status:i timeReportingRequiresStartAndStopTimes:i
  `,
  ContractServices: `
    contractID:i internalCurrencyAdjustedPrice:n internalCurrencyUnitPrice:n internalDescription:s invoiceDescription:s
    quoteItemID:i serviceID:i unitCost:n unitPrice:n
  `,
  ContractServiceUnits: `
    approveAndPostDate:d contractID:i contractServiceID:i cost:n endDate:d internalCurrencyPrice:n
    organizationalLevelAssociationID:i price:n serviceID:i startDate:d units:i vendorCompanyID:i
  `,
  ContractServiceAdjustments: `
    adjustedUnitCost:n adjustedUnitPrice:n allowRepeatService:b contractID:i contractServiceID:i effectiveDate:d
    quoteItemID:i serviceID:i unitChange:i
  `,
  ContractServiceBundles: `
    adjustedPrice:n contractID:i internalCurrencyAdjustedPrice:n internalCurrencyUnitPrice:n internalDescription:s
    invoiceDescription:s quoteItemID:i serviceBundleID:i unitPrice:n
  `,
  ContractServiceBundleAdjustments: `
    contractID:i contractServiceBundleID:i serviceBundleID:i unitChange:i quoteItemID:i adjustedUnitPrice:n
    allowRepeatServiceBundle:b effectiveDate:d
  `,
  ContractServiceBundleUnits: `
    approveAndPostDate:d contractID:i contractServiceBundleID:i cost:n endDate:d internalCurrencyPrice:n
    organizationalLevelAssociationID:i price:n serviceBundleID:i startDate:d units:i
  `,
  ContractCharges: `
    billableAmount:n billingCodeID:i chargeType:i contractID:i contractServiceBundleID:i contractServiceID:i createDate:d
    creatorResourceID:i datePurchased:d description:s extendedCost:n internalCurrencyBillableAmount:n
    internalCurrencyUnitPrice:n internalPurchaseOrderNumber:s isBillableToCompany:b isBilled:b name:s notes:s
    organizationalLevelAssociationID:i productID:i purchaseOrderNumber:s status:i statusLastModifiedBy:i
    statusLastModifiedDate:d unitCost:n unitPrice:n unitQuantity:n
  `,
  Services: `
    billingCodeID:i createDate:d creatorResourceID:i description:s invoiceDescription:s isActive:b lastModifiedDate:d
    markupRate:n name:s periodType:i serviceLevelAgreementID:i unitCost:n unitPrice:n updateResourceID:i vendorCompanyID:i
    sku:s
  `,
  ServiceBundles: `
    billingCodeID:i createDate:d creatorResourceID:i description:s invoiceDescription:s isActive:b lastModifiedDate:d name:s
    percentageDiscount:n periodType:i serviceLevelAgreementID:i unitCost:n unitDiscount:n unitPrice:n updateResourceID:i
  `,
  BillingCodes: `
    afterHoursWorkType:i billingCodeType:i department:i description:s externalNumber:s generalLedgerAccount:i isActive:b
    isExcludedFromNewContracts:b markupRate:n name:s taxCategoryID:i unitCost:n unitPrice:n useType:i
  `,
  BillingItems: `
    accountManagerWhenApprovedID:i billingCodeID:i billingItemType:i companyID:i configurationItemID:i contractBlockID:i
    contractChargeID:i contractID:i contractServiceAdjustmentID:i contractServiceBundleAdjustmentID:i
    contractServiceBundleID:i contractServiceBundlePeriodID:i contractServiceID:i contractServicePeriodID:i description:s
    expenseItemID:i extendedPrice:n internalCurrencyExtendedPrice:n internalCurrencyRate:n internalCurrencyTaxDollars:n
    internalCurrencyTotalAmount:n invoiceID:i itemApproverID:i itemDate:d itemName:s lineItemFullDescription:s
    lineItemGroupDescription:s milestoneID:i nonBillable:i organizationalLevelAssociationID:i ourCost:n postedDate:d
    postedOnTime:d projectChargeID:i projectID:i purchaseOrderNumber:s quantity:n rate:n roleID:i serviceBundleID:i
    serviceID:i sortOrderID:i subType:i taskID:i taxDollars:n ticketChargeID:i ticketID:i timeEntryID:i totalAmount:n
    vendorID:i webServiceDate:d
  `,
  Invoices: `
    batchID:i comments:s companyID:i createDateTime:d creatorResourceID:i dueDate:d fromDate:d invoiceDateTime:d
    invoiceEditorTemplateID:i invoiceNumber:s invoiceTotal:n isVoided:b orderNumber:s paidDate:d paymentTerm:i taxGroup:i
    taxRegionName:s toDate:d totalTaxValue:n voidedByResourceID:i voidedDate:d webServiceDate:d
  `,
  Currencies: `
    currencyNegativeFormat:s currencyPositiveFormat:s description:s displaySymbol:i exchangeRate:n isActive:b
    isInternalCurrency:b lastModifiedDateTime:d name:s updateResourceId:i
  `,
  CompanyWebhooks: `
    deactivationUrl:s isActive:b isReady:b isSubscribedToCreateEvents:b isSubscribedToDeleteEvents:b
    isSubscribedToUpdateEvents:b name:s notificationEmailAddress:s ownerResourceID:i secretKey:s
    sendThresholdExceededNotification:b webhookGuid:s webhookUrl:s
  `,
  CompanyWebhookFields: `
    fieldID:i isDisplayAlwaysField:b isSubscribedField:b webhookID:i
  `,
  CompanyWebhookExcludedResources: `
    resourceID:i webhookID:i
  `,
  ServiceBundleServices: `
    serviceBundleID:i serviceID:i
  `,
  Resources: `
    email:s firstName:s lastName:s userName:s isActive:b licenseType:i resourceType:s
  `,
} as const;
