import { z } from 'zod';
import { BillTo } from './bill-to.ts';

/** What can be changed about a customer's billing profile at Microsoft: all of it at once, since it is sent whole (partner-center-api reference 3). */
export const profileCorrections = [
  z.object({ action: z.literal('setBillTo'), connectionId: z.string(), customerTenantId: z.string(), from: BillTo, to: BillTo }),
] as const;

export const ProfileCorrection = profileCorrections[0];
export type ProfileCorrection = z.infer<typeof ProfileCorrection>;

export const isAboutProfile = (act: { readonly action: string }): act is ProfileCorrection => act.action === 'setBillTo';

/** Nobody begins another change of the same profile while one is open. */
export const touchedByProfile = ({ connectionId, customerTenantId }: ProfileCorrection): string =>
  `${connectionId}/${customerTenantId}/billTo`;

export const inverseOfProfile = (correction: ProfileCorrection): ProfileCorrection[] => [
  { ...correction, from: correction.to, to: correction.from },
];
