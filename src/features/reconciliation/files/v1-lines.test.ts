import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { findingLine } from './finding.ts';
import { reconcileFiles } from './index.ts';

const bench = path.resolve(import.meta.dirname, '../../../../bench/generate.mjs');

/** How the first API writes what the export writes so (partner-center-api.md 10.3). */
const names: Readonly<Record<string, string>> = { Total: 'totalForCustomer', PCToBCExchangeRate: 'pcToBCExchangeRate' };
const words: Readonly<Record<string, string>> = { cancelImmediate: 'Cancel', new: 'New', renew: 'Renew', cycleCharge: 'CycleCharge' };
const camel = (name: string): string => names[name] ?? `${name.charAt(0).toLowerCase()}${name.slice(1)}`;

function asFirstApi(line: string): string {
  const fields = JSON.parse(line) as Record<string, string>; // the generator's own line
  const other = Object.fromEntries(Object.entries(fields).map(([name, value]) => [camel(name), value]));
  const chargeType = words[fields['ChargeType'] ?? ''] ?? fields['ChargeType'];
  return JSON.stringify({
    ...other,
    customerId: `org:${fields['CustomerId'] ?? ''}`,
    chargeType,
    chargeEndDate: fields['ChargeEndDate'] === '' ? '0001-01-01T00:00:00' : fields['ChargeEndDate'],
    invoiceLineItemType: 'billing_line_items',
  });
}

test('lines of the first API show what the export of the same invoice shows', async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'concord-v1-'));
  onTestFinished(() => rm(data, { recursive: true, force: true }));
  const options = { customers: 120, lines: 6000, errorRate: 0.2, seed: 9, formats: 'jsonl', quiet: true, out: data };
  const script = `import { generate } from ${JSON.stringify(bench)}; await generate(${JSON.stringify(options)});`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  const findings = async (): Promise<string> => (await reconcileFiles({ data }, () => 0)).findings.map(findingLine).join('');
  const byExport = await findings();

  const blobs = path.join(data, 'microsoft/p0/recon');
  for (const name of (await readdir(blobs)).filter((each) => each.startsWith('part-'))) {
    const lines = gunzipSync(await readFile(path.join(blobs, name)))
      .toString()
      .trim()
      .split('\n');
    await writeFile(path.join(blobs, name), gzipSync(`${lines.map(asFirstApi).join('\n')}\n`));
  }

  expect(byExport.includes('"cancel_refund_missing"')).toBe(true);
  expect(await findings()).toBe(byExport);
});
