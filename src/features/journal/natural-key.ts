import { type Correction, isAtMicrosoft } from '../../model/difference.ts';

/** What a write touches, in one text: while a command on it is open nobody begins another. A new line is known by what it would bill. */
export function naturalKey(correction: Correction): string {
  if (isAtMicrosoft(correction)) return `${correction.connectionId}/${correction.customerTenantId}/${correction.subscriptionRemoteId}`;
  const agreement = `${correction.connectionId}/${correction.agreementRemoteId}`;
  return correction.action === 'addLine'
    ? `${agreement}/new/${correction.serviceRemoteId}/${correction.vendorSubscriptionId}`
    : `${agreement}/${correction.lineRemoteId}`;
}
