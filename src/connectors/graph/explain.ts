import type { Answer } from '../../platform/http/call.ts';
import type { Explained } from '../../platform/http/fault.ts';
import { readRefusal } from '../refusal.ts';
import { WireGraphError } from './schema.ts';

const hints: Readonly<Record<string, string>> = {
  Authorization_RequestDenied: 'Give the app the permission DelegatedAdminRelationship.Read.All and consent again.',
  Forbidden: 'Give the app the permission DelegatedAdminRelationship.Read.All and consent again.',
  InvalidAuthenticationToken: 'The sign-in has ended or was made for another cloud. Connect it again on the Connections screen.',
};

export function explainRefusal(answer: Answer): Explained | undefined {
  const refusal = readRefusal(answer, WireGraphError);
  if (refusal === undefined) return undefined;
  const hint = hints[refusal.error.code];
  return { remoteCode: refusal.error.code, ...(hint === undefined ? {} : { hint }) };
}
