/** Where Microsoft sells, in which currency, and how its list stands to the US list. The factors are the sandbox's own. */
export type Market = { readonly country: string; readonly currency: string; readonly symbol: string; readonly factor: string };

const euro = ['AT', 'BE', 'CY', 'DE', 'EE', 'ES', 'FI', 'FR', 'GR', 'IE', 'IT', 'LT', 'LU', 'LV', 'MT', 'NL', 'PT', 'SI', 'SK'];

const markets: ReadonlyMap<string, Market> = new Map(
  [
    ...euro.map((country) => [country, 'EUR', '€', '0.95'] as const),
    ['US', 'USD', '$', '1'] as const,
    ['AE', 'USD', '$', '1'] as const,
    ['AU', 'AUD', '$', '1.50'] as const,
    ['BR', 'BRL', 'R$', '5.00'] as const,
    ['CA', 'CAD', '$', '1.33'] as const,
    ['CH', 'CHF', 'CHF', '0.97'] as const,
    ['CN', 'CNY', '¥', '7.00'] as const,
    ['CZ', 'EUR', '€', '0.95'] as const,
    ['DK', 'DKK', 'kr.', '7.00'] as const,
    ['GB', 'GBP', '£', '0.83'] as const,
    ['HU', 'EUR', '€', '0.95'] as const,
    ['IN', 'INR', '₹', '72'] as const,
    ['JP', 'JPY', '¥', '150'] as const,
    ['KR', 'KRW', '₩', '1300'] as const,
    ['MX', 'USD', '$', '1'] as const,
    ['NO', 'NOK', 'kr', '10.20'] as const,
    ['NZ', 'NZD', '$', '1.62'] as const,
    ['PL', 'EUR', '€', '0.95'] as const,
    ['SE', 'SEK', 'kr', '10.00'] as const,
    ['SG', 'USD', '$', '1'] as const,
    ['TW', 'TWD', 'NT$', '31'] as const,
    ['ZA', 'USD', '$', '1'] as const,
  ].map(([country, currency, symbol, factor]) => [country, { country, currency, symbol, factor }]),
);

export const marketOf = (country: string): Market | undefined => markets.get(country.toUpperCase());

export const allMarkets = (): readonly Market[] => [...markets.values()].toSorted((left, right) => (left.country < right.country ? -1 : 1));

export const symbolOf = (currency: string): string =>
  [...markets.values()].find((market) => market.currency === currency)?.symbol ?? currency;

/** Currencies without small coins: amounts are whole. */
const whole = new Set(['JPY', 'KRW']);
export const decimalsOf = (currency: string): number => (whole.has(currency) ? 0 : 2);
