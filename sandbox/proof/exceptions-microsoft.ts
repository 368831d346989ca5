/** The same for Partner Center. */
export const microsoftExceptions: Readonly<Record<string, string>> = {
  'partner-center/customers.get-customer-custom-domain.response.json':
    'The page’s example calls /organization and shows the names of domains, which /customDomains answers; the reference and the page of /organization say a list of objects with the address there.',
  'partner-center/carts.update-a-cart.response.json':
    'The one page that writes ProvisioningContext in an answer; the answers of "Create a cart" write provisioningContext. All else agrees: catalogue/shapes.test.ts.',
  'partner-center/graph-gdap.tenantrelationship-post-delegatedadminrelationships.response.json':
    'It shows an empty text as the instant of activation and an end before there is one; both are of the type DateTimeOffset, and the page of the list shows null for what is not active yet. All else agrees.',
};
