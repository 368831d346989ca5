import type { AccessRelationship } from '../model/access.ts';
import type { AccessCorrection } from '../model/access-correction.ts';
import type { BillTo, CountryRules, CustomerProfile } from '../model/bill-to.ts';
import type { BillingExport, ChargedInvoice, DistributorUsage, LineList, TenantLicence } from '../model/billing.ts';
import type { ConnectionSecrets, ConnectionSettings, Probe } from '../model/connection.ts';
import type { MicrosoftCustomer, RemoteAccount } from '../model/customer.ts';
import type { Act, MicrosoftCorrection, PsaCorrection } from '../model/difference.ts';
import type { DistributorPrice } from '../model/distributor-price.ts';
import type { AddressVerdict, FirstAdministrator, NewTenant } from '../model/new-tenant.ts';
import type { ProfileCorrection } from '../model/profile-correction.ts';
import type { PsaAgreement, PsaLine, PsaService } from '../model/psa.ts';
import type { DistributorProduct, DistributorSubscription, MicrosoftSubscription } from '../model/subscription.ts';
import type { WebhookSlot } from './webhook-ports.ts';

export type * from './consent-port.ts';
export type * from './webhook-ports.ts';

/** A record that could not be read: kept apart with its reason, never dropped silently, never stopping the others (F15, F16). */
export type Quarantined = { readonly remoteId: string | undefined; readonly reason: string; readonly raw: string };

/** One page of a list. `cursor` is where a later run goes on (undefined on the last page); `total` is what the remote says the whole list holds. */
export type Page<T> = {
  readonly items: readonly T[];
  readonly quarantined: readonly Quarantined[];
  readonly cursor: string | undefined;
  readonly total: number | undefined;
};

/** A list read page by page, from the start or from a cursor of an earlier page. Throws RemoteError; a cursor the remote no longer takes throws code `cursor_expired`. */
export type Listing<T> = (cursor?: string, signal?: AbortSignal) => AsyncGenerator<Page<T>>;

/** An event of the activity log: a hint what to read again. */
export type AuditHint = {
  readonly id: string;
  readonly at: string;
  readonly operation: string;
  readonly customerTenantId: string | undefined;
  readonly subscriptionRemoteId: string | undefined;
};

/** The whole record of the activity log: what causes cite. */
export type AuditRecord = AuditHint & {
  /** `succeeded`, `failed`, `progress`; kept as text. */
  readonly outcome: string;
  readonly resourceType: string;
  readonly quantityBefore: number | undefined;
  readonly quantityAfter: number | undefined;
  /** The subscription's state after it, in Microsoft's word. */
  readonly statusAfter: string | undefined;
  /** Sign-in name of the person, else the application. */
  readonly who: string;
  /** Old and new value and the log's own details, as they came. */
  readonly details: Readonly<Record<string, string>>;
};

/** A file at a remote. Nothing is fetched before it is opened; each opening reads it from its start, packed as the remote packs it. */
export type RemoteFile = { readonly name: string; readonly open: (signal?: AbortSignal) => AsyncIterable<Uint8Array> };

/** What an export consists of. The same `eTag` as before means that nothing has changed. */
export type BillingManifest = {
  readonly eTag: string;
  /** In the order in which they are listed; the same one may be listed twice. */
  readonly files: readonly RemoteFile[];
};

/** What Microsoft charges a partner account. */
export interface Billing {
  readonly invoices: Listing<ChargedInvoice>;
  /** One invoice with the days that it is for. */
  invoice(number: string, signal?: AbortSignal): Promise<ChargedInvoice>;
  /** Asks for an export and waits until it is there; undefined when there is nothing to export. Absent where the cloud has no export. */
  readonly export?: (wanted: BillingExport, signal?: AbortSignal) => Promise<BillingManifest | undefined>;
  /** Lines of an invoice, one JSON object a line: the only way for old licence and Azure offers. */
  lines(number: string, list: LineList): RemoteFile;
}

/** Which price sheet: partner-center-api reference 6.3. `month` is `2026-11`; without it the one of now. */
export type PriceSheetWanted = { readonly market: string; readonly view: string; readonly month?: string };

/** A reseller below an indirect provider. */
export type IndirectReseller = { readonly mpnId: string; readonly name: string; readonly customerTenantIds: readonly string[] };

