import type { RemoteRequest } from '../remote.ts';
import { actWords, ScenarioFile } from '../scenario/language.ts';
import { scenarioNames, scenarioText } from '../scenario/library.ts';
import { mistakeLines, readYaml } from '../scenario/read.ts';
import { runScenario } from '../scenario/run.ts';
import { type ControlHandler, ok, refuse } from './call.ts';

/** GET /_control/scenarios: those of the folder, and those that were run on this world. */
export const listScenarios: ControlHandler = ({ stage }) =>
  ok({
    files: scenarioNames().flatMap((name) => {
      const read = readYaml(scenarioText(name) ?? '', ScenarioFile);
      return 'value' in read ? [{ file: name, name: read.value.name, about: read.value.about, steps: read.value.steps.length }] : [];
    }),
    acts: actWords,
    runs: stage.world.tables.scenarioRuns.all(),
  });

/** POST /_control/scenario: YAML or JSON, or `{file: name}` of the folder. Answers what happened and what a good reconciliation finds. */
export const postScenario: ControlHandler = ({ request, stage }) => {
  const file = fileIn(request);
  const text = file === undefined ? request.body : scenarioText(file);
  if (text === undefined) return refuse(404, 'unknown_scenario', `There is no scenario file ${file ?? ''}.`, { files: scenarioNames() });
  const read = readYaml(text, ScenarioFile);
  if ('mistakes' in read) return refuse(400, 'bad_scenario', mistakeLines(read.mistakes).join('\n'), { mistakes: read.mistakes });
  return ok(runScenario(stage, read.value));
};

/** `{"file": "month"}`, or the same as a form. */
function fileIn(request: RemoteRequest): string | undefined {
  const text = request.body.trim();
  const form = /^file=([\w-]+)$/.exec(text)?.[1];
  return form ?? /^\{\s*"?file"?\s*:\s*"?([\w-]+)"?\s*\}$/.exec(text)?.[1];
}
