import type { InvoiceKind } from '../../model/invoice.ts';
import type { BlobReader, Frame } from '../../platform/blobs/blob-reader.ts';
import { CsvFramer, Fields, type Framer, JsonFramer, tenantIdOf, type WantedColumn } from '../reconciliation/files/read/index.ts';
import { columnNames } from './column-names.ts';
import { type Columns, jsonColumns } from './json-columns.ts';
import { type Profile, profiles, type Role } from './profiles.ts';
import { layoutOf, roleOf } from './scan/columns.ts';
import { stretchesWith } from './stretches.ts';

/** One line while it is visited. */
export type LineRecord = {
  /** Its number in its file. */
  readonly record: number;
  /** Its bytes as they stand in the file; valid during the visit. */
  readonly bytes: () => Buffer;
  readonly columns: () => Columns;
  /** Subscription and customer as the provider calls them, in lower case. */
  readonly subscription: string;
  readonly customer: string;
};

type Visit = (line: LineRecord) => void;

/** Reads the lines of kept files again, frame by frame, numbered as they were when they were kept. */
export class RecordReader {
  readonly #blob: BlobReader;
  readonly #isCsv: boolean;
  readonly #profile: Profile;
  #header: Promise<Buffer> | undefined;

  constructor(blob: BlobReader, format: 'csv' | 'jsonl', kind: InvoiceKind) {
    this.#blob = blob;
    this.#isCsv = format === 'csv';
    this.#profile = profiles[kind];
  }

  async visit(frame: Frame, visit: Visit): Promise<void> {
    if (this.#isCsv) this.#visitCsv(frame, await (this.#header ??= this.#readHeader()), visit);
    else this.#visitJson(this.#contentOf(frame), frame.firstRecord, visit);
  }

  /** Visits the lines in which one of these keys stands, and perhaps others; keys are in lower case. Undefined: all lines. */
  async find(frame: Frame, keys: readonly string[] | undefined, visit: Visit): Promise<void> {
    if (this.#isCsv || keys === undefined) return this.visit(frame, visit);
    const content = this.#contentOf(frame);
    const records = (await this.#blob.firstRecordOf(frame.index + 1)) - frame.firstRecord;
    const stretches = stretchesWith(content, keys, records);
    if (stretches === undefined) return this.visit(frame, visit);
    for (const { from, to, record } of stretches) this.#visitJson(content.subarray(from, to), frame.firstRecord + record, visit);
  }

  #contentOf({ index, content }: Frame): Buffer {
    return index === 0 ? content.subarray(this.#blob.footer.preamble) : content;
  }

  async #readHeader(): Promise<Buffer> {
    return Buffer.from(await this.#blob.preamble());
  }

  #visitJson(content: Buffer, firstRecord: number, visit: Visit): void {
    const { columns, places } = layoutOf(this.#profile);
    const asked = columns.filter((_, at) => at === places.subscription || at === places.customer);
    const found = places.subscription < places.customer ? { subscription: 0, customer: 1 } : { subscription: 1, customer: 0 };
    this.#walk(content, firstRecord, asked, found, visit, jsonColumns);
  }

  #visitCsv(frame: Frame, header: Buffer, visit: Visit): void {
    const content = Buffer.concat([header.subarray(startOf(header)), this.#contentOf(frame)]);
    const names = columnNames(content, 'csv');
    const roleAt = (role: Role): number => names.findIndex((name) => roleOf(this.#profile, name) === role);
    const found = { subscription: roleAt('subscription'), customer: roleAt('customer') };
    this.#walk(
      content,
      frame.firstRecord,
      names.map((name) => ({ name })),
      found,
      visit,
      (_bytes, fields) => names.map((name, column) => [name, fields.text(column)] as const),
    );
  }

  #walk(
    content: Buffer,
    firstRecord: number,
    columns: readonly WantedColumn[],
    found: { readonly subscription: number; readonly customer: number },
    visit: Visit,
    columnsOf: (bytes: Buffer, fields: Fields) => Columns,
  ): void {
    const fields = new Fields(columns.length);
    let record = firstRecord;
    const bytes = (): Buffer => fields.record.subarray(fields.recordStart, fields.recordEnd);
    const key = (column: number): string => (column < 0 ? '' : fields.text(column).toLowerCase());
    // Neighbours mostly agree: a text is made again only where the bytes differ.
    const isSame = (column: number): boolean => record > firstRecord && fields.isRepeated[column] === 1;
    let [subscription, customer] = ['', ''];
    const options = {
      columns,
      fields,
      onRecord: () => {
        if (!isSame(found.subscription)) subscription = key(found.subscription);
        if (!isSame(found.customer)) customer = tenantIdOf(key(found.customer));
        visit({
          record,
          bytes,
          columns: () => columnsOf(bytes(), fields),
          subscription,
          customer,
        });
        record += 1;
      },
      onBad: () => undefined,
      onFirst: () => undefined,
    };
    const framer: Framer = this.#isCsv ? new CsvFramer(options) : new JsonFramer(options);
    framer.take(content, 0, true);
  }
}

const startOf = (bytes: Buffer): number => (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
