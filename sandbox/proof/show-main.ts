import { failing, proveAll, scores } from './prove.ts';
import { keptSamples } from './samples.ts';

// node sandbox/proof/show-main.ts [REMOTE]: what does not conform, and the score of each remote.
const verdicts = await proveAll(keptSamples());
process.stdout.write(`${failing(verdicts, process.argv[2] ?? '')}\n`);
for (const { remote, conforming, total, excepted } of scores(verdicts))
  process.stdout.write(`${remote}: ${String(conforming)} / ${String(total)}, ${String(excepted)} with a reason\n`);
