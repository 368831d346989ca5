// The size bands of the house: small files in src, and about as many lines of tests as of product.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const isTest = (path) => /\.test\.tsx?$/.test(path);
const skipped = new Set(['node_modules', 'dist', 'fixtures', 'estate', '.git', 'data', 'reports']);

function* filesBelow(folder) {
  for (const name of readdirSync(folder)) {
    if (skipped.has(name)) continue;
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesBelow(path);
    else if (/\.tsx?$/.test(name)) yield path;
  }
}

const linesOf = (path) => readFileSync(path, 'utf8').replace(/\n$/, '').split('\n').length;
const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** Measures the tree; `code` is 0 when all bands hold. */
export function checkSizes(root) {
  const files = [...filesBelow(root)].map((path) => ({ path: relative(root, path), lines: linesOf(path) }));
  const of = (folder) => files.filter(({ path }) => path.startsWith(`${folder}/`) && !isTest(path));
  const src = of('src');
  const sizes = src.map(({ lines }) => lines).sort((a, b) => a - b);
  const [median, p90] = [quantile(sizes, 0.5), quantile(sizes, 0.9)];
  const product = src.reduce((sum, { lines }) => sum + lines, 0);
  const tests = files.filter(({ path }) => isTest(path)).reduce((sum, { lines }) => sum + lines, 0);
  const long = [...src, ...of('sandbox'), ...of('web'), ...of('test'), ...of('bench')].filter(({ lines }) => lines > 500);
  const share = product === 0 ? 1 : tests / product;
  const broken = [
    ...(median > 110 ? [`the median file of src has ${median} lines, at most 110`] : []),
    ...(p90 > 250 ? [`one in ten files of src has more than ${p90} lines, at most 250`] : []),
    ...long.map(({ path, lines }) => `${path} has ${lines} lines, at most 500`),
    ...(share < 0.8 ? [`${tests} lines of tests for ${product} lines of src: ${share.toFixed(2)}, at least 0.80`] : []),
  ];
  const note = `src ${src.length} files, median ${median}, p90 ${p90}; tests ${share.toFixed(2)} of src`;
  return { code: broken.length === 0 ? 0 : 1, output: broken.join('\n'), seconds: 0, note };
}
