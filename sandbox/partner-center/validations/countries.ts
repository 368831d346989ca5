/** What Microsoft asks of addresses and companies in one country. Postal codes and calling codes are public facts; the rest follows the documented sample of the US. */
export type Country = {
  readonly iso: string;
  readonly currency: string;
  readonly cultures: readonly string[];
  /** '' = the country has no postal codes that are checked. */
  readonly postal: string;
  readonly calling: string;
  /** Region of the reseller programme: a partner sells in his own. */
  readonly region: 'AOC' | 'EOC' | 'APOC' | 'IN' | 'CN' | 'JP';
  readonly states?: readonly string[];
  readonly vat: boolean;
};

const geographies = {
  AOC: 'NorthAndLatinAmerica',
  EOC: 'EuropeMiddleEastAfrica',
  APOC: 'AsiaPacific',
  IN: 'AsiaPacific',
  CN: 'GreaterChina',
  JP: 'Japan',
};
const usPhone = '^(1[\\-\\/\\.]?)?(\\((\\d{3})\\)|(\\d{3}))[\\-\\/\\.]?(\\d{3})[\\-\\/\\.]?(\\d{4})$';

const five = '^\\d{5}$';
const four = '^\\d{4}$';
const six = '^\\d{6}$';

const usStates =
  'AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY';
const canada = 'AB BC MB NB NL NS NT NU ON PE QC SK YT';
const australia = 'ACT NSW NT QLD SA TAS VIC WA';
const brazil = 'AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO';
const india = 'AN AP AR AS BR CH CT DD DL DN GA GJ HP HR JH JK KA KL LD MH ML MN MP MZ NL OR PB PY RJ SK TG TN TR UP UT WB';

type Line = readonly [
  iso: string,
  currency: string,
  cultures: string,
  postal: string,
  calling: string,
  region: Country['region'],
  states?: string,
];

const lines: readonly Line[] = [
  ['US', 'USD', 'en-US es-US', '^\\d{5}(-\\d{4})?$', '1', 'AOC', usStates],
  ['CA', 'CAD', 'en-CA fr-CA', '^[A-Za-z]\\d[A-Za-z] ?\\d[A-Za-z]\\d$', '1', 'AOC', canada],
  ['MX', 'MXN', 'es-MX', five, '52', 'AOC'],
  ['BR', 'BRL', 'pt-BR', '^\\d{5}-?\\d{3}$', '55', 'AOC', brazil],
  ['AR', 'USD', 'es-AR', '^([A-Za-z]\\d{4}[A-Za-z]{3}|\\d{4})$', '54', 'AOC'],
  ['CL', 'USD', 'es-CL', '^\\d{7}$', '56', 'AOC'],
  ['CO', 'USD', 'es-CO', six, '57', 'AOC'],
  ['VE', 'USD', 'es-VE', four, '58', 'AOC'],
  ['GB', 'GBP', 'en-GB', '^[A-Za-z]{1,2}\\d[A-Za-z\\d]? ?\\d[A-Za-z]{2}$', '44', 'EOC'],
  ['IE', 'EUR', 'en-IE', '^[A-Za-z]\\d[\\dWw] ?[A-Za-z\\d]{4}$', '353', 'EOC'],
  ['DE', 'EUR', 'de-DE', five, '49', 'EOC'],
  ['AT', 'EUR', 'de-AT', four, '43', 'EOC'],
  ['CH', 'CHF', 'de-CH fr-CH it-CH', four, '41', 'EOC'],
  ['LI', 'CHF', 'de-LI', four, '423', 'EOC'],
  ['FR', 'EUR', 'fr-FR', five, '33', 'EOC'],
  ['BE', 'EUR', 'nl-BE fr-BE', four, '32', 'EOC'],
  ['NL', 'EUR', 'nl-NL', '^\\d{4} ?[A-Za-z]{2}$', '31', 'EOC'],
  ['LU', 'EUR', 'fr-LU', four, '352', 'EOC'],
  ['IT', 'EUR', 'it-IT', five, '39', 'EOC'],
  ['ES', 'EUR', 'es-ES', five, '34', 'EOC'],
  ['PT', 'EUR', 'pt-PT', '^\\d{4}-\\d{3}$', '351', 'EOC'],
  ['SE', 'SEK', 'sv-SE', '^\\d{3} ?\\d{2}$', '46', 'EOC'],
  ['NO', 'NOK', 'nb-NO', four, '47', 'EOC'],
  ['DK', 'DKK', 'da-DK', four, '45', 'EOC'],
  ['FI', 'EUR', 'fi-FI', five, '358', 'EOC'],
  ['PL', 'EUR', 'pl-PL', '^\\d{2}-\\d{3}$', '48', 'EOC'],
  ['CZ', 'EUR', 'cs-CZ', '^\\d{3} ?\\d{2}$', '420', 'EOC'],
  ['HU', 'EUR', 'hu-HU', four, '36', 'EOC'],
  ['RO', 'EUR', 'ro-RO', six, '40', 'EOC'],
  ['TR', 'USD', 'tr-TR', five, '90', 'EOC'],
  ['UA', 'USD', 'uk-UA', five, '380', 'EOC'],
  ['RU', 'RUB', 'ru-RU', six, '7', 'EOC'],
  ['KZ', 'USD', 'ru-KZ kk-KZ', six, '7', 'EOC'],
  ['AM', 'USD', 'hy-AM', four, '374', 'EOC'],
  ['AZ', 'USD', 'az-Latn-AZ', '^(AZ ?)?\\d{4}$', '994', 'EOC'],
  ['BY', 'USD', 'be-BY', six, '375', 'EOC'],
  ['KG', 'USD', 'ky-KG', six, '996', 'EOC'],
  ['MD', 'USD', 'ro-MD', '^(MD-?)?\\d{4}$', '373', 'EOC'],
  ['TJ', 'USD', 'tg-TJ', six, '992', 'EOC'],
  ['UZ', 'USD', 'uz-UZ', six, '998', 'EOC'],
  ['IL', 'USD', 'he-IL', '^\\d{5}(\\d{2})?$', '972', 'EOC'],
  ['AE', 'USD', 'en-AE ar-AE', '', '971', 'EOC'],
  ['SA', 'USD', 'ar-SA', '^\\d{5}(-\\d{4})?$', '966', 'EOC'],
  ['IQ', 'USD', 'ar-IQ', five, '964', 'EOC'],
  ['SS', 'USD', 'en-SS', '', '211', 'EOC'],
  ['ZA', 'USD', 'en-ZA', four, '27', 'EOC'],
  ['AU', 'AUD', 'en-AU', four, '61', 'APOC', australia],
  ['NZ', 'NZD', 'en-NZ', four, '64', 'APOC'],
  ['SG', 'USD', 'en-SG zh-SG', six, '65', 'APOC'],
  ['MY', 'USD', 'en-MY ms-MY', five, '60', 'APOC'],
  ['TH', 'USD', 'th-TH', five, '66', 'APOC'],
  ['VN', 'USD', 'vi-VN', '^\\d{5,6}$', '84', 'APOC'],
  ['MM', 'USD', 'my-MM', five, '95', 'APOC'],
  ['PH', 'USD', 'en-PH', four, '63', 'APOC'],
  ['ID', 'USD', 'id-ID', five, '62', 'APOC'],
  ['HK', 'USD', 'en-HK zh-HK', '', '852', 'APOC'],
  ['TW', 'TWD', 'zh-TW', '^\\d{3}(\\d{2,3})?$', '886', 'APOC'],
  ['KR', 'KRW', 'ko-KR', five, '82', 'APOC'],
  ['JP', 'JPY', 'ja-JP', '^\\d{3}-?\\d{4}$', '81', 'JP'],
  ['IN', 'INR', 'en-IN hi-IN', six, '91', 'IN', india],
  ['CN', 'CNY', 'zh-CN', six, '86', 'CN'],
];

