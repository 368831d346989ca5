import type { Answer } from '../../platform/http/call.ts';
import type { Explained } from '../../platform/http/fault.ts';
import { readRefusal } from '../refusal.ts';
import { WireTokenError } from './schema.ts';

type Known = { readonly hint: string };

const again = 'Sign in to Microsoft again with a second factor: open the connection and use its consent link.';
const wrongSecret = 'Put a valid client secret into the connection; the one it has is wrong or has ended.';

/** What to do about Entra's refusals (partner-center-api reference 1.6; meanings mostly unverified, so the code is shown as well). */
const known: Readonly<Record<string, Known>> = {
  '50076': { hint: again },
  '50078': { hint: again },
  '50079': { hint: again },
  '50173': { hint: again },
  '70043': { hint: again },
  '700082': { hint: `The sign-in was not used for 90 days. ${again}` },
  '53003': { hint: 'A Conditional Access policy of the partner tenant blocks this sign-in. Ask its administrator, then sign in again.' },
  '65001': { hint: 'Nobody consented to the app in this tenant. Open the connection and use its consent link.' },
  '7000215': { hint: wrongSecret },
  '7000222': { hint: wrongSecret },
  '700016': { hint: 'The app is not known in this tenant. Check client id and tenant id of the connection.' },
  '90002': { hint: 'There is no such tenant. Check the tenant id and the cloud of the connection.' },
  '500011': { hint: 'The tenant does not know the API that was asked for. Check the cloud of the connection.' },
};

/** The fault behind a refused token call: a person must act, and the AADSTS code says what. 5xx and 429 stay what their status says. */
export function explainTokenRefusal(answer: Answer): Explained | undefined {
  if (answer.status !== 400 && answer.status !== 401) return undefined;
  const refusal = readRefusal(answer, WireTokenError);
  if (refusal === undefined) return undefined;
  const number = numberOf(refusal);
  const otherwise = refusal.error === 'invalid_client' ? wrongSecret : again;
  return {
    remoteCode: number === undefined ? refusal.error : `AADSTS${number}`,
    hint: known[number ?? '']?.hint ?? otherwise,
    code: 'remote_signed_out',
    kind: 'needs_operator',
  };
}

/** `error_codes` says it plainly; older answers only have it in their text. */
const numberOf = (refusal: WireTokenError): string | undefined =>
  refusal.error_codes?.[0] ?? /AADSTS(\d+)/.exec(refusal.error_description ?? '')?.[1];
