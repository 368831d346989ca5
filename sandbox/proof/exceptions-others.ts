const testData = 'Data of a public client’s own tests';

/** The same for distributors and PSA systems. */
export const otherExceptions: Readonly<Record<string, string>> = {
  'connectwise/company.companies.list.response.json':
    'A 2015 release, which told empty members as null and whole statuses and types inside a company. The sandbox is a 2025 release, as company.companies.get-with-tenant-field shows it.',
  'connectwise/procurement.products.item.json':
    'A cancelled line of a sales opportunity. The sandbox has products of invoices only; it has no opportunities, and a billing connector makes none.',
  'connectwise/system.callbacks.get.response.json':
    'A test file of a public client with the name "_info " (a blank at its end), which the vendor’s document does not have. All else agrees: connectwise/shapes.test.ts.',
  'ingram-micro/customers.list.response.json':
    'Assembled from a schema that request and answer share: it shows the password of a contact, which is written only. All else is held against customers.create.request.json and in ingram/shapes.test.ts.',
  'autotask/companies.query.response.json': `${testData}, which have postalCode and billToZipCode as numbers; the vendor’s own list of the entity’s members says text. All else agrees: autotask/shapes.test.ts.`,
  'autotask/contracts.query.response.json': `${testData}, which have userDefinedFields as an empty text; the vendor’s own list says a list of {name, value}. All else agrees: autotask/shapes.test.ts.`,
  'autotask/billing-codes.query.response.json': `${testData}, which have externalNumber as a number; the vendor’s own list says text. All else agrees: autotask/shapes.test.ts.`,
};
