import type { Day } from '../days.ts';
import type { SeenAccount } from '../inputs/accounts.ts';

/** Days that a line does not have. */
export const noDay: Day = -(2 ** 31);

/** Lines of one batch; their numbers take about 100 KiB. */
export const batchRows = 1024;

const doubles = ['unit', 'effective', 'quantity', 'quantityRest', 'rate', 'subtotal', 'tax', 'total', 'hash'] as const;
const integers = ['index', 'run', 'market', 'item', 'chargeType', 'chargeStart', 'chargeEnd', 'termStart', 'flags'] as const;
type DoubleName = (typeof doubles)[number];
type IntegerName = (typeof integers)[number];

/** What is not a number about a line, as bits of `flags`. */
export const lineFlags = {
  /** A price, quantity or rate has digits beyond the sixth: compute from the texts. */
  isFine: 1,
  /** The file calls it usage of an Azure plan. */
  isAzurePlan: 2,
  /** It has a price adjustment. */
  isAdjusted: 4,
  /** The same line stands shortly before, byte for byte. */
  isRepeated: 8,
  /** It names a promotion. */
  isPromoted: 16,
  /** It says that it is of an extended service term. */
  isExtended: 32,
  /** It names a meter of usage. */
  isMetered: 64,
} as const;

/** The numbers of a batch's lines, column by column in one piece of memory that goes from thread to thread without being copied. */
export type LineColumns = Readonly<Record<DoubleName, Float64Array>> & Readonly<Record<IntegerName, Int32Array>>;

const bytesOfDoubles = doubles.length * batchRows * 8;

const batchBytes = bytesOfDoubles + integers.length * batchRows * 4;
export const newBatchMemory = (): ArrayBuffer => new ArrayBuffer(batchBytes);

/** Where a batch lies: in memory of its own, or within some that holds more. */
export type BatchPlace = { readonly memory: ArrayBuffer; readonly at: number };
export const bytesOfBatch = ({ memory, at }: BatchPlace): Uint8Array => new Uint8Array(memory, at, batchBytes);

export function columnsOf(memory: ArrayBuffer, at = 0): LineColumns {
  const double = (name: DoubleName) => new Float64Array(memory, at + doubles.indexOf(name) * batchRows * 8, batchRows);
  const integer = (name: IntegerName) => new Int32Array(memory, at + bytesOfDoubles + integers.indexOf(name) * batchRows * 4, batchRows);
  return {
    unit: double('unit'),
    effective: double('effective'),
    quantity: double('quantity'),
    quantityRest: double('quantityRest'),
    rate: double('rate'),
    subtotal: double('subtotal'),
    tax: double('tax'),
    total: double('total'),
    hash: double('hash'),
    index: integer('index'),
    run: integer('run'),
    market: integer('market'),
    item: integer('item'),
    chargeType: integer('chargeType'),
    chargeStart: integer('chargeStart'),
    chargeEnd: integer('chargeEnd'),
    termStart: integer('termStart'),
    flags: integer('flags'),
  };
}

/** Neighbouring lines of one subscription, or of one order of a commitment. `account` counts over the accounts of the blob. */
export type Run = {
  readonly subscriptionId: string;
  readonly customerId: string;
  readonly account: number;
  /** It is a reservation or savings plan, and the order of it stands for the subscription. */
  readonly isCommitment: boolean;
};
/** Who charges: the partner tenant, the invoice and its currency; and the record of the blob where that is seen first. */
export type Account = SeenAccount;
/** Where and how something is sold, as the file writes it. */
export type MarketText = { readonly country: string; readonly currency: string; readonly term: string; readonly frequency: string };
/** What is sold. */
export type ItemText = { readonly productId: string; readonly skuId: string };
/** The texts of a line whose numbers have more digits than millionths hold. */
export type FineText = { readonly price: string; readonly quantity: string; readonly rate: string };
/** A record that cannot be used; `line` counts from 1 over the file. */
export type BadLine = { readonly line: number; readonly message: string; readonly column?: string };

/** Some lines of one blob, parsed: all that the judge needs of them. `accounts`, `markets` and `items` are those that are new in the blob. */
export type LineBatch = {
  readonly memory: ArrayBuffer;
  readonly rows: number;
  readonly runs: readonly Run[];
  readonly accounts: readonly Account[];
  readonly markets: readonly MarketText[];
  readonly items: readonly ItemText[];
  /** By row. */
  readonly fine: ReadonlyMap<number, FineText>;
  readonly bad: readonly BadLine[];
  /** SHA-256 of each line's bytes, only when the blob is read again to confirm repetitions. */
  readonly digests: readonly string[];
};
