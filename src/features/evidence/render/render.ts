import type { Pack } from '../pack.ts';
import { renderCsv } from './csv.ts';
import { renderJson } from './json.ts';
import { renderPdf } from './pdf.ts';
import { renderXlsx } from './xlsx.ts';

export type Format = 'csv' | 'xlsx' | 'json' | 'pdf';

type Renderer = {
  readonly type: string;
  /** Rows at most: a spreadsheet and a document are made in memory (ux reference 15.4); the others flow. */
  readonly most: number;
  /** Made in one go: nothing else is done meanwhile on the thread that makes it. */
  readonly isLong: boolean;
  readonly render: (pack: Pack) => AsyncIterable<string | Buffer>;
};

export const renderers: Readonly<Record<Format, Renderer>> = {
  csv: { type: 'text/csv; charset=utf-8', most: Number.POSITIVE_INFINITY, isLong: false, render: renderCsv },
  json: { type: 'application/json; charset=utf-8', most: Number.POSITIVE_INFINITY, isLong: false, render: renderJson },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', most: 100_000, isLong: true, render: renderXlsx },
  pdf: { type: 'application/pdf', most: 5_000, isLong: true, render: renderPdf },
};
