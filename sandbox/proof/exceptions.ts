import { microsoftExceptions } from './exceptions-microsoft.ts';
import { otherExceptions } from './exceptions-others.ts';

/** Samples that the sandbox does not answer as shown, each with the reason. */
export const exceptions: Readonly<Record<string, string>> = { ...microsoftExceptions, ...otherExceptions };
