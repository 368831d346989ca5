import type { RemoteAnswer } from '../remote.ts';
import type { World } from '../world/world.ts';
import { escapeXml } from '../xml.ts';

/** Codes of the storage service with status and text. */
const documented = {
  AuthenticationFailed: [
    403,
    'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.',
  ],
  AuthorizationPermissionMismatch: [403, 'This request is not authorized to perform this operation using this permission.'],
  PublicAccessNotPermitted: [409, 'Public access is not permitted on this storage account.'],
  BlobNotFound: [404, 'The specified blob does not exist.'],
  ConditionNotMet: [412, 'The condition specified using HTTP conditional header(s) is not met.'],
  InvalidRange: [416, 'The range specified is invalid for the current size of the resource.'],
  OutOfRangeInput: [400, 'One of the request inputs is out of range.'],
  UnsupportedHttpVerb: [405, "The resource doesn't support specified Http Verb."],
} as const satisfies Record<string, readonly [number, string]>;

export type BlobError = keyof typeof documented;

/** The error as the storage service writes it: code in a header, and in XML unless nobody would read it. */
export function blobError(world: World, requestId: string, code: BlobError, detail?: string): RemoteAnswer {
  const [status, text] = documented[code];
  const details = detail === undefined ? '' : `<AuthenticationErrorDetail>${escapeXml(detail)}</AuthenticationErrorDetail>`;
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-ms-error-code': code },
    body: `\u{feff}<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${escapeXml(text)}\nRequestId:${requestId}\nTime:${world.now().replace('Z', '0000Z')}</Message>${details}</Error>`,
  };
}
