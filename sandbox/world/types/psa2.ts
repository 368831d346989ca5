/** A value as JSON keeps it. Amounts are decimal text; the entity's definition says which members are amounts. */
export type PlainValue = string | number | boolean | null;

/** Any JSON, for members that a remote takes and gives back without looking inside. */
export type PlainJson = PlainValue | readonly PlainJson[] | { readonly [member: string]: PlainJson };

/** A PSA system whose books were laid at its first use. `next`: the last number given out for each kind of row. */
export type PsaOpened = { readonly id: 'autotask' | 'halopsa'; readonly openedAt: string; readonly last: Readonly<Record<string, number>> };

/** One row of an Autotask entity; members that it does not say are null. `id` = `Contracts/29730100`. */
export type AutotaskRow = {
  readonly id: string;
  readonly entity: string;
  readonly number: number;
  readonly values: Readonly<Record<string, PlainValue>>;
  /** Values of user-defined fields by name. */
  readonly udf?: Readonly<Record<string, string>>;
  /** Lines of a contract only: what changed its units and prices, in the order in which it was told. Unit rows are made from this. */
  readonly log?: readonly AutotaskUnitChange[];
  /** Lines of a contract only: the day that numbers of unit rows are counted from. */
  readonly anchor?: string;
};

export type AutotaskUnitChange = {
  /** Effective day. */
  readonly day: string;
  /** Delta; the first entry of a line is its first number. */
  readonly units: number;
  readonly price?: string;
  readonly cost?: string;
  readonly madeAt: string;
  /** Number of the adjustment; absent for the first units and for a changed price of the line. */
  readonly adjustment?: number;
};

/** Something that Autotask or HaloPSA sends to a webhook's address. `answers`: status of each try, 0 when nobody answered. */
export type PsaNotice = {
  readonly id: string;
  readonly psa: 'autotask' | 'halopsa';
  readonly webhookId: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly status: 'waiting' | 'held' | 'retrying' | 'delivered' | 'failed';
  readonly answers: readonly number[];
  readonly createdAt: string;
  /** Of one that is tried again: when. */
  readonly nextAt?: string;
};

/** One row of a HaloPSA resource. `id` = `Client/12`; lines of recurring invoices are `InvoiceDetail/900`. */
export type HaloRow = {
  readonly id: string;
  readonly resource: string;
  readonly number: number;
  readonly values: Readonly<Record<string, PlainJson>>;
};
