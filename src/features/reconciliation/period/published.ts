import type { Decimal } from '../../../lib/decimal.ts';
import type { Context } from '../../context.ts';
import type { FileFormat } from '../files/read/read-fields.ts';

/** One published version of a provider's file of a month, as the store keeps it. */
export type PublishedFile = {
  /** Invoice lines, the days of usage behind them, the items of a distributor, or lines of Microsoft's old offers. */
  readonly holds: 'lines' | 'usage' | 'items' | 'oldLicences' | 'oldUsage';
  readonly invoiceId: string;
  readonly number: string;
  readonly connectionId: string;
  readonly version: number;
  /** The same content has the same. */
  readonly contentHash: string;
  readonly fetchedAt: string;
  readonly format: FileFormat;
  /** False when it was published although something of it is missing. */
  readonly isComplete: boolean;
  /** Distinct contents in order of first listing, inflated. */
  readonly blobs: readonly KeptFile[];
  /** What came and went since an earlier version of this invoice. */
  readonly changesSince: (version: number, signal: AbortSignal) => AsyncIterable<LineChange>;
};

/** `linesIn`: the folder for lines as they were read, where they are kept. */
export type KeptFile = { readonly name: string; readonly kept: string; readonly linesIn?: string };

/** A line that came with a version, or went. Money before tax, as it moves what the partner is charged. */
export type LineChange = {
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly currency: string;
  readonly amount: Decimal;
  readonly change: 'added' | 'removed';
  /** In the version that has it, counted from 0. */
  readonly lineNo: number;
};

/** Where the published files of a month come from. */
export type PublishedFiles = (
  context: Context,
  period: string,
  connectionIds: readonly string[] | undefined,
) => Promise<readonly PublishedFile[]>;
