// `npm run check`: types, rules, layout, imports, dead code, sizes. Everything is run even when something fails, so that one look shows all.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './run.mjs';
import { checkSizes } from './sizes.mjs';

const tsc = ['node_modules/typescript-7/bin/tsc', '-p'];
const folders = ['src', 'sandbox', 'test', 'bench', 'scripts', 'web'].filter((folder) => existsSync(join(root, folder)));

const steps = {
  types: () => run('node', [...tsc, 'tsconfig.json', '--pretty', 'false']),
  'types of the browser app': () =>
    existsSync(join(root, 'web/tsconfig.json'))
      ? run('node', [...tsc, 'web/tsconfig.json', '--pretty', 'false'])
      : { code: 0, output: '', seconds: 0 },
  rules: checkRules,
  layout: () => run('biome', ['check', '.', '--max-diagnostics=20']),
  imports: checkImports,
  'dead code': () => run('knip', ['--no-progress', '--no-config-hints']),
  sizes: async () => checkSizes(root),
};

/** With the number of files, because a linter that sees nothing is green as well. */
async function checkRules() {
  const result = await run('oxlint');
  return { ...result, note: /on (\d+ files with \d+ rules)/.exec(result.output)?.[1] };
}

/** The law of imports, and the proof that it was applied: a cruiser that sees nothing is green as well. */
async function checkImports() {
  const cruised = folders.filter((folder) => folder !== 'scripts' && folder !== 'bench');
  const result = await run('depcruise', [...cruised, '--config', '.dependency-cruiser.cjs', '--output-type', 'json']);
  let seen;
  try {
    seen = JSON.parse(result.output.slice(result.output.indexOf('{')));
  } catch {
    return { ...result, code: result.code || 1 };
  }
  const broken = seen.summary.violations.filter((one) => one.rule.severity === 'error');
  const lines = broken.map((one) => `${one.rule.name}: ${one.from} -> ${one.to}`);
  const own = seen.modules.filter((module) => /^(src|sandbox|web)\//.test(module.source)).length;
  if (own <= 50) lines.push(`only ${own} modules were seen: the rules were not applied`);
  return { code: lines.length === 0 ? 0 : 1, output: lines.join('\n'), seconds: result.seconds, note: `${own} modules` };
}

async function runStep(name) {
  const { code, output, seconds = 0, note } = await steps[name]();
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(26)} ${seconds.toFixed(1).padStart(5)} s${note ? `  ${note}` : ''}`);
  if (code !== 0) console.log(shorten(output.trim()).replace(/^/gm, '       '));
  return code === 0;
}

/** Enough to work with; the step alone (`npm run check rules`) prints the same, so nothing is hidden for long. */
function shorten(text) {
  const lines = text.split('\n');
  return lines.length <= 120 ? text : [...lines.slice(0, 120), `... ${lines.length - 120} more lines`].join('\n');
}

/** Two lanes for two cores: the rules take as long as all the rest. */
const lanes = [['rules'], ['types', 'types of the browser app', 'layout', 'imports', 'dead code', 'sizes']];

const wanted = process.argv.slice(2);
const results = await Promise.all(
  lanes.map(async (lane) => {
    const done = [];
    for (const name of lane) if (wanted.length === 0 || wanted.includes(name)) done.push(await runStep(name));
    return done;
  }),
);
const ok = results.flat().every(Boolean);
console.log(ok ? 'Everything holds.' : 'Something does not hold.');
process.exitCode = ok ? 0 : 1;
