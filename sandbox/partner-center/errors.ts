/**
 * The error codes this remote gives, with status and text.
 * Source: Partner Center REST error codes (developer documentation, CC BY 4.0); texts with {0} take values in order.
 */
const documented = {
  400: [401, 'Access denied'],
  1000: [404, 'Not found'],
  2001: [400, "Subscription quantity can't be increased or decreased while subscription is being suspended"],
  2002: [400, "Subscription quantity isn't within minimum and maximum allowed quantity"],
  2011: [400, "Subscription with ID {0} and deleted status can't be updated."],
  2055: [400, 'Etag is no longer valid'],
  3000: [400, 'Invalid property'],
  20002: [403, 'The partner ID {0} has no commerce relationship with the customer ID {1}.'],
  20003: [404, 'Subscription with ID {0} not found.'],
  60003: [404, 'Tenant not found'],
  800001: [401, 'Partner Token missing in request context'],
  800002: [400, 'Invalid request input'],
  800082: [409, 'Subscription is not ready to be updated. Try again after sometime'],
  800090: [400, "Subscription quantity can't be decreased"],
  800091: [400, "Can't update a subscription with suspended status"],
  800093: [400, "The subscription isn't eligible to be auto-renewed"],
  800094: [500, "Update subscription isn't successful"],
  800096: [400, "Can't update the status for this subscription"],
  800097: [400, "Can't update the billing cycle for this subscription"],
  800098: [400, "Can't update the partner on record for this subscription"],
  800107: [400, 'Term changes are not supported for trial offers.'],
  800121: [400, 'The term duration provided is invalid.'],
  800122: [400, 'The target term duration cannot be shorter than the current term duration.'],
  900117: [400, 'You have passed your {0}-day cancellation window. We are unable to cancel your purchase'],
  900244: [400, 'The custom term end date specified on the scheduled next term instructions is only valid for OnlineServicesNCE products.'],
  900257: [400, 'You have passed your {0}-day window for reducing seats for this subscription.'],
  900269: [400, 'The billing cycle is invalid.'],
  900270: [400, 'The billing cycle cannot be longer than the term.'],
  900277: [400, 'Your subscription is in the process of being expired. No further updates are allowed on this subscription.'],
  900278: [409, 'There is a pending operation on this subscription. Please try again after 24 hours.'],
  900308: [403, 'Insufficient privileges to complete the operation.'],
  900329: [403, 'This resource does not support application-only authentication.'],
  // Known from a third party's tables only: their texts are ours.
  900420: [401, 'The audience of the access token is not valid for this resource.'],
  900421: [401, 'Multi-factor authentication is required: the access token carries no MFA claim.'],
} as const satisfies Record<number, readonly [status: number, description: string]>;

export type ErrorCode = keyof typeof documented;

/** What Partner Center says no with: body form 1 of its documentation. `code` is also a number when it comes from a profile service. */
export type Refusal = {
  readonly kind: 'refusal';
  readonly status: number;
  readonly code: number;
  readonly description: string;
  readonly data: readonly string[];
  readonly source: string;
};

export const refuse = (code: ErrorCode, ...values: readonly string[]): Refusal => {
  const [status, text] = documented[code];
  const description = text.replace(/\{(\d)\}/g, (_, place: string) => values[Number(place)] ?? '');
  return { kind: 'refusal', status, code, description, data: [...values], source: 'PartnerFD' };
};

/** Codes that one service gives another status or text for than the general table. */
export const refuseWith = (status: number, code: number, description: string, source = 'PartnerFD'): Refusal => ({
  kind: 'refusal',
  status,
  code,
  description,
  data: [],
  source,
});

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refusal';

/** Body form 1: `{code, description, data, source}`. */
export const refusalBody = (refusal: Refusal) => ({
  code: refusal.code,
  description: refusal.description,
  data: refusal.data,
  source: refusal.source,
});
