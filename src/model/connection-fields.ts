import { cloudHosts } from './cloud.ts';
import { type ConnectionKind, type ConnectionSecrets, type ConnectionSettings, PartnerType } from './connection.ts';

type SettingsOf<Kind extends ConnectionKind> = Extract<ConnectionSettings, { kind: Kind }>;
type SettingName = { [Kind in ConnectionKind]: Exclude<keyof SettingsOf<Kind>, 'kind'> }[ConnectionKind];

/** One thing that a person enters to connect an account. */
export type ConnectionField = {
  readonly name: SettingName | keyof ConnectionSecrets;
  readonly part: 'settings' | 'secrets';
  /** guid: RFC 9562 text. address: https, a host by name, the usual port (what the outbound allow-list takes). number: digits. choice: one of `choices`. currency: ISO 4217. */
  readonly check: 'text' | 'guid' | 'number' | 'address' | 'choice' | 'currency';
  readonly choices?: readonly string[];
  readonly isOptional?: true;
};

/**
 * What each kind of connection needs, in the order in which people read it: as data, because the browser has no schema library. The test beside
 * this file holds it against ConnectionSettings, ConnectionSecrets and the rule which secrets a kind needs.
 */
export const connectionFields = {
  partnerCenter: [
    // Germany is closed: not offered (product.md, ruling 10).
    { name: 'cloud', part: 'settings', check: 'choice', choices: Object.keys(cloudHosts) },
    { name: 'partnerType', part: 'settings', check: 'choice', choices: PartnerType.options },
    { name: 'tenantId', part: 'settings', check: 'guid' },
    { name: 'clientId', part: 'settings', check: 'text' },
    { name: 'userPrincipalName', part: 'settings', check: 'text', isOptional: true },
    { name: 'clientSecret', part: 'secrets', check: 'text' },
    // Without it the connection is a draft, and somebody signs in by its consent link.
    { name: 'refreshToken', part: 'secrets', check: 'text', isOptional: true },
  ],
  pax8: [
    { name: 'baseUrl', part: 'settings', check: 'address' },
    { name: 'clientId', part: 'settings', check: 'text' },
    { name: 'clientSecret', part: 'secrets', check: 'text' },
  ],
  tdSynnex: [
    { name: 'baseUrl', part: 'settings', check: 'address' },
    { name: 'accountId', part: 'settings', check: 'number' },
    { name: 'refreshToken', part: 'secrets', check: 'text' },
  ],
  ingram: [
    { name: 'baseUrl', part: 'settings', check: 'address' },
    { name: 'userName', part: 'settings', check: 'text' },
    { name: 'tokenUrl', part: 'settings', check: 'address', isOptional: true },
    { name: 'clientId', part: 'settings', check: 'text', isOptional: true },
    { name: 'password', part: 'secrets', check: 'text' },
    { name: 'subscriptionKey', part: 'secrets', check: 'text' },
    { name: 'clientSecret', part: 'secrets', check: 'text', isOptional: true },
  ],
  distributorFile: [
    { name: 'distributor', part: 'settings', check: 'text' },
    { name: 'currency', part: 'settings', check: 'currency' },
  ],
  connectWise: [
    { name: 'baseUrl', part: 'settings', check: 'address' },
    { name: 'companyId', part: 'settings', check: 'text' },
    { name: 'publicKey', part: 'settings', check: 'text' },
    { name: 'clientId', part: 'settings', check: 'text' },
    { name: 'privateKey', part: 'secrets', check: 'text' },
  ],
} as const satisfies Readonly<Record<ConnectionKind, readonly ConnectionField[]>>;

export type FieldNameOf<Kind extends ConnectionKind> = (typeof connectionFields)[Kind][number]['name'];

export const fieldsOf = (kind: ConnectionKind): readonly ConnectionField[] => connectionFields[kind];

export type FieldMistake = 'missing' | 'notGuid' | 'notNumber' | 'notAddress' | 'notChoice' | 'notCurrency';

/** What is wrong with an entry; undefined when the schema takes it. Blanks around it do not count: they come along when people paste. */
export function mistakeOf(field: ConnectionField, text: string): FieldMistake | undefined {
  const entry = text.trim();
  if (entry === '') return field.isOptional === true ? undefined : 'missing';
  const { fits, mistake } = checks[field.check];
  return fits(entry, field) ? undefined : mistake;
}

type Check = { readonly fits: (entry: string, field: ConnectionField) => boolean; readonly mistake: FieldMistake };

const checks: Readonly<Record<ConnectionField['check'], Check>> = {
  text: { fits: () => true, mistake: 'missing' },
  guid: { fits: (entry) => guid.test(entry), mistake: 'notGuid' },
  number: { fits: (entry) => /^\d{1,20}$/.test(entry), mistake: 'notNumber' },
  address: { fits: (entry) => isAddress(entry), mistake: 'notAddress' },
  choice: { fits: (entry, { choices }) => choices?.includes(entry) === true, mistake: 'notChoice' },
  currency: { fits: (entry) => /^[A-Z]{3}$/.test(entry), mistake: 'notCurrency' },
};

const guid = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

function isAddress(text: string): boolean {
  if (/[\s\\\p{Cc}]/u.test(text) || !URL.canParse(text)) return false;
  const { protocol, hostname, port, username, password } = new URL(text);
  const isNumber = /^[\d.]+$/.test(hostname) || hostname.startsWith('[');
  return protocol === 'https:' && hostname.includes('.') && !isNumber && port === '' && username === '' && password === '';
}
