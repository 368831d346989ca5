/** The queue of work that was given up. */
export const deadLettersOf = (name: string): string => `${name}.dead`;
