import type { Address, Contact } from '../../world/types.ts';
import { type Fields, flagOf, objectOf, textOf, wordOf } from '../body.ts';
import { type Refusal, refuse, refuseWith } from '../errors.ts';
import { type Country, countryOf, needsPhone, needsRegistrationNumber, numberShapeOf } from '../validations/countries.ts';

/** What a partner sends to create a customer, read and checked. */
export type NewCustomer = {
  readonly domain: string;
  readonly name: string;
  readonly contact: Contact;
  readonly culture: string;
  readonly language: string;
  readonly address: Address;
  readonly addressLine2: string;
  readonly country: Country;
  readonly registrationNumber: string;
  readonly associatedPartnerId: string;
  readonly enableGdap: boolean | undefined;
};

const invalid = (place: string): Refusal => ({ ...refuse(3000), data: [place] });

/** First labels of a tenant: letters and digits, the clouds' own endings, and the integration sandbox's. */
const domainShape = /^[a-z0-9][a-z0-9-]{0,62}\.(onmicrosoft\.(com|us|de)|partner\.onmschina\.cn|ccsctp\.net|ccsctp\.com)$/i;
const mailShape = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export function readNewCustomer(body: Fields): NewCustomer | Refusal {
  const company = objectOf(body, 'companyProfile');
  const billing = objectOf(body, 'billingProfile');
  const address = objectOf(billing, 'defaultAddress') ?? new Map<string, unknown>();
  if (company === undefined || billing === undefined) return invalid(company === undefined ? 'CompanyProfile' : 'BillingProfile');
  const country = countryOf(wordOf(address, 'country'));
  const wrong = wrongPlace(company, billing) ?? wrongAddress(address, country);
  if (wrong !== undefined || country === undefined) return invalid(wrong ?? 'BillingProfile.DefaultAddress.Country');
  const registrationNumber = wordOf(company, 'organizationRegistrationNumber').trim();
  return (
    wrongNumber(country.iso, registrationNumber, wordOf(address, 'phoneNumber')) ?? {
      domain: wordOf(company, 'domain').trim(),
      name: wordOf(billing, 'companyName').trim(),
      ...readPeople(billing, address),
      addressLine2: wordOf(address, 'addressLine2'),
      country,
      registrationNumber,
      associatedPartnerId: wordOf(body, 'associatedPartnerId').toLowerCase(),
      enableGdap: flagOf(body, 'enableGDAPByDefault'),
    }
  );
}

const readPeople = (billing: Fields, address: Fields) => ({
  contact: {
    firstName: textOf(billing, 'firstName') ?? wordOf(address, 'firstName'),
    lastName: textOf(billing, 'lastName') ?? wordOf(address, 'lastName'),
    email: wordOf(billing, 'email').trim(),
  },
  culture: cultureText(wordOf(billing, 'culture')),
  language: wordOf(billing, 'language'),
  address: readAddress(address),
});

export const readAddress = (address: Fields): Address => ({
  line1: wordOf(address, 'addressLine1'),
  city: wordOf(address, 'city'),
  state: wordOf(address, 'state'),
  postalCode: wordOf(address, 'postalCode'),
  country: wordOf(address, 'country').toUpperCase(),
  phone: wordOf(address, 'phoneNumber'),
});

/** `EN-US` is answered as `en-US`. */
const cultureText = (sent: string): string => {
  const parts = sent.split('-');
  return parts.map((part, place) => (place === 0 ? part.toLowerCase() : part.length === 2 ? part.toUpperCase() : part)).join('-');
};

function wrongPlace(company: Fields, billing: Fields): string | undefined {
  if (!domainShape.test(wordOf(company, 'domain').trim())) return 'CompanyProfile.Domain';
  if (!mailShape.test(wordOf(billing, 'email').trim())) return 'BillingProfile.Email';
  if (!/^[a-z]{2,3}(-[a-z]{4})?-[a-z]{2}$/i.test(wordOf(billing, 'culture'))) return 'BillingProfile.Culture';
  if (!/^[a-z]{2}$/i.test(wordOf(billing, 'language'))) return 'BillingProfile.Language';
  return wordOf(billing, 'companyName').trim() === '' ? 'BillingProfile.CompanyName' : undefined;
}

/** The rules of the country, as `countryvalidationrules` tells them. */
export function wrongAddress(address: Fields, country: Country | undefined): string | undefined {
  const at = (name: string): string => `BillingProfile.DefaultAddress.${name}`;
  if (country === undefined) return at('Country');
  const missing = ['FirstName', 'LastName', 'AddressLine1', 'City'].find((name) => wordOf(address, name).trim() === '');
  if (missing !== undefined) return at(missing);
  if (country.states !== undefined && !country.states.includes(wordOf(address, 'state').toUpperCase())) return at('State');
  return country.postal === '' || new RegExp(country.postal).test(wordOf(address, 'postalCode')) ? undefined : at('PostalCode');
}

function wrongNumber(iso: string, number: string, phone: string): Refusal | undefined {
  if (!needsRegistrationNumber(iso))
    return number === '' ? undefined : refuseWith(400, 600002, "Organization registration ID value isn't supported");
  if (number === '') return refuseWith(400, 600049, 'Organization registration ID information is missing');
  const [shape, told] = numberShapeOf(iso);
  if (!shape.test(number)) {
    return refuseWith(400, 600050, `Organization registration ID information is invalid and should be of the format ${told}`);
  }
  return needsPhone(iso) && phone.trim() === '' ? refuseWith(400, 600051, 'Customer phone number is missing') : undefined;
}
