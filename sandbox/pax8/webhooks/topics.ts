import type { JsonObject } from '../../../src/lib/exact-json.ts';

// The vendor's full list of topics is not public; these two are told of, their names in its style. (single witness)
export const topics = ['SUBSCRIPTION', 'INVOICE'] as const;
export type Topic = (typeof topics)[number];

/** What can happen, by topic. The words of subscriptions are the vendor's. */
export const actionsOf: Readonly<Record<Topic, readonly string[]>> = {
  SUBSCRIPTION: [
    'New',
    'Change',
    'ChangePartial',
    'ChangeProduct',
    'UpdateRatePlan',
    'SpiffPriceAdjustment',
    'Renewal',
    'Cancel',
    'Resurrect',
    'Migration',
    'ParentReassignment',
    'TrialCreate',
    'TrialConvert',
    'TrialCancel',
    'ArrearsUpload',
    'RevertToCurrent',
  ],
  INVOICE: ['CREATED'],
};

export const operators = ['EQUALS', 'NOT_EQUALS', 'GREATER_THAN', 'LESS_THAN', 'IN', 'NOT_IN', 'CONTAINS'] as const;

const names: Readonly<Record<Topic, string>> = { SUBSCRIPTION: 'Subscription events', INVOICE: 'Invoice ready' };

const fields: Readonly<Record<Topic, readonly string[]>> = {
  SUBSCRIPTION: ['companyId', 'productId', 'quantity', 'status'],
  INVOICE: ['total'],
};

/** A definition as GET /webhooks/topic-definitions shows it. */
export const definition = (topic: Topic): JsonObject => ({
  topic,
  name: names[topic],
  description: `${names[topic]} of the partner's own companies`,
  availableFilters: actionsOf[topic].map((action) => ({
    action,
    actionDisplayName: action,
    description: `Only ${action}`,
    conditions: fields[topic].map((field) => ({ field, operator: [...operators], dataType: 'string', description: field, value: '' })),
  })),
  samplePayload: {
    accountId: '00000000-0000-0000-0000-000000000001',
    url: 'https://receiver.example/pax8',
    webhookId: '00000000-0000-0000-0000-000000000002',
    sentAt: '2026-01-01T00:00:00Z',
    webhookTopic: { id: '00000000-0000-0000-0000-000000000003', topic, filters: [] },
    payloadData: samplePayload(topic),
  },
});

export const samplePayload = (topic: Topic): JsonObject =>
  topic === 'INVOICE'
    ? { type: 'CREATED', invoiceId: '00000000-0000-0000-0000-000000000004', total: 100 }
    : {
        type: 'Change',
        subscriptionId: '00000000-0000-0000-0000-000000000005',
        companyId: '00000000-0000-0000-0000-000000000006',
        productId: '00000000-0000-0000-0000-000000000007',
        quantity: 5,
        status: 'Active',
      };

export const isTopic = (text: string): text is Topic => topics.some((topic) => topic === text);
