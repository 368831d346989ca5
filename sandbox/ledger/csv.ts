import type { ChargeLine } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { type Document, type ReconColumn, reconColumns, valuesOf } from './columns.ts';

/** Columns that are days; the file writes them as `10/1/2026`. */
const days: ReadonlySet<string> = new Set<ReconColumn>([
  'OrderDate',
  'ChargeStartDate',
  'ChargeEndDate',
  'PCToBCExchangeRateDate',
  'SubscriptionStartDate',
  'SubscriptionEndDate',
]);

/** The header row, byte for byte. */
export const csvHeader = `${reconColumns.map((column) => `"${column}"`).join(',')}\r\n`;

export const american = (day: string): string => {
  if (day === '') return '';
  const [year, month, date] = day.slice(0, 10).split('-').map(Number);
  return `${String(month)}/${String(date)}/${String(year)}`;
};

const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

export function csvRow(world: World, line: ChargeLine, document: Document): string {
  const values = valuesOf(world, line, document);
  return `${reconColumns.map((column) => cell(days.has(column) ? american(values[column]) : values[column])).join(',')}\r\n`;
}

const encoder = new TextEncoder();
const chunk = 65_536;

/** The file as it is downloaded, made while it is sent. */
export async function* csvFile(world: World, lines: Iterable<ChargeLine>, document: Document): AsyncGenerator<Uint8Array> {
  let text = csvHeader;
  for (const line of lines) {
    text += csvRow(world, line, document);
    if (text.length < chunk) continue;
    yield encoder.encode(text);
    text = '';
    await new Promise(setImmediate);
  }
  yield encoder.encode(text);
}
