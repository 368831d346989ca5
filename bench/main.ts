import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Benchmark, heldAgainst, type Race, race, readFlags, type Spread } from './benchmark.ts';
import { benchmarks } from './benchmarks.ts';

// npm run bench [-- NAME ...] [--rounds 3] [--lines N ...]: product and peer in turn in one call; ratios are taken pair by pair.
const { names, flags } = readFlags(process.argv.slice(2));
/** A name stands for itself and for all that begin with it: `sandbox` for `sandbox-reads`, `sandbox-start`, `sandbox-year`. */
const isMeant = (benchmark: Benchmark, name: string): boolean => benchmark.name === name || benchmark.name.startsWith(`${name}-`);
const unknown = names.filter((name) => !benchmarks.some((benchmark) => isMeant(benchmark, name)));
if (unknown.length > 0) {
  process.stderr.write(`Unknown benchmark: ${unknown.join(', ')}. There are: ${benchmarks.map(({ name }) => name).join(', ')}.\n`);
  process.exit(2);
}

const short = ({ min, median, max }: Spread, digits: number): string =>
  `${median.toFixed(digits)} (${min.toFixed(digits)}-${max.toFixed(digits)})`;

function table({ contenders, ratios }: Race): string {
  const rows = contenders.map(({ name, seconds, cpuSeconds, peakMiB, last }) => {
    const ratio = ratios.find(({ against }) => against === name);
    const facts = Object.entries(last.facts ?? {}).map(([fact, value]) => `${fact} ${String(value)}`);
    return [
      name,
      short(seconds, 2),
      cpuSeconds === undefined ? '-' : short(cpuSeconds, 2),
      peakMiB === undefined ? '-' : short(peakMiB, 0),
      ratio === undefined ? '' : short(ratio.ratio, 2),
      facts.join(', '),
    ];
  });
  const all = [['', 'seconds', 'CPU seconds', 'peak MiB', 'concord / it', ''], ...rows];
  const widths = [14, 20, 20, 20, 20, 0];
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('')
        .trimEnd(),
    )
    .join('\n');
}

const results: Record<string, unknown> = {};
for (const benchmark of benchmarks) {
  if (names.length > 0 && !names.some((name) => isMeant(benchmark, name))) continue;
  process.stdout.write(`${benchmark.name}: ${benchmark.what}\n`);
  const { contenders, facts, bars = [], close } = await benchmark.prepare(flags);
  const usual = benchmark.rounds ?? 3;
  const rounds = Math.max(Math.min(3, usual), flags.count('rounds', usual));
  await using opened = new AsyncDisposableStack();
  opened.defer(() => close?.());
  const raced = await race(contenders, rounds, (text) => process.stderr.write(`  ${text}\n`));
  const result = benchmark.areApart === true ? { ...raced, ratios: [] } : raced;
  const held = heldAgainst(bars, result);
  process.stdout.write(`${[table(result), ...held].join('\n')}\n\n`);
  results[benchmark.name] = { facts, rounds, ...result, ...(held.length > 0 && { held }) };
}
const report = path.resolve(import.meta.dirname, '../reports/bench.json');
await mkdir(path.dirname(report), { recursive: true });
await writeFile(
  report,
  `${JSON.stringify({ node: process.version, cores: navigator.hardwareConcurrency, benchmarks: results }, null, 1)}\n`,
);
