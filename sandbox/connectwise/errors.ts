import { writeJson } from '../../src/lib/exact-json.ts';
import type { RemoteAnswer } from '../remote.ts';

/** One reason inside a refusal: `{code, message, resource, field}`. */
export type FieldError = { readonly code: string; readonly message: string; readonly resource: string; readonly field: string };

/** The vendor's error form: `{code, message, errors}`; the wording of messages is unverified, codes and form are documented. */
export const failure = (status: number, code: string, message: string, errors: readonly FieldError[] = []): RemoteAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: writeJson({ code, message, errors: errors.length === 0 ? null : errors }),
});

export const unauthorized = (): RemoteAnswer =>
  failure(401, 'Unauthorized', 'You are not authorized to use this API: check company, public and private key.');

export const clientIdMissing = (): RemoteAnswer =>
  failure(401, 'ConnectWiseApi', 'UserNotAuthenticated', [
    { code: 'UserNotAuthenticated', message: 'A registered clientId header is required.', resource: 'clientId', field: 'clientId' },
  ]);

export const notFound = (resource: string, id: string): RemoteAnswer => failure(404, 'NotFound', `${resource} ${id} not found`);

export const invalidObject = (resource: string, errors: readonly FieldError[]): RemoteAnswer =>
  failure(400, 'InvalidObject', `${resource} object is invalid`, errors);

export const invalidParameter = (parameter: string, message: string): RemoteAnswer =>
  failure(400, 'InvalidParameter', message, [{ code: 'InvalidParameter', message, resource: 'request', field: parameter }]);

export const missing = (resource: string, field: string): FieldError => ({
  code: 'MissingRequiredField',
  message: `The ${field} field is required.`,
  resource,
  field,
});

export const invalid = (resource: string, field: string, message: string): FieldError => ({
  code: 'InvalidField',
  message,
  resource,
  field,
});
