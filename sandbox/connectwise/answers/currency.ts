import type { JsonObject } from '../../../src/lib/exact-json.ts';
import type { Href } from './values.ts';

type Known = { readonly id: number; readonly code: string; readonly symbol: string; readonly name: string; readonly digits: number };

export const knownCurrencies: readonly Known[] = [
  { id: 1, code: 'USD', symbol: '$', name: 'US Dollar', digits: 2 },
  { id: 2, code: 'EUR', symbol: '€', name: 'Euro', digits: 2 },
  { id: 3, code: 'GBP', symbol: '£', name: 'Pound Sterling', digits: 2 },
  { id: 4, code: 'CAD', symbol: 'C$', name: 'Canadian Dollar', digits: 2 },
  { id: 5, code: 'AUD', symbol: 'A$', name: 'Australian Dollar', digits: 2 },
];

export const currency = (code: string, href: Href): JsonObject =>
  toCurrency(knownCurrencies.find((one) => one.code === code) ?? unlisted(code), href);

export const allCurrencies = (href: Href): readonly JsonObject[] => knownCurrencies.map((one) => toCurrency(one, href));

const unlisted = (code: string): Known => ({ id: 99, code, symbol: code, name: code, digits: 2 });

const toCurrency = (of: Known, href: Href): JsonObject => ({
  id: of.id,
  symbol: of.symbol,
  currencyCode: of.code,
  decimalSeparator: '.',
  numberOfDecimals: of.digits,
  thousandsSeparator: ',',
  negativeParenthesesFlag: false,
  displaySymbolFlag: true,
  currencyIdentifier: of.code,
  displayIdFlag: false,
  rightAlign: false,
  name: of.name,
  _info: { currency_href: href(`/finance/currencies/${of.id}`) },
});
