/** Where a customer accepts an attested agreement, and where texts of agreements lie. */
export const pageHost = 'cdn.partner.microsoft.com';
