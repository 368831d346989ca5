/** The same for distributors and PSA systems. */
export const otherExceptions: Readonly<Record<string, string>> = {};
