/** Topics of support requests: the first two as documented, the others in their manner. */
export const supportTopics = [
  {
    id: 32444667,
    name: 'Partner Center Issues',
    description: 'Office 365 questions from the CSP (Cloud Solution Provider) partners using Partner Center',
  },
  { id: 32444671, name: 'Cannot manage my profile', description: 'Issues that are related to errors or problems with managing a profile' },
  { id: 32444668, name: 'Cannot sign in', description: 'Issues with signing in to Partner Center' },
  { id: 32444669, name: 'Cannot create a customer', description: 'Errors while a customer is added' },
  { id: 32444670, name: 'Cannot manage a customer', description: 'Errors while a customer is managed' },
  { id: 32444672, name: 'Cannot place an order', description: 'Errors during checkout' },
  { id: 32444673, name: 'Cannot manage a subscription', description: 'Seats, suspension, cancellation and renewal of subscriptions' },
  { id: 32444674, name: 'Billing and invoices', description: 'Questions about invoices and reconciliation files' },
  { id: 32444675, name: 'Delegated administration', description: 'Relationships for delegated administration and their roles' },
  { id: 32444676, name: 'Users and licenses', description: 'Issues with users and licenses of a customer' },
  { id: 32444677, name: 'Price lists', description: 'Price sheets and offer matrix' },
  { id: 32444678, name: 'API and SDK', description: 'Partner Center API and SDK' },
  { id: 32444679, name: 'Azure usage', description: 'Azure usage and budgets' },
  { id: 32444680, name: 'Other', description: 'Everything else' },
] as const;

export const topicName = (id: string): string => supportTopics.find((topic) => String(topic.id) === id)?.name ?? 'Other';
