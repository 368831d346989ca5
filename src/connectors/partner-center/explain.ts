import type { FaultKind } from '../../lib/errors.ts';
import type { Answer } from '../../platform/http/call.ts';
import type { Explained } from '../../platform/http/fault.ts';
import { readRefusal } from '../refusal.ts';
import { WireError } from './schema.ts';

type Meaning = { readonly hint: string; readonly kind?: FaultKind; readonly throttles?: 'customer' };

const mfa =
  'Microsoft wants a second factor behind this sign-in. Let the integration user register one and sign in again by the consent link.';

/** Codes that ask for more than their status says. Source: REST error codes of Partner Center; 9004xx from public notices of 2025 and 2026. */
const meanings: Readonly<Record<string, Meaning>> = {
  '900421': { hint: mfa, kind: 'needs_operator' },
  '900420': { hint: 'The token was made for another API. Check the cloud of the connection.', kind: 'needs_operator' },
  '800001': { hint: 'The token is missing or has ended. Connect it again on the Connections screen.', kind: 'needs_operator' },
  '900308': {
    hint: 'Give the integration user a role at Partner Center (Admin agent, or Sales agent and Billing admin).',
    kind: 'needs_operator',
  },
  '900309': {
    hint: 'A Conditional Access policy of the partner tenant blocks this sign-in. Ask its administrator.',
    kind: 'needs_operator',
  },
  '900329': { hint: 'This call needs a person behind the sign-in. Use the consent link instead of the app alone.', kind: 'needs_operator' },
  '20002': { hint: 'There is no reseller relationship with this customer any more. Nothing was removed here.', kind: 'needs_operator' },
  '900124': { hint: 'The partner has not accepted the Microsoft Partner Agreement. Accept it at Partner Center.', kind: 'needs_operator' },
  '900123': { hint: 'The reseller has not signed the Microsoft Partner Agreement.', kind: 'needs_operator' },
  '60003': { hint: 'Microsoft does not know this tenant under this account.', kind: 'permanent' },
  '20003': { hint: 'The subscription is not there; new ones can take 15 minutes to show.', kind: 'permanent' },
};

/** Reads Partner Center's code out of any of its three error forms. A gateway's 429 counts for the account. */
export function explainRefusal(answer: Answer): Explained | undefined {
  const refusal = readRefusal(answer, WireError);
  const remoteCode = refusal?.code ?? refusal?.errorName;
  if (remoteCode === undefined) return undefined;
  const { hint, kind } = meanings[remoteCode] ?? {};
  return { remoteCode, ...(hint === undefined ? {} : { hint }), ...(kind === undefined ? {} : { kind }) };
}
