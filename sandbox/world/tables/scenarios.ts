import { Table } from '../table.ts';
import type * as t from '../types.ts';

/** Scenarios that were run, with the right answers. Keys: `id` of the row as text. */
export const scenariosTables = () => ({ scenarioRuns: new Table<t.ScenarioRun>() });
