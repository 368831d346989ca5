import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { Fault } from '../../src/lib/errors.ts';
import { ScenarioFile } from './language.ts';
import { mistakeLines, readYaml } from './read.ts';

const folder = import.meta.dirname;

/** Files of this folder that run on a world; `sample.yaml` is laid with it instead. */
export const scenarioNames = (): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && name !== 'sample.yaml')
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();

export const scenarioPath = (name: string): string => join(folder, `${name}.yaml`);

/** The text of a scenario of this folder; undefined when there is none of that name. */
export const scenarioText = (name: string): string | undefined =>
  scenarioNames().includes(name) ? readFileSync(scenarioPath(name), 'utf8') : undefined;

/** Reads a file in a shape, or says which lines are wrong and what to write instead. */
export function readFileAs<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> {
  if (!existsSync(path))
    throw new Fault('scenario_missing', 'needs_operator', `There is no scenario ${path}.`, {
      hint: `A YAML file, or one of these: ${scenarioNames().join(', ')}.`,
    });
  const read = readYaml(readFileSync(path, 'utf8'), schema);
  if ('value' in read) return read.value;
  throw new Fault(
    'scenario_unreadable',
    'needs_operator',
    `The scenario ${path} cannot be read: ${mistakeLines(read.mistakes).join(' ')}`,
    {
      hint: 'Put the named lines right; sandbox/scenario/*.yaml are examples.',
    },
  );
}

export const readScenarioFile = (path: string): z.output<typeof ScenarioFile> => readFileAs(path, ScenarioFile);
