import type { CustomerRelationship } from '../world/types.ts';
import type { Notice } from './notice.ts';

/** The old delegated rights came or went; whether Microsoft itself ended them has a word of its own. */
export function dapNotices(
  before: CustomerRelationship | undefined,
  after: CustomerRelationship | undefined,
  isMicrosoft: boolean,
): Notice[] {
  if (after === undefined || (before?.allowDelegatedAccess ?? false) === after.allowDelegatedAccess) return [];
  const word = after.allowDelegatedAccess ? 'approved' : isMicrosoft ? 'terminated_by_microsoft' : 'terminated';
  const { accountId, customerId } = after;
  return [
    {
      accountId,
      customerId,
      audit: {
        resourceId: customerId,
        resourceType: 'partner_customer_dap',
        operationType: `dap_admin_relationship_${word}`,
        old: before && { customerId, allowDelegatedAccess: before.allowDelegatedAccess },
        new: { customerId, allowDelegatedAccess: after.allowDelegatedAccess },
      },
      event: {
        name: `dap-admin-relationship-${word.replaceAll('_', '-')}`,
        resourceName: 'PartnerCustomerDap',
        resourceUri: null,
        namesAudit: false,
      },
    },
  ];
}
