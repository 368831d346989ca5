import { Seeded } from '../../../src/lib/seeded.ts';
import { type Country, countryOf } from './countries.ts';

export type SentAddress = {
  readonly country: string;
  readonly city: string;
  readonly state: string;
  readonly addressLine1: string;
  readonly addressLine2?: string;
  readonly postalCode: string;
};

export type Checked = {
  readonly originalAddress: SentAddress;
  readonly suggestedAddresses: readonly SentAddress[];
  readonly status: string;
  readonly validationMessage?: string;
};

/** First digit of a ZIP code -> states where it is used. */
const zipStates = [
  'CT MA ME NH NJ RI VT PR',
  'DE NY PA',
  'DC MD NC SC VA WV',
  'AL FL GA MS TN',
  'IN KY MI OH',
  'IA MN MT ND SD WI',
  'IL KS MO NE',
  'AR LA OK TX',
  'AZ CO ID NM NV UT WY',
  'AK CA HI OR WA',
].map((states) => states.split(' '));

const isIn = (list: readonly string[] | undefined, value: string): boolean => list?.includes(value.toUpperCase()) ?? true;

/** `POST /v1/validations/address`: judged by the rules of the country, since no map of the world is at hand. */
export function checkAddress(sent: SentAddress): Checked {
  const country = countryOf(sent.country);
  if (country === undefined) return verdict(sent, 'NotValidated', []);
  const wrong = wrongFields(sent, country);
  if (wrong.length > 0) return verdict(sent, 'None', [], wrong);
  const partial = partialOf(sent);
  if (partial !== undefined) return verdict(sent, partial, suggestions(sent, country, partial), ['Region', 'PostalCode', 'City']);
  const moved = movedTo(sent, country);
  if (moved !== undefined) return verdict(sent, 'InteractionRequired', [completed(moved, country)]);
  return verdict(sent, country.iso === 'US' ? 'VerifiedShippable' : 'Verified', [completed(sent, country)]);
}

function wrongFields(sent: SentAddress, country: Country): string[] {
  return [
    ...(isIn(country.states, sent.state) ? [] : ['Region']),
    ...(country.postal === '' || new RegExp(country.postal).test(sent.postalCode) ? [] : ['PostalCode']),
    ...(sent.city.trim() === '' ? ['City'] : []),
    ...(/[\p{L}\d]/u.test(sent.addressLine1) ? [] : ['AddressLine1']),
  ];
}

/** A street needs a number, a suite or flat as well. */
function partialOf(sent: SentAddress): 'StreetPartial' | 'PremisesPartial' | 'Multiple' | undefined {
  const noNumber = !/\d/.test(sent.addressLine1.replace(/\b(suite|ste|apt|unit|floor)\b.*$/i, ''));
  const noPremises = /\b(suite|ste|apt|unit|floor)\b\.?\s*$/i.test(`${sent.addressLine1} ${sent.addressLine2 ?? ''}`.trim());
  if (noNumber && noPremises) return 'Multiple';
  if (noNumber) return 'StreetPartial';
  return noPremises ? 'PremisesPartial' : undefined;
}

/** The postal code lies in another state. */
function movedTo(sent: SentAddress, country: Country): SentAddress | undefined {
  const states = country.iso === 'US' ? zipStates[Number(sent.postalCode[0])] : undefined;
  const [state] = states ?? [];
  return state === undefined || isIn(states, sent.state) ? undefined : { ...sent, state };
}

/** Up to three addresses that could be meant. */
function suggestions(sent: SentAddress, country: Country, partial: string): SentAddress[] {
  const street = sent.addressLine1.replace(/\s*\b(suite|ste|apt|unit|floor)\b\.?\s*$/i, '').trim();
  const numbers = partial === 'StreetPartial' ? ['1', '2', '3'] : ['100', '200', '300'];
  return numbers.map((number) => {
    const line = partial === 'StreetPartial' ? `${number} ${street}` : `${street} Suite ${number}`;
    return completed({ ...sent, addressLine1: partial === 'Multiple' ? `1 ${line}` : line }, country);
  });
}

/** As the post writes it: in the US with the four digits behind the ZIP code. */
function completed(sent: SentAddress, country: Country): SentAddress {
  if (country.iso !== 'US' || sent.postalCode.includes('-')) return sent;
  const known = sent.addressLine1.toLowerCase() === '1 microsoft way' && sent.postalCode === '98052';
  const random = new Seeded(`zip/${sent.addressLine1.toLowerCase()}/${sent.postalCode}`);
  return { ...sent, postalCode: `${sent.postalCode}-${known ? '8300' : String(random.int(1000, 9999))}` };
}

const verdict = (
  originalAddress: SentAddress,
  status: string,
  suggestedAddresses: readonly SentAddress[],
  wrong: readonly string[] = [],
): Checked => ({
  originalAddress,
  suggestedAddresses,
  status,
  ...(wrong.length === 0
    ? {}
    : { validationMessage: `Address field invalid for property: ${wrong.map((name) => `'${name}'`).join(', ')}` }),
});