/** Customers one by one, by what people know of them. Each call is asked while somebody waits. */
export interface CustomerDirectory {
  /** Customers of this account with that tenant id or first domain; a foreign tenant is none. */
  find(by: { readonly tenantId: string } | { readonly domain: string }, signal?: AbortSignal): Promise<readonly MicrosoftCustomer[]>;
  /** Whether some tenant, ours or not, has the domain. */
  isDomainTaken(domain: string, signal?: AbortSignal): Promise<boolean>;
  /** The address at Microsoft where a customer accepts this account as its reseller. */
  invitation(signal?: AbortSignal): Promise<string>;
  /** A customer read by its id; undefined when it is none of ours. */
  profile(customerTenantId: string, signal?: AbortSignal): Promise<CustomerProfile | undefined>;
  /** Resellers below an indirect provider, each with the tenants of its customers (reference 4). Absent for another kind of account. */
  readonly resellers?: (signal?: AbortSignal) => Promise<readonly IndirectReseller[]>;
  /** Billing profiles, written whole. */
  readonly billTo: Writable<ProfileCorrection>;
  /** What Microsoft asks of addresses there; undefined for a country that it does not know. Asked once a day. */
  countryRules(country: string, signal?: AbortSignal): Promise<CountryRules | undefined>;
}

/** Making a tenant at Microsoft for a customer that has none (partner-center-api reference 3 and 5). */
export interface TenantMaker {
  checkAddress(billTo: BillTo, signal?: AbortSignal): Promise<AddressVerdict>;
  /** Sent once; kind `unknown_outcome` when nobody can tell whether it arrived: then the domain is looked up. Undefined: no administrator was told. */
  make(
    wish: NewTenant,
    signal?: AbortSignal,
  ): Promise<{ readonly tenantId: string; readonly administrator: FirstAdministrator | undefined }>;
  /** The address at which the customer accepts the Microsoft Customer Agreement. */
  attest(billTo: BillTo, signal?: AbortSignal): Promise<string>;
}

/** What a read of one tenant's relationships brought. Not whole: some could not be read, so what is missing is not gone. */
export type TenantAccess = { readonly relationships: readonly AccessRelationship[]; readonly isWhole: boolean };

/** Delegated administration of customers: read one by one, asked for, prolonged and ended; and the app's consent in their tenants. */
export interface Delegation extends Writable<AccessCorrection> {
  /** All relationships with one tenant. */
  relationshipsOf(customerTenantId: string, signal?: AbortSignal): Promise<TenantAccess>;
  /** Whether a read inside the tenant works just now; false when the tenant refuses us. Other faults are thrown. */
  reaches(customerTenantId: string, signal?: AbortSignal): Promise<boolean>;
}

/** Partner Center and Graph of one partner account. */
export interface Marketplace extends Writable<MicrosoftCorrection> {
  readonly side: 'microsoft';
  /** Every check of "Verify connectivity" in order; never throws. */
  verify(signal?: AbortSignal): Promise<readonly Probe[]>;
  readonly customers: Listing<MicrosoftCustomer>;
  /** All subscriptions of one customer; one call, no paging at the remote. */
  subscriptions(customerTenantId: string, signal?: AbortSignal): Promise<Page<MicrosoftSubscription>>;
  readonly access: Listing<AccessRelationship>;
  /** Absent where a remote only lists, and in clouds without delegated access. */
  readonly delegation?: Delegation;
  /** Activity since a UTC calendar date (`2026-11-21`), that day included: the remote's finest grain is a day. */
  activity(sinceDate: string, signal?: AbortSignal): AsyncGenerator<Page<AuditRecord>>;
  /** One subscription as it is now, with what may still be given back; undefined when it does not exist. */
  subscription(customerTenantId: string, remoteId: string, signal?: AbortSignal): Promise<SubscriptionNow | undefined>;
  /** Absent where a remote only lists. */
  readonly directory?: CustomerDirectory;
  /** Absent where a remote only reads. */
  readonly tenants?: TenantMaker;
  /** Absent where the cloud has none. */
  readonly webhookSlot?: WebhookSlot;
  readonly billing?: Billing;
  /** Opening it throws code `no_price_sheet` where there is none. Absent where the cloud has no price API. */
  readonly priceSheet?: (wanted: PriceSheetWanted) => RemoteFile;
  /** Country of the partner account, where it buys: two letters. */
  readonly market?: (signal?: AbortSignal) => Promise<string | undefined>;
  /** Licences of a customer who gave access; throws code `not_permitted` where the access does not reach so far. */
  readonly licences?: (customerTenantId: string, signal?: AbortSignal) => Promise<readonly TenantLicence[]>;
  /** The directory's id of a product of the catalogue; undefined when it names none. */
  readonly provisioningId?: (
    product: { productId: string; skuId: string; market: string },
    signal?: AbortSignal,
  ) => Promise<string | undefined>;
}

/** What a distributor charges the partner. */
export interface DistributorBilling {
  readonly invoices: Listing<ChargedInvoice>;
  /** Items of an invoice, one JSON object a line. */
  items(number: string): RemoteFile;
  /** What a metered subscription used and costs so far. */
  usage(subscriptionRemoteId: string, signal?: AbortSignal): Promise<Page<DistributorUsage>>;
}

