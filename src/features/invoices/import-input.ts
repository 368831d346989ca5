import type { InvoiceKind, InvoiceSource, TieProblem, VersionState } from '../../model/invoice.ts';
import type { NearestKind } from './nearest-kind.ts';
import type { InvoiceFile } from './scan/keep-file.ts';

/** What an invoice says of itself. Amounts as decimal text; what is left out is read from the lines, or not compared. */
export type GivenHeader = {
  readonly number?: string | undefined;
  /** `2026-10`. */
  readonly period?: string | undefined;
  readonly currency?: string | undefined;
  readonly lines?: number | undefined;
  readonly subtotal?: string | undefined;
  readonly tax?: string | undefined;
  readonly total?: string | undefined;
  /** How the provider marks it: one that is credited or void asks for nothing any more. */
  readonly status?: string | undefined;
};

/** All files of one manifest or upload, whoever brings them. */
export type ImportInvoice = {
  readonly connectionId: string;
  /** Known by the columns if left out. */
  readonly kind?: InvoiceKind | undefined;
  readonly source: InvoiceSource;
  readonly header?: GivenHeader | undefined;
  /** Of the manifest: with it an import that was killed goes on behind the files it has kept. */
  readonly manifestEtag?: string | undefined;
  /** The same for files without a manifest: whoever brings them again says the same. */
  readonly resumeKey?: string | undefined;
  /** In order of listing; one that is listed twice may come twice. */
  readonly files: readonly InvoiceFile[];
  /** Names that the manifest lists and that could not be fetched: what there is is kept, and not published by itself. */
  readonly missing?: readonly string[] | undefined;
};

export type VersionProblem = { readonly code: TieProblem; readonly sentence: string; readonly count: number };

export type ImportOutcome =
  | {
      readonly status: 'imported';
      readonly invoiceId: string;
      readonly n: number;
      /** False when the very same lines were here already. */
      readonly isNew: boolean;
      readonly state: VersionState;
      readonly lines: number;
      readonly problems: readonly VersionProblem[];
    }
  | {
      readonly status: 'refused';
      readonly because: 'wrongPartner';
      readonly fileTenant: string;
      readonly ownTenant: string;
      readonly file: string;
    }
  | { readonly status: 'refused'; readonly because: 'kindUnknown'; readonly file: string; readonly nearest: NearestKind | undefined }
  | { readonly status: 'refused'; readonly because: 'unknownConnection' | 'notASupplier' | 'noFiles' };

/** How an import tells how far it is, and hears that it should stop. */
export type ImportWatch = {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((lines: number, file: string) => Promise<void>) | undefined;
};
