import {
  type ColumnChoice,
  type DistributorFileField,
  DistributorFileKind,
  distributorFileFields,
  neededFields,
} from '../distributor-file.ts';

// A line of either kind names a customer in the same words.
const accountIds = ['accountid', 'customerid', 'companyid', 'endcustomerid', 'accountnumber', 'customernumber', 'customerno', 'clientid'];
const accountNames = [
  'customername',
  'companyname',
  'customer',
  'company',
  'endcustomername',
  'endcustomer',
  'accountname',
  'client',
  'clientname',
];
const tenantIds = ['tenantid', 'microsofttenantid', 'tenant', 'customertenantid', 'entratenantid', 'azuretenantid', 'directoryid'];
const domains = ['domain', 'primarydomain', 'domainname', 'onmicrosoftdomain', 'tenantdomain'];

/**
 * What columns are called in exports of distributors and in spreadsheets that people keep: letters and digits only, in lower case. The first that
 * a file has is taken. Our collection, widened by what partners meet: where none fits, a person says which column it is.
 */
const names: Readonly<Record<DistributorFileKind, Readonly<Partial<Record<DistributorFileField, readonly string[]>>>>> = {
  customers: {
    accountId: [...accountIds, 'id'],
    name: ['name', ...accountNames],
    tenantId: tenantIds,
    domain: [...domains, 'website'],
    externalRef: ['externalid', 'externalreference', 'externalref', 'reference', 'yourreference', 'partnerreference'],
    taxId: ['taxid', 'vatid', 'vatnumber', 'taxnumber', 'vat'],
    currency: ['currency', 'currencycode'],
    status: ['status', 'customerstatus', 'accountstatus', 'state'],
    access: ['gdapstatus', 'gdap', 'delegatedaccess', 'access'],
  },
  subscriptions: {
    subscriptionId: [
      'subscriptionid',
      'subscriptionnumber',
      'subscriptionno',
      'distributorsubscriptionid',
      'agreementid',
      'contractid',
      'id',
    ],
    accountId: accountIds,
    accountName: accountNames,
    tenantId: tenantIds,
    domain: domains,
    microsoftId: [
      'microsoftsubscriptionid',
      'microsoftid',
      'vendorsubscriptionid',
      'providersubscriptionid',
      'commercesubscriptionid',
      'ncesubscriptionid',
      'mssubscriptionid',
    ],
    productId: [
      'productid',
      'productnumber',
      'productcode',
      'itemnumber',
      'articlenumber',
      'partnumber',
      'materialnumber',
      'distributorsku',
    ],
    productName: [
      'productname',
      'product',
      'description',
      'productdescription',
      'offername',
      'offer',
      'subscriptionname',
      'item',
      'articlename',
    ],
    sku: ['vendorsku', 'microsoftsku', 'manufacturerpartnumber', 'mpn', 'vendorpartnumber', 'skuid', 'sku'],
    term: ['term', 'commitmentterm', 'commitment', 'termduration', 'subscriptionterm', 'contractterm'],
    frequency: ['billingfrequency', 'billingterm', 'billingcycle', 'billingplan', 'frequency', 'billingperiod', 'invoicefrequency'],
    seats: ['quantity', 'seats', 'qty', 'licenses', 'licences', 'units', 'licensecount', 'seatcount'],
    status: ['status', 'subscriptionstatus', 'state'],
    unitCost: [
      'unitcost',
      'cost',
      'partnercost',
      'partnerprice',
      'unitpartnerprice',
      'buyprice',
      'purchaseprice',
      'netprice',
      'costprice',
      'unitprice',
    ],
    unitPrice: ['customerprice', 'resaleprice', 'sellprice', 'msrp', 'retailprice', 'listprice', 'erpprice', 'unitretailprice'],
    currency: ['currency', 'currencycode'],
    startsOn: ['startdate', 'start', 'subscriptionstart', 'subscriptionstartdate', 'effectivedate', 'termstartdate', 'billingstart'],
    endsOn: [
      'enddate',
      'end',
      'subscriptionend',
      'subscriptionenddate',
      'renewaldate',
      'termenddate',
      'expirydate',
      'commitmentenddate',
      'expirationdate',
    ],
  },
};

export const foldHeading = (heading: string): string => heading.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Where each field stands: the place of its column. */
export type Places = ReadonlyMap<DistributorFileField, number>;

/** The columns of a kind: those that a person chose, now or for the file before, then those whose heading says it. No column is read twice. Pure. */
export function placesOf(kind: DistributorFileKind, headings: readonly string[], chosen: ColumnChoice = {}): Places {
  const folded = headings.map(foldHeading);
  const places = new Map<DistributorFileField, number>();
  const taken = new Set<number>();
  const put = (field: DistributorFileField, at: number): void => {
    if (at < 0) return;
    places.set(field, at);
    taken.add(at);
  };
  const left = distributorFileFields[kind].filter((field: DistributorFileField) => {
    const heading = chosen[field];
    if (heading === undefined) return true;
    const at = folded.indexOf(foldHeading(heading));
    // A choice that was kept and whose column is gone: the headings are looked at anew.
    if (heading !== '' && at < 0) return true;
    if (heading !== '') put(field, at);
    return false;
  });
  for (const field of left)
    put(
      field,
      (names[kind][field] ?? []).map((name) => folded.findIndex((each, at) => each === name && !taken.has(at))).find((at) => at >= 0) ?? -1,
    );
  return places;
}

/** Groups of fields of which the file has no column. */
export const missingIn = (kind: DistributorFileKind, places: Places): readonly (readonly DistributorFileField[])[] =>
  neededFields[kind].filter((group) => !group.some((field) => places.has(field)));

/**
 * The kind that the columns speak of: only a subscription has seats, an id at Microsoft, or a number that is called its own; else the one that
 * lacks less. A list of subscriptions whose seats are called otherwise is none of customers: their count is asked for.
 */
export function kindOf(headings: readonly string[]): DistributorFileKind {
  const { customers, subscriptions } = DistributorFileKind.enum;
  const places = placesOf(subscriptions, headings);
  const ofItsOwn = places.get('subscriptionId');
  if (places.has('seats') || places.has('microsoftId')) return subscriptions;
  if (ofItsOwn !== undefined && foldHeading(headings[ofItsOwn] ?? '') !== 'id') return subscriptions;
  const lacks = (kind: DistributorFileKind): number => missingIn(kind, placesOf(kind, headings)).length;
  return lacks(subscriptions) < lacks(customers) ? subscriptions : customers;
}
