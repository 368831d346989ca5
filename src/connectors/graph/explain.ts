import type { Answer } from '../../platform/http/call.ts';
import type { Explained } from '../../platform/http/fault.ts';
import { readRefusal } from '../refusal.ts';
import { WireGraphError } from './schema.ts';

const ended: Readonly<Record<string, string>> = {
  InvalidAuthenticationToken: 'The sign-in has ended or was made for another cloud. Connect it again on the Connections screen.',
};

/** Reads Graph's refusals; `permission` is what the app needs for this part of it. */
export const explainWith =
  (permission: string) =>
  (answer: Answer): Explained | undefined => {
    const refusal = readRefusal(answer, WireGraphError);
    if (refusal === undefined) return undefined;
    const { code } = refusal.error;
    const isDenied = code === 'Authorization_RequestDenied' || code === 'Forbidden';
    const hint = isDenied ? `Give the app the permission ${permission} and consent again.` : ended[code];
    return { remoteCode: code, ...(hint === undefined ? {} : { hint }) };
  };
