import { json, type RemoteAnswer } from '../../remote.ts';

/** Body form 2 of the documentation: profile, agreement and account services explain themselves at more length. */
export const explained = (status: number, code: number, errorName: string, message: string, withParameters = false): RemoteAnswer =>
  json(status, {
    code,
    message,
    description: message,
    errorName,
    isRetryable: false,
    ...(withParameters ? { parameters: {} } : {}),
    errorMessageExtended: `InternalErrorCode=${String(code)}`,
  });
