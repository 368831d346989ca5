import { expect, test } from 'vitest';
import { runCli } from './main.ts';
import { exitCodes } from './output.ts';
import type { System } from './system.ts';

/** What a command that never gets as far as an act says, and its exit code. */
async function said(...args: readonly string[]): Promise<readonly [number, string]> {
  let err = '';
  const code = await runCli(args, {
    system: {} as System, // nothing is asked of it
    io: { out: () => undefined, err: (text) => void (err += text), isTerminal: false },
    env: {},
    cwd: '/',
    nowMs: () => 0,
  });
  return [code, err];
}

test.each([
  [['sandbox', '--scale', '5'], '--scale cannot be 5.\nIt must be a whole number from 10 to 150000.'],
  [['sandbox', '--seed', 'x'], '--seed cannot be x.\nIt must be a whole number from 0 to 4294967295.'],
  [['settings', 'try', '{prorate: 3, colour: red}'], '  - prorate: It must be true or false.\n  - the choice: There is no field "colour".'],
  [['settings', 'try', '{prorate'], 'The choice is neither JSON nor YAML.'],
  [['schedules', 'set', 'nothing', 'never'], 'There are '],
  [['schedules', 'blackouts', 'someday'], 'Write days and times like "mon,tue 22:00-06:00".'],
])('what is wrong in %j is said in plain words', async (args, sentence) => {
  expect(await said(...args)).toEqual([exitCodes.usage, expect.stringContaining(sentence)]);
});
