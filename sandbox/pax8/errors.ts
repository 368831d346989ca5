import { json, type RemoteAnswer, type RemoteRequest } from '../remote.ts';

export type Detail = { readonly type: string; readonly message: string };

/** The API's error form: `{type, message, instance, status, details}`. It is not RFC 9457. Type words and messages are unverified. */
export const problem = (
  request: RemoteRequest,
  status: number,
  type: string,
  message: string,
  details: readonly Detail[] = [],
): RemoteAnswer =>
  json(status, {
    type,
    message,
    instance: request.path,
    status,
    details: details.map((detail) => ({ ...detail, instance: request.path, status })),
  });

export const notFound = (request: RemoteRequest, what: string): RemoteAnswer => problem(request, 404, 'NOT_FOUND', `${what} not found`);

export const forbidden = (request: RemoteRequest): RemoteAnswer =>
  problem(request, 403, 'FORBIDDEN', 'The credentials do not allow this operation');

export const unauthorized = (request: RemoteRequest): RemoteAnswer =>
  problem(request, 401, 'UNAUTHORIZED', 'The access token is missing, wrong or expired');

export const badParameter = (request: RemoteRequest, name: string, message: string): RemoteAnswer =>
  problem(request, 400, 'BAD_REQUEST', `Parameter ${name} is invalid`, [{ type: 'INVALID_PARAM', message }]);

/** A body that can be read but not be accepted: every reason is a detail of its own. */
export const unprocessable = (request: RemoteRequest, reasons: readonly string[]): RemoteAnswer =>
  problem(
    request,
    422,
    'UNPROCESSABLE_ENTITY',
    'The request could not be processed',
    reasons.map((message) => ({ type: 'INVALID_PARAM', message })),
  );

/** The token endpoint refuses in OAuth's form and not in the API's. */
export const accessDenied = (): RemoteAnswer => json(401, { error: 'access_denied', error_description: 'Unauthorized' });
