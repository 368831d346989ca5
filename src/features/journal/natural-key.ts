import { isAboutAccess, touchedByAccess } from '../../model/access-correction.ts';
import { type Act, isAtMicrosoft } from '../../model/difference.ts';
import { isAboutProfile, touchedByProfile } from '../../model/profile-correction.ts';

/** What a write touches, in one text: while a command on it is open nobody begins another. A new line is known by what it would bill. */
export function naturalKey(correction: Act): string {
  if (isAboutAccess(correction)) return touchedByAccess(correction);
  if (isAboutProfile(correction)) return touchedByProfile(correction);
  if (isAtMicrosoft(correction)) return `${correction.connectionId}/${correction.customerTenantId}/${correction.subscriptionRemoteId}`;
  const agreement = `${correction.connectionId}/${correction.agreementRemoteId}`;
  return correction.action === 'addLine'
    ? `${agreement}/new/${correction.serviceRemoteId}/${correction.vendorSubscriptionId}`
    : `${agreement}/${correction.lineRemoteId}`;
}
