import { type ReconcileFilesOptions, reconcileFilesCommand } from '../src/cli/reconcile-files.ts';

// Runs the command alone, without the rest of the program: node bench/reconcile-files-once.ts --data DIR --findings OUT [--json] [--format csv]
const given = new Map<string, string[]>();
const args = process.argv.slice(2);
for (let index = 0; index < args.length; index += 1) {
  const name = (args[index] ?? '').replace(/^--/, '');
  const value = name === 'json' ? '' : (args[(index += 1)] ?? '');
  given.set(name, [...(given.get(name) ?? []), value]);
}
const options: ReconcileFilesOptions = {
  data: given.get('data')?.[0],
  findings: given.get('findings')?.[0] ?? '',
  json: given.has('json'),
  format: given.get('format')?.[0] === 'csv' ? 'csv' : given.get('format')?.[0] === 'jsonl' ? 'jsonl' : undefined,
  invoice: given.get('invoice'),
  usage: given.get('usage'),
  estate: given.get('estate'),
  audit: given.get('audit'),
  prices: given.get('prices'),
  distributor: given.get('distributor'),
  psa: given.get('psa'),
  mapping: given.get('mapping'),
};
process.exitCode = await reconcileFilesCommand(options, {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  nowMs: () => performance.now(),
});
