import type { ConnectionKind } from '#model/connection.ts';
import type { FieldMistake, FieldNameOf } from '#model/connection-fields.ts';

/** What a field is called, and what a person needs to know to fill it in. */
export type FieldWords = { readonly label: string; readonly hint?: string };

/** Complete by type: a field that the model gains does not compile before it has words. */
export const fieldWords: { readonly [Kind in ConnectionKind]: Readonly<Record<FieldNameOf<Kind>, FieldWords>> } = {
  partnerCenter: {
    cloud: { label: 'Cloud', hint: 'Where the partner tenant lives.' },
    partnerType: { label: 'Partner type', hint: 'How this account buys from Microsoft.' },
    tenantId: { label: 'Tenant id', hint: 'Directory id of the partner tenant: Microsoft Entra admin centre, Overview.' },
    clientId: { label: 'Application (client) id', hint: 'Of the web app that you registered in that tenant.' },
    userPrincipalName: { label: 'Integration account', hint: 'The user who signs in for Concord. A consent link takes no other one.' },
    clientSecret: { label: 'Client secret', hint: 'The value of the secret, not its id.' },
    refreshToken: {
      label: 'Refresh token',
      hint: 'Leave it empty and sign in by the consent link of the connection. Only needed if you have a token already.',
    },
  },
  pax8: {
    baseUrl: { label: 'Address', hint: 'The address of the Pax8 API. It is the same for every partner.' },
    clientId: { label: 'Client id', hint: 'A primary partner admin makes it in the Integrations Hub.' },
    clientSecret: { label: 'Client secret', hint: 'Pax8 shows it once, beside the client id.' },
  },
  tdSynnex: {
    baseUrl: { label: 'Address', hint: 'The address of StreamOne Ion. It is the same for every partner.' },
    accountId: { label: 'Account id', hint: 'The number of your account in the StreamOne Ion portal.' },
    refreshToken: {
      label: 'Refresh token',
      hint: 'An administrator makes it in the StreamOne Ion portal. It works once and lives 32 days; Concord keeps the next one each time.',
    },
  },
  ingram: {
    baseUrl: { label: 'Address', hint: 'Of your marketplace: its last part is the region, us or eu.' },
    userName: { label: 'API user', hint: 'There is one for each region, made with the free Marketplace API product.' },
    tokenUrl: { label: 'Token address', hint: 'Only at newer CloudBlue sites, which sign in at their realm.' },
    clientId: { label: 'Client id', hint: 'Only with a token address: the client that is registered at the realm.' },
    password: { label: 'Password', hint: 'Of the API user.' },
    subscriptionKey: { label: 'Subscription key', hint: 'Of the Marketplace API product; goes with every call.' },
    clientSecret: { label: 'Client secret', hint: 'Only with a token address.' },
  },
  distributorFile: {
    distributor: { label: 'Distributor', hint: 'Who sends the files. Each distributor is one connection.' },
    currency: { label: 'Currency', hint: 'Of costs that name none, like EUR.' },
  },
  connectWise: {
    baseUrl: { label: 'Site', hint: 'Where you sign in to ConnectWise.' },
    companyId: { label: 'Company id', hint: 'What you type as company when you sign in to ConnectWise.' },
    publicKey: { label: 'Public key', hint: 'Of an API member that may read companies, agreements and the product catalogue.' },
    clientId: { label: 'Client id', hint: 'Of your integration, from the ConnectWise developer site.' },
    privateKey: { label: 'Private key', hint: 'ConnectWise shows it once, when the key is made.' },
  },
};

export const wordsOfField = (kind: ConnectionKind, name: string): FieldWords =>
  Object.entries<FieldWords>(fieldWords[kind]).find(([known]) => known === name)?.[1] ?? { label: name };

export const kindHints: Readonly<Record<ConnectionKind, string>> = {
  partnerCenter: 'Microsoft: customers, subscriptions, access (GDAP)',
  pax8: 'Distributor: companies, subscriptions, costs',
  tdSynnex: 'Distributor: customers and their tenants; what they bought is not read yet',
  ingram: 'Distributor: customers; what they bought is not read yet',
  distributorFile: 'Any distributor: you upload its exports as CSV',
  connectWise: 'PSA: companies, agreements, their lines',
};

export const choiceWords: Readonly<Record<string, string>> = {
  global: 'Global',
  usGovernment: 'US Government',
  china: 'China (21Vianet)',
  directBill: 'Direct bill partner',
  indirectProvider: 'Indirect provider',
  indirectReseller: 'Indirect reseller',
};

export const mistakeWords: Readonly<Record<FieldMistake, (label: string) => string>> = {
  missing: (label) => `${label} is needed.`,
  notGuid: (label) => `${label} is a GUID, like 7f3c0000-0000-4000-8000-000000000001.`,
  notNumber: (label) => `${label} is a number, without blanks or dots.`,
  notAddress: (label) => `${label} begins with https:// and names a host, without port or password.`,
  notCurrency: (label) => `${label} is a code of three capital letters, like EUR.`,
  notChoice: (label) => `Choose one for ${label.toLowerCase()}.`,
};

/** Cloud sites of ConnectWise PSA (its developer documentation); other addresses are typed. */
export const connectWiseSites = [
  { url: 'https://api-na.myconnectwise.net', word: 'North America' },
  { url: 'https://api-eu.myconnectwise.net', word: 'Europe' },
  { url: 'https://api-au.myconnectwise.net', word: 'Australia' },
  { url: 'https://api-aus.myconnectwise.net', word: 'Australia (aus)' },
  { url: 'https://api-za.myconnectwise.net', word: 'South Africa' },
  { url: 'https://api-staging.connectwisedev.com', word: 'Staging' },
] as const;

/** What stands in the form before anybody typed. */
export const firstEntries: { readonly [Kind in ConnectionKind]: Readonly<Partial<Record<FieldNameOf<Kind>, string>>> } = {
  partnerCenter: { cloud: 'global' },
  pax8: { baseUrl: 'https://api.pax8.com/v1' },
  tdSynnex: { baseUrl: 'https://ion.tdsynnex.com' },
  ingram: { baseUrl: 'https://api.cloud.im/marketplace/us' },
  distributorFile: {},
  connectWise: { baseUrl: connectWiseSites[0].url },
};
