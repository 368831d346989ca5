import { strFromU8, unzipSync } from 'fflate';
import type { TestSandbox } from '../../testing.ts';
import type { Case, Shown } from '../case.ts';

/** The header row of the table that a download is, zipped as it comes. */
async function table(box: TestSandbox, call: string): Promise<Shown> {
  const bearer = await box.bearer('pc-1', 'https://api.partner.microsoft.com');
  const answer = await fetch(`${box.url}/api.partner.microsoft.com/v1.0/sales/${call}`, { headers: { authorization: `Bearer ${bearer}` } });
  if (answer.status !== 200) throw new Error(`${String(answer.status)}: ${(await answer.text()).slice(0, 300)}`);
  const [file] = Object.values(unzipSync(new Uint8Array(await answer.arrayBuffer())));
  if (file === undefined) throw new Error('The archive is empty');
  const [header = '', first = ''] = strFromU8(file).replace('\u{feff}', '').split(/\r?\n/);
  if (first === '') throw new Error('The table has no rows');
  return { columns: header.split(',').map((column) => column.replaceAll('"', '')) };
}

export const priceCases: readonly Case[] = [
  { sample: 'partner-center/fxrates.csv', show: (box) => table(box, "fxrates(Month='202610')/$value") },
  { sample: 'partner-center/offermatrix.csv', show: (box) => table(box, "offermatrix(Month='202611')/$value") },
  {
    sample: 'partner-center/pricesheets.license-based.csv',
    show: (box) => table(box, "pricesheets(Market='US',PricesheetView='updatedlicensebased')/$value?timeline=history&month=202610"),
  },
];
