import { type Refusal, refuseWith } from '../errors.ts';

/** Codes of the documentation's table that only subscriptions, migrations and transfers give. */
const documented = {
  2012: [400, 'Unable to convert between Commerce and Azure Active Directory subscription IDs.'],
  2054: [
    400,
    "The billing cycle for an existing subscription can't be updated using update-subscription operation. Use update-Order operation",
  ],
  2055: [400, 'Etag is no longer valid'],
  27009: [409, "can't enable a child subscription, when the parent subscription isn't Active"],
  400013: [404, "Product wasn't found"],
  400018: [404, "SKU wasn't found"],
  400019: [404, 'Availability not found.'],
  800021: [400, "This subscription isn't a valid subscription"],
  800041: [400, 'This item has already been activated'],
  800042: [400, 'Not supported'],
  800078: [400, "Transfer can't be created with invalid subscription"],
  800095: [400, "Can't update the seat quantity for this subscription"],
  800096: [400, "Can't update the status for this subscription"],
  800111: [404, "Azure subscription with the given entitlement ID isn't found."],
  800112: [403, "Overage can't be set as the customer has legacy Azure subscriptions."],
  800114: [403, "You aren't eligible to manage overage for this customer."],
  800115: [403, 'Overage is already assigned to another tenant. Contact your customer to resolve ownership questions.'],
  900100: [404, 'Transfer request not found'],
  900101: [409, "This transfer isn't allowed as original transfer {0} is in progress"],
  900102: [400, "Can't process the transfer request for {1} transfer {0}"],
  900104: [409, 'Transfer {0} is being processed by another request'],
  900115: [403, "Azure plan can't be moved to suspended state since you have one or more Azure Subscriptions in the active state"],
  900118: [400, 'Invalid Customer ID'],
  900131: [400, "This transfer request can't be initiated as the customer has legacy Azure subscriptions"],
  900132: [400, "This transfer request can't be initiated as the Azure plan isn't active, please enable the Azure plan"],
  900133: [400, "This transfer request can't be initiated as customer hasn't purchased Azure plan"],
  900136: [400, "Transfer can't be initiated as source partner email/domain details missing in the request"],
  900138: [403, "Transfer can't be created as partner's: {0} national cloud {1} isn't supported"],
  900141: [400, "This operation isn't supported"],
  900145: [
    400,
    "This request for transfer of billing ownership can't be completed as Azure reservations don't transfer with subscriptions. Cancel the Azure reservations associated with the subscriptions in your selection and try again.",
  ],
  900146: [
    400,
    "This request for transfer of billing ownership can't be completed as third-party marketplace products don't transfer with subscriptions. Remove the third-party marketplace products from your selection and try again.",
  ],
  900147: [400, 'Provide a valid domain associated with the current partner'],
  900148: [400, 'Transfer creation failed due to source partner details matched with requesting partner'],
  900213: [400, 'You have passed your {0}-hour cancellation window. We are unable to cancel your purchase'],
  900215: [400, 'Subscription {0} cannot be migrated to New Commerce because the status is not active.'],
  900216: [400, 'Subscription {0} cannot be migrated to New Commerce because the subscription is currently being processed.'],
  900217: [400, 'Subscription {0} cannot be migrated to New Commerce because it is less than 24 hours from the term end.'],
  900218: [400, 'Subscription {0} cannot be migrated to New Commerce because it has promotions applied to it.'],
  900219: [400, 'Subscription {0} cannot be migrated to New Commerce because it has add-ons.'],
  900220: [400, 'Subscription {0} cannot be migrated to New Commerce because there is not a valid migration path for this offer yet.'],
  900222: [
    400,
    'Subscription {0} cannot be migrated to New Commerce because the combination of term duration and billing cycle is not supported for the New-Commerce product.',
  ],
  900224: [400, 'New-Commerce migration {0} could not be found.'],
  900225: [408, 'There was an unexpected error when processing the New-Commerce migration.'],
  900226: [
    403,
    'Subscription {0} cannot be migrated to New Commerce because it has been active for 1 month or less. Please try again later.',
  ],
  900236: [
    400,
    'The target transition ToSubscriptionId field is invalid. Target subscription CommitmentEndDate must be later than source subscription',
  ],
  900245: [
    400,
    'The custom term end date specified on the scheduled next term instructions must be within the first term duration after renewal. Also monthly term products cannot align with a subscription ending on the 28th, 29th, or 30th of the month, unless that date is the last day of the month.',
  ],
  900246: [
    400,
    'The custom term end date specified on the scheduled next term instructions does not match with the end date of any active non-trial OnlineServicesNCE subscription or align with the end of the calendar month.',
  ],
  900248: [400, 'Migration cannot be performed because two or more add-on migrations were specified with the same current subscription ID'],
  900258: [400, 'The target transition ToSubscriptionId field is invalid. Target subscription must be active.'],
  900259: [
    400,
    "The target transition ToSubscriptionId field is invalid. Target subscription id can't be the same as the source subscription ID.",
  ],
  900260: [
    400,
    'The target transition ToSubscriptionId field is invalid. Target subscription must have the same CatalogItemId as in the transition request.',
  ],
  900261: [
    400,
    'The target transition ToSubscriptionId field is invalid. The target subscription is not ready to be upgraded. Please try again after sometime.',
  ],
  900262: [
    400,
    'Subscription cannot be migrated to New-Commerce because one or more add-on subscriptions specified in the AddOnMigrations collection do not exist or are not active.',
  ],
  900263: [403, 'This API method is not supported for legacy subscriptions.'],
  900267: [400, "Target transition can't have a term duration shorter than that of the source subscription."],
  900268: [400, 'The term duration on the target transition is invalid.'],
  900269: [400, 'The billing cycle is invalid.'],
  900270: [400, 'The billing cycle cannot be longer than the term.'],
  900280: [400, 'Update operations are currently not allowed for this subscription.'],
  900291: [
    400,
    'The custom term end date specified for the migration must be within the first term duration. Also, monthly term products cannot align with a subscription ending on the 28th, 29th, or 30th of the month, unless that date is the last day of the month.',
  ],
  900292: [
    400,
    'The custom term end date specified for the migration does not match with the end date of any active non-trial OnlineServicesNCE subscription or align with the end of the calendar month.',
  ],
  900311: [
    400,
    'This subscription has been updated too many times. Please contact partner support if you need to make more updates on this subscription.',
  ],
} as const satisfies Record<number, readonly [status: number, description: string]>;

export type SubscriptionCode = keyof typeof documented;

export const no = (code: SubscriptionCode, ...values: readonly string[]): Refusal => {
  const [status, text] = documented[code];
  const description = text.replace(/\{(\d)\}/g, (_, place: string) => values[Number(place)] ?? '');
  return { ...refuseWith(status, code, description), data: [...values] };
};
