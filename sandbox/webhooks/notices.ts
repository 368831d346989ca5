import { assignmentAnswer, relationshipAnswer } from '../graph/answers.ts';
import { subscriptionAnswer } from '../partner-center/subscriptions/answers.ts';
import type { Customer, CustomerRelationship, GdapRelationship, Subscription } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { dapNotices } from './dap-notices.ts';
import type { Notice } from './notice.ts';
import { auditOfPurchase, orderNotices } from './order-notices.ts';
import type { RowChange } from './row-changes.ts';

const api = 'http://api.partnercenter.microsoft.com/webhooks/v1';
const portal = 'https://partner.microsoft.com/granularAdminRelationships';

/** Which notices follow from the rows of one event (pages "Partner Center webhook events", "Auditing resources"). */
export function noticesOf(world: World, changes: readonly RowChange[], operationType: string | undefined, isMicrosoft = false): Notice[] {
  const ofRows = changes.flatMap((change): Notice[] => {
    switch (change.table) {
      case 'subscriptions':
        return subscriptionNotices(world, change, changes, operationType);
      case 'orders':
        return [];
      case 'gdap':
        return [...gdapNotices(world, change.before, change.after), ...assignmentNotices(change.before, change.after)];
      case 'relationships':
        return [...relationshipNotices(world, change.before, change.after), ...dapNotices(change.before, change.after, isMicrosoft)];
      case 'customers':
        return profileNotices(world, change.before, change.after, operationType);
    }
  });
  return [...ofRows, ...orderNotices(world, changes)];
}

/** What the log says of a subscription that was there before; other words are those of the order beside it. */
const ofSubscriptions: ReadonlySet<string> = new Set(['update_subscription', 'upgrade_subscription', 'convert_trial_subscription']);

type SubscriptionChange = { readonly before: Subscription | undefined; readonly after: Subscription | undefined };

function subscriptionNotices(
  world: World,
  { before, after }: SubscriptionChange,
  changes: readonly RowChange[],
  operationType: string | undefined,
): Notice[] {
  if (after === undefined) return [];
  const audit = before === undefined ? auditOfPurchase(world, after, changes) : auditOfChange(world, before, after, operationType);
  return [
    {
      accountId: after.accountId,
      customerId: after.customerId,
      ...(audit === undefined ? {} : { audit }),
      event: {
        name: 'subscription-updated',
        resourceName: 'subscription',
        resourceUri: `${api}/customers/${after.customerId}/subscriptions/${after.id}`,
        namesAudit: true,
      },
    },
  ];
}

const auditOfChange = (world: World, before: Subscription, after: Subscription, operationType: string | undefined) => ({
  resourceId: after.id,
  resourceType: 'subscription',
  operationType: operationType !== undefined && ofSubscriptions.has(operationType) ? operationType : 'update_subscription',
  old: subscriptionAnswer(world, before),
  new: subscriptionAnswer(world, after),
});

/** Status -> what is told. Only these have an event of their own. */
const gdapEvents: Readonly<Record<string, string>> = {
  approved: 'approved',
  active: 'activated',
  expired: 'expired',
  terminated: 'terminated',
};
const gdapOperations: Readonly<Record<string, string>> = { ...gdapEvents, terminationRequested: 'termination_requested' };

function gdapNotices(world: World, before: GdapRelationship | undefined, after: GdapRelationship | undefined): Notice[] {
  if (after === undefined || before?.status === after.status) return [];
  const operation = gdapOperations[after.status];
  const event = gdapEvents[after.status];
  if (operation === undefined) return [];
  return [
    {
      accountId: after.accountId,
      customerId: after.customerId,
      audit: gdapAudit(
        after.id,
        'granular_admin_relationship',
        operation,
        before && relationshipAnswer(world, before),
        relationshipAnswer(world, after),
      ),
      ...(event === undefined
        ? {}
        : {
            event: {
              name: `granular-admin-relationship-${event}`,
              resourceName: 'GranularAdminRelationship',
              resourceUri: `${portal}/${after.id}`,
              namesAudit: false,
            },
          }),
    },
  ];
}