/** A subscription read just now, with what only counts at that moment. */
export type SubscriptionNow = {
  readonly subscription: MicrosoftSubscription;
  /** Seats that may be given back, each batch until its own instant (RFC 3339); undefined when Microsoft does not say. */
  readonly returnable: readonly { readonly seats: number; readonly until: string }[] | undefined;
  /** A change is booked for the next term: an immediate change of the seats deletes it (partner-center-api reference 8.3). */
  readonly hasBookedChange: boolean;
};

/** A distributor of which only the accounts are known: nothing is said about what was bought there. */
export interface DistributorAccounts {
  readonly side: 'distributor';
  verify(signal?: AbortSignal): Promise<readonly Probe[]>;
  readonly accounts: Listing<RemoteAccount>;
}

/** A distributor's books. */
export interface Distributor extends DistributorAccounts {
  readonly products: Listing<DistributorProduct>;
  readonly subscriptions: Listing<DistributorSubscription>;
  readonly billing?: DistributorBilling;
  /** What one product costs now: there is no list of all. Empty: it has no price. Absent where a distributor does not tell. */
  readonly prices?: (productRemoteId: string, signal?: AbortSignal) => Promise<Page<DistributorPrice>>;
  /** Where the lists are files that people upload: when their content held, undefined before the first. A person saw in the preview what goes. */
  readonly uploaded?: { readonly asOf: () => Promise<Temporal.Instant | undefined> };
}

/** What a write needs besides the correction itself. `reference` is the command's own id, written where the remote keeps it if it has such a field. */
export type Write<C extends Act = Act> = {
  readonly correction: C;
  readonly effectiveOn: string | undefined;
  readonly reference: string;
};

export type PsaWrite = Write<PsaCorrection>;
export type MicrosoftWrite = Write<MicrosoftCorrection>;
export type ProfileWrite = Write<ProfileCorrection>;
export type AccessWrite = Write<AccessCorrection>;

/** The exact requests that a write would send, in words and as method, path and body, secrets masked: shown in the preview, kept in the journal. */
export type PreparedCall = { readonly summary: string; readonly method: string; readonly path: string; readonly body: unknown };

/** What a look-up after a lost answer says (reliability reference, section 3 rule 6). */
export type LookUp =
  | { readonly found: 'applied'; readonly remoteIds: readonly string[] }
  | { readonly found: 'notApplied' }
  | { readonly found: 'undecidable'; readonly candidates: readonly string[] };

/** A remote that corrections of its own side can be written to. */
export interface Writable<C extends Act = Act> {
  /** Pure: what `write` would send. */
  prepare(write: Write<C>): readonly PreparedCall[];
  /** Sends it once. Throws RemoteError; kind `unknown_outcome` when nobody can tell whether it arrived. Answers the ids it wrote and how to take it back. */
  write(write: Write<C>, signal?: AbortSignal): Promise<Written<C>>;
  /** After a lost answer: is the wanted state there? Reads only. */
  lookUp(write: Write<C>, signal?: AbortSignal): Promise<LookUp>;
}

/** A PSA's books. */
export interface Psa extends Writable<PsaCorrection> {
  readonly side: 'psa';
  verify(signal?: AbortSignal): Promise<readonly Probe[]>;
  readonly accounts: Listing<RemoteAccount>;
  readonly agreements: Listing<PsaAgreement>;
  /** All lines of one agreement. There is no list across agreements (psa reference 3.3). */
  lines(agreement: Pick<PsaAgreement, 'remoteId' | 'accountRemoteId'>, signal?: AbortSignal): Promise<Page<PsaLine>>;
  readonly services: Listing<PsaService>;
  /** The line as it is now; undefined when it does not exist. */
  readLine(agreementRemoteId: string, lineRemoteId: string, signal?: AbortSignal): Promise<PsaLine | undefined>;
}

export type Written<C extends Act = Act> = {
  readonly remoteIds: readonly string[] /** In the order in which to send them; empty when nothing can be taken back. */;
  readonly undo: readonly C[];
};

export type Remote = Marketplace | Distributor | DistributorAccounts | Psa;

/** Whether what was bought at a distributor can be read too. */
export const hasGoods = (remote: Distributor | DistributorAccounts): remote is Distributor => 'subscriptions' in remote;

/** Opens the remote of a connection. Secrets come decrypted and go nowhere else; `keepSecrets` stores a rotated refresh token before it is used (F40). */
export type OpenRemote = (connection: {
  readonly connectionId: string;
  readonly settings: ConnectionSettings;
  readonly secrets: ConnectionSecrets;
  readonly keepSecrets: (changed: ConnectionSecrets, replaces?: string) => Promise<void>;
}) => Remote;
