import { type Trouble, type TroubleName, troubles } from './microsoft-trouble.ts';

/** One code of Microsoft and what it means to the partner. */
export type MicrosoftError = {
  /** As it is shown and searched for: `AADSTS700082`, `900421`. */
  readonly code: string;
  readonly from: 'entra' | 'partnerCenter';
  readonly trouble: TroubleName;
  /** What this code says beyond its trouble. */
  readonly note?: string;
  /** Nobody has seen the meaning in a public source of Microsoft yet: it is shown with the code, never acted on alone. */
  readonly isUnverified?: true;
};

const entra = (code: number, trouble: TroubleName, note?: string): MicrosoftError => ({
  code: `AADSTS${String(code)}`,
  from: 'entra',
  trouble,
  ...(note === undefined ? {} : { note }),
  // Seen in a source: partner-center-api reference 1.6.
  ...([700082, 7000222, 7000215, 90002].includes(code) ? {} : { isUnverified: true as const }),
});
const partnerCenter = (code: string, trouble: TroubleName, note?: string): MicrosoftError => ({
  code,
  from: 'partnerCenter',
  trouble,
  ...(note === undefined ? {} : { note }),
});

/**
 * Codes of Entra and Partner Center that are a state of the connection. Sources: partner-center-api reference 1.6 (token errors), 2.4 (error codes
 * of the REST API), 1.1 and 1.3 (9004xx); the codes of the sign-in pages are general knowledge. Every other code is shown as it came.
 */
export const microsoftErrors: readonly MicrosoftError[] = [
  entra(50076, 'mfaMissing', 'The policy changed, or the user moved to another place.'),
  entra(50078, 'mfaMissing', 'The second factor is too old for the policy of the tenant.'),
  entra(50079, 'mfaMissing', 'The user has not registered a second factor.'),
  entra(500121, 'mfaDeclined'),
  entra(700082, 'signInEnded', 'The sign-in was not used for 90 days.'),
  entra(50173, 'signInEnded', 'The password was changed, or an administrator revoked the sign-in.'),
  entra(70043, 'signInEnded', 'The sign-in frequency policy of the tenant ended it.'),
  entra(65001, 'consentMissing'),
  entra(65004, 'declined'),
  entra(90094, 'approvalNeeded'),
  entra(50020, 'otherAccount'),
  entra(50034, 'otherAccount'),
  entra(53003, 'blocked'),
  entra(50053, 'accountLocked', 'Too many wrong passwords.'),
  entra(50057, 'accountLocked', 'The account is disabled.'),
  entra(54005, 'codeUnusable'),
  entra(70008, 'codeUnusable'),
  entra(50148, 'codeUnusable', 'It was redeemed by somebody who did not begin the sign-in.'),
  entra(700005, 'otherAccount', 'The code was given for another tenant.'),
  entra(7000215, 'wrongSecret'),
  entra(7000222, 'wrongSecret', 'It has ended.'),
  entra(700016, 'appUnknown'),
  entra(50011, 'redirectUnknown'),
  entra(90002, 'tenantUnknown'),
  entra(500011, 'wrongCloud'),
  partnerCenter('900421', 'mfaMissing'),
  partnerCenter('900420', 'audienceRetired'),
  partnerCenter('800001', 'signInEnded', 'The token was missing or had ended.'),
  partnerCenter('900308', 'roleMissing'),
  partnerCenter('900309', 'blocked'),
  partnerCenter('900329', 'personMissing'),
  partnerCenter('900124', 'agreementMissing'),
  partnerCenter('900123', 'agreementMissing', 'It is the reseller who has not accepted it.'),
  partnerCenter('20002', 'relationGone'),
  partnerCenter('60003', 'notThere', 'It is the tenant.'),
  partnerCenter('20003', 'notThere', 'It is the subscription.'),
  partnerCenter('429', 'throttled', 'The gateway answers it with the status alone.'),
];

const byCode = new Map(microsoftErrors.map((error) => [error.code, error]));

export type Explanation = Trouble & { readonly code: string };

/** What a code means; undefined for one that we do not know, which is shown as it came. */
export function explainCode(code: string | undefined): Explanation | undefined {
  const known = code === undefined ? undefined : byCode.get(code);
  if (known === undefined) return undefined;
  const trouble: Trouble = troubles[known.trouble];
  return { ...trouble, code: known.code, cause: known.note === undefined ? trouble.cause : `${trouble.cause} ${known.note}` };
}

type ExplainedError = {
  readonly code: string;
  readonly from: MicrosoftError['from'];
  readonly cause: string;
  readonly fix: string;
  readonly reconsent: Trouble['reconsent'];
  readonly check: string | null;
  readonly isUnverified: boolean;
};

/** The table as people read it; of one code if it is named, with or without Entra's prefix. An unknown code is no row. */
export function listMicrosoftErrors(code?: string): readonly ExplainedError[] {
  const wanted = code?.toUpperCase();
  return microsoftErrors
    .filter((error) => wanted === undefined || error.code === wanted || error.code === `AADSTS${wanted}`)
    .map(({ code: own, from, trouble, note, isUnverified }) => {
      const { cause, fix, reconsent, probe }: Trouble = troubles[trouble];
      return {
        code: own,
        from,
        cause: note === undefined ? cause : `${cause} ${note}`,
        fix,
        reconsent,
        check: probe ?? null,
        isUnverified: isUnverified === true,
      };
    });
}