function assignmentNotices(before: GdapRelationship | undefined, after: GdapRelationship | undefined): Notice[] {
  if (after === undefined) return [];
  return after.assignments.flatMap((assignment): Notice[] => {
    const was = before?.assignments.find((one) => one.id === assignment.id);
    const word = assignmentWord(was, assignment);
    if (word === undefined) return [];
    return [
      {
        accountId: after.accountId,
        customerId: after.customerId,
        audit: gdapAudit(
          assignment.id,
          'granular_admin_access_assignment',
          word,
          was && assignmentAnswer(was),
          assignmentAnswer(assignment),
        ),
        event: {
          name: `granular-admin-access-assignment-${word}`,
          resourceName: 'GranularAdminAccessAssignment',
          resourceUri: `${portal}/${after.id}/accessAssignments/${assignment.id}`,
          namesAudit: false,
        },
      },
    ];
  });
}

type Assignment = GdapRelationship['assignments'][number];

function assignmentWord(before: Assignment | undefined, after: Assignment): string | undefined {
  if (before === undefined) return 'created';
  if (before.status !== after.status) return after.status === 'active' ? 'activated' : after.status === 'deleted' ? 'deleted' : undefined;
  return before.roleDefinitionIds.join() === after.roleDefinitionIds.join() ? undefined : 'updated';
}

const gdapAudit = (resourceId: string, resourceType: string, word: string, old: unknown, now: unknown): NonNullable<Notice['audit']> => ({
  resourceId,
  resourceType,
  operationType: `${resourceType}_${word}`,
  old,
  new: now,
});

function relationshipNotices(world: World, before: CustomerRelationship | undefined, after: CustomerRelationship | undefined): Notice[] {
  if (after === undefined) return [];
  const { accountId, customerId } = after;
  const audit = (operationType: string) => ({
    resourceId: customerId,
    resourceType: 'partner_customer_relationship',
    operationType,
    old: before && wireRelationship(before),
    new: wireRelationship(after),
  });
  if (before === undefined || (before.removedAt !== undefined && after.removedAt === undefined)) {
    const { operation } = world.switch('acceptedRelationship');
    const record = operation === 'none' ? {} : { audit: audit(operation) };
    const names = acceptedNames(world, accountId);
    const event = (name: string) => ({
      name,
      resourceName: 'customer',
      resourceUri: `https://api.partnercenter.microsoft.com/v1/customers/${customerId}`,
      namesAudit: false,
    });
    const [first, ...others] = names;
    return [
      { accountId, customerId, ...record, ...(first === undefined ? {} : { event: event(first) }) },
      ...others.map((name) => ({ accountId, customerId, event: event(name) })),
    ];
  }
  if (before.removedAt === undefined && after.removedAt !== undefined) {
    return [{ accountId, customerId, audit: audit('remove_partner_customer_relationship') }];
  }
  return [];
}

const ofReseller = 'reseller-relationship-accepted-by-customer';
const ofIndirectReseller = 'indirect-reseller-relationship-accepted-by-customer';

/** The newer event of indirect resellers is in one source only, so a switch says whether it is sent. */
function acceptedNames(world: World, accountId: string): readonly string[] {
  if (world.tables.partnerAccounts.get(accountId)?.partnerType !== 'indirectReseller') return [ofReseller];
  return { own: [ofIndirectReseller], usual: [ofReseller], both: [ofReseller, ofIndirectReseller], none: [] }[
    world.switch('webhooks').indirectEvent
  ];
}

const wireRelationship = (row: CustomerRelationship) => ({ customerId: row.customerId, relationshipToPartner: row.relationshipToPartner });

const wireProfile = (row: Customer) => ({
  companyName: row.name,
  email: row.contact.email,
  firstName: row.contact.firstName,
  lastName: row.contact.lastName,
  defaultAddress: row.address,
});

/** The billing contact belongs to the customer, so every partner of his finds the change in his own log. */
function profileNotices(
  world: World,
  before: Customer | undefined,
  after: Customer | undefined,
  operationType: string | undefined,
): Notice[] {
  if (before === undefined || after === undefined) return [];
  const isSame = JSON.stringify(wireProfile(before)) === JSON.stringify(wireProfile(after));
  // A domain or another thing that the profile does not show; but who wrote the same profile again is told of.
  if (isSame && operationType !== 'update_customer_billing_profile') return [];
  return world.tables.relationships
    .by('customerId', after.id)
    .filter((relationship) => relationship.removedAt === undefined)
    .map((relationship) => ({
      accountId: relationship.accountId,
      customerId: after.id,
      audit: {
        resourceId: after.id,
        resourceType: 'customer',
        operationType: 'update_customer_billing_profile',
        old: wireProfile(before),
        new: wireProfile(after),
      },
    }));
}
