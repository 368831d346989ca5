import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSamples } from './samples.ts';

// node sandbox/proof/take-main.ts FOLDER: takes the shapes of the published samples anew from the reference material.
const samples = readSamples(process.argv[2] ?? '../shared');
if (samples === undefined) {
  process.stderr.write('There are no fixtures in that folder.\n');
  process.exitCode = 1;
} else {
  writeFileSync(join(import.meta.dirname, 'samples.json'), `[\n${samples.map((sample) => JSON.stringify(sample)).join(',\n')}\n]\n`);
  process.stdout.write(`${String(samples.length)} samples\n`);
}
