/** The value below which this share of the values lies; NaN of none. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(values.length * share) - 1)] ?? Number.NaN;

/** A measured figure beside the most that it may be: `3.20 s (bar 5 s: met)`. */
export const bar = (value: number, most: number, unit: string, digits = 2): string =>
  `${value.toFixed(digits)} ${unit} (bar ${most} ${unit}: ${value <= most ? 'met' : 'MISSED'})`;