const countries: ReadonlyMap<string, Country> = new Map(
  lines.map(([iso, currency, cultures, postal, calling, region, states]) => [
    iso,
    {
      iso,
      currency,
      cultures: cultures.split(' '),
      postal,
      calling,
      region,
      vat: region === 'EOC',
      ...(states === undefined ? {} : { states: states.split(' ') }),
    },
  ]),
);

/** By ISO code in any case. */
export const countryOf = (iso: string): Country | undefined => countries.get(iso.toUpperCase());

/** Where the registration number of the customer's company is asked for (create page, newer list). */
const registered = new Set('AM AZ BY HU KZ KG MD RU TJ UZ UA IN BR ZA PL AE SA TR TH VN MM IQ SS VE'.split(' '));
/** Where the customer's phone number is asked for (error 600051). */
const phoned = new Set('AM AZ BY HU IN KZ KG MD RU TJ UZ UA'.split(' '));

export const needsRegistrationNumber = (iso: string): boolean => registered.has(iso.toUpperCase());
export const needsPhone = (iso: string): boolean => phoned.has(iso.toUpperCase());

/** Shape of registration numbers where it is public (tax number of the company); elsewhere letters and digits. */
const numberShapes: Readonly<Record<string, readonly [pattern: RegExp, told: string]>> = {
  BR: [/^\d{2}\.?\d{3}\.?\d{3}\/?\d{4}-?\d{2}$/, '##.###.###/####-##'],
  HU: [/^\d{8}-?\d-?\d{2}$/, '########-#-##'],
  IN: [/^[A-Z]{5}\d{4}[A-Z]$/i, 'AAAAA9999A'],
  PL: [/^\d{10}$/, '##########'],
  RU: [/^\d{10}(\d{2})?$/, '##########'],
  TR: [/^\d{10,11}$/, '##########'],
  UA: [/^\d{8}(\d{2})?$/, '########'],
};

export const numberShapeOf = (iso: string): readonly [pattern: RegExp, told: string] =>
  numberShapes[iso.toUpperCase()] ?? [/^[\p{L}\d][\p{L}\d ./-]{2,49}$/u, 'letters and digits'];

/** `GET /v1/countryvalidationrules/{iso}` */
export const countryAnswer = (country: Country) => ({
  iso2Code: country.iso,
  defaultCulture: country.cultures[0] ?? 'en-US',
  isStateRequired: country.states !== undefined,
  ...(country.states === undefined ? {} : { states: { value: country.states } }),
  supportedLanguages: { value: [...new Set(country.cultures.map((culture) => culture.split('-')[0] ?? 'en'))] },
  supportedCultures: { value: country.cultures },
  isPostalCodeRequired: country.postal !== '',
  ...(country.postal === '' ? {} : { postalCodeRegex: country.postal }),
  isCityRequired: true,
  isVatIdSupported: country.vat,
  taxIdFormat: country.iso === 'US' ? 'US######' : `${country.iso}#########`,
  taxIdSample: country.iso === 'US' ? 'US999965' : `${country.iso}999999999`,
  phoneNumberRegex: country.calling === '1' ? usPhone : `^(\\+?${country.calling}[\\-\\/\\. ]?)?[\\d\\-\\/\\. ()]{5,20}$`,
  isRegistrationNumberSupported: needsRegistrationNumber(country.iso),
  isTaxIdSupported: true,
  resellerAgreementRegion: country.region,
  geographicRegion: geographies[country.region],
  countryCallingCodes: { value: [country.calling] },
  attributes: { objectType: 'CountryInformation' },
});
