import { json, type RemoteAnswer } from '../remote.ts';

/** The vendor's error form: `{errors: [text]}`, status 500 even for bad input (psa.md 4.1). Wording is approximate. */
export const failure = (status: number, ...errors: readonly string[]): RemoteAnswer => json(status, { errors });

export const badInput = (...errors: readonly string[]): RemoteAnswer => failure(500, ...errors);

export const notFound = (text = 'The requested resource was not found.'): RemoteAnswer => failure(404, text);

export const wrongVerb = (method: string): RemoteAnswer => failure(405, `The requested resource does not support http method '${method}'.`);

export const missingField = (name: string): string => `Missing Required Field: ${name}.`;

export const unknownReference = (name: string, entity: string): string =>
  `Reference value on field: ${name} of type: ${entity} does not exist or is invalid.`;
