/** A delivery as it came in: the bytes untouched, header names and values in pairs so that a doubled one shows. */
export type Delivery = { readonly body: Uint8Array; readonly headers: readonly (readonly [name: string, value: string])[] };

/** Why a delivery is not believed (reliability reference, section 11). */
export type DeliveryRefusal =
  | 'body_too_large'
  | 'header_missing'
  | 'header_doubled'
  | 'algorithm_refused'
  | 'certificate_address_refused'
  | 'certificate_too_large'
  | 'certificate_unreadable'
  | 'certificate_not_valid_now'
  | 'certificate_of_other_organisation'
  | 'certificate_key_too_weak'
  | 'certificate_chain_refused'
  | 'signature_wrong'
  | 'body_unreadable';

/** What a delivery says to read again. Only ids are taken, by template; host and everything else of the address are dropped. */
export type HintedResource =
  | { readonly kind: 'subscription'; readonly customerTenantId: string; readonly subscriptionRemoteId: string }
  | { readonly kind: 'customer'; readonly customerTenantId: string }
  | { readonly kind: 'relationship'; readonly relationshipId: string }
  | { readonly kind: 'invoice'; readonly invoiceId: string }
  | { readonly kind: 'test'; readonly correlationId: string }
  /** An event or an address we do not know: counted, and the account's activity log is read. */
  | { readonly kind: 'unknown' };

/** `at`: when it happened by its own word, RFC 3339; only measured by, never acted on. */
export type WebhookHint = { readonly event: string; readonly resource: HintedResource; readonly at: string | undefined };

/** `genuine`: Microsoft sent it; nothing more is known, so it only says what to read again. `tryLater`: answer 503, the sender comes back. */
export type DeliveryVerdict =
  | { readonly is: 'genuine'; readonly hint: WebhookHint; readonly sha256: string }
  | { readonly is: 'refused'; readonly because: DeliveryRefusal }
  | { readonly is: 'tryLater' };

/** What became of a delivery that was handed on: the status of the answer, or why there was none. */
export type HandedOn = { readonly status: number } | { readonly because: string };

/** Notifications in and on. One for the whole installation: a signature is Microsoft's, whatever account it is about. */
export interface Webhooks {
  readonly check: (delivery: Delivery) => Promise<DeliveryVerdict>;
  /** Sends a delivery unchanged to another tool, once; private addresses and redirects are refused (SEC-42, SEC-44). */
  readonly handOn: (address: string, delivery: Delivery, signal?: AbortSignal) => Promise<HandedOn>;
}

/** The one registration of a partner account (partner-center-api reference 15). */
export type WebhookRegistration = {
  readonly url: string;
  readonly events: readonly string[];
  /** The signature comes in `x-ms-signature` instead of `Authorization`. */
  readonly signatureInMsHeader: boolean;
};

/** The account's one place for a registration: whoever writes next takes it over, silently. */
export interface WebhookSlot {
  /** Undefined when there is none. */
  read(signal?: AbortSignal): Promise<WebhookRegistration | undefined>;
  /** Names of all events that can be registered for. */
  events(signal?: AbortSignal): Promise<readonly string[]>;
  /** Writes once. `replace`: there is one already. Throws kind `unknown_outcome` when nobody can tell whether it arrived. */
  write(registration: WebhookRegistration, how: 'create' | 'replace', signal?: AbortSignal): Promise<void>;
  /** Asks Microsoft for a notification of kind `test-created`; two a minute. The id finds its status and comes with it. */
  sendTest(signal?: AbortSignal): Promise<string>;
}
