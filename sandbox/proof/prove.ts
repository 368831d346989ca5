import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aSandbox, type TestSandbox } from '../testing.ts';
import { callsOf, notCalled } from './called.ts';
import type { Case, Shown } from './case.ts';
import { areas } from './cases.ts';
import { exceptions } from './exceptions.ts';
import { isExcused } from './may-lack.ts';
import { type Sample, shapesOf } from './samples.ts';
import { disagreements, nothingToCompare, type Shape, shapeOf } from './shape.ts';

export type Verdict = { readonly sample: string; readonly problems: readonly string[] };

/** Takes every case in turn, the cases of an area against one sandbox in the order of the table. */
export async function proveAll(samples: readonly Sample[]): Promise<readonly Verdict[]> {
  const shapes = shapesOf(samples);
  const known = new Map(samples.map((sample) => [sample.name, sample]));
  const verdicts: Verdict[] = [];
  for (const area of areas) {
    const box = await aSandbox({ seed: 1, scale: 60 });
    const calls = callsOf(box);
    try {
      for (const { sample, show } of area) {
        const found = known.get(sample);
        const problems = found === undefined ? ['there is no such sample'] : await judge(show, box, found, shapes.get(sample));
        verdicts.push({ sample, problems: found === undefined ? problems : [...problems, ...notCalled(found, await calls())] });
      }
    } finally {
      await box.sandbox.close();
    }
  }
  const seen = new Set([...verdicts.map(({ sample }) => sample), ...Object.keys(exceptions)]);
  return [
    ...verdicts,
    ...samples.filter(({ name }) => !seen.has(name)).map(({ name }) => ({ sample: name, problems: ['nobody looked yet'] })),
  ];
}

async function judge(show: Case['show'], box: TestSandbox, sample: Sample, shape: Shape | undefined): Promise<readonly string[]> {
  try {
    return against(await show(box), sample, shape);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function against(shown: Shown, { name, columns = [], rows = [], shape: own }: Sample, shape: Shape | undefined): readonly string[] {
  if ('columns' in shown) {
    const same = columns.length === shown.columns.length && columns.every((column, n) => column === shown.columns[n]);
    return same ? [] : [`columns: ${shown.columns.join(',')}`];
  }
  if ('rows' in shown) return besideRows(rows, shown.rows);
  if (shape === undefined || own === undefined) return ['the sample is no JSON'];
  const beside = (value: unknown): readonly string[] => {
    // A list may be empty where this very sample shows it so, whatever others of its kind have in it.
    const empty = disagreements(own, shapeOf(value));
    return disagreements(shape, shapeOf(value)).filter(
      (text) => !isExcused(name, text) && (!text.endsWith(nothingToCompare) || empty.includes(text)),
    );
  };
  if ('body' in shown) return beside(shown.body);
  const refused = shown.status >= 400 ? [`refused with ${String(shown.status)}: ${JSON.stringify(shown.answer ?? '').slice(0, 300)}`] : [];
  return [...refused, ...beside(shown.sent).map((text) => `the request sent, ${text}`)];
}

function besideRows(wanted: readonly (readonly string[])[], shown: readonly (readonly string[])[]): readonly string[] {
  const plain = (row: readonly string[]): string => row.join(' | ');
  const has = new Set(shown.map(plain));
  const lacking = wanted.map(plain).filter((row) => !has.has(row));
  return shown.length === wanted.length ? lacking : [...lacking, `${String(shown.length)} rows instead of ${String(wanted.length)}`];
}

export type Score = { readonly remote: string; readonly conforming: number; readonly total: number; readonly excepted: number };

/** Conforming and total for each remote; samples with a stated reason count apart. */
export function scores(verdicts: readonly Verdict[]): readonly Score[] {
  const remoteOf = (name: string): string => name.split('/')[0] ?? '';
  const names = [...new Set([...verdicts.map(({ sample }) => remoteOf(sample)), ...Object.keys(exceptions).map(remoteOf)])];
  return names.map((remote) => {
    const own = verdicts.filter(({ sample }) => remoteOf(sample) === remote && !(sample in exceptions));
    const excepted = Object.keys(exceptions).filter((sample) => remoteOf(sample) === remote).length;
    return { remote, conforming: own.filter(({ problems }) => problems.length === 0).length, total: own.length + excepted, excepted };
  });
}

/** What does not conform, of remotes whose name begins so, for people. */
export const failing = (verdicts: readonly Verdict[], remote = ''): string =>
  verdicts
    .filter(({ sample, problems }) => problems.length > 0 && sample.startsWith(remote))
    .map(({ sample, problems }) => `${sample}\n    ${problems.join('\n    ')}`)
    .join('\n');

const floorFile = join(import.meta.dirname, 'floor.json');

/** How many samples of each remote conform at least: it only rises. */
export const floor = (): Readonly<Record<string, number>> =>
  JSON.parse(readFileSync(floorFile, 'utf8')) as Readonly<Record<string, number>>;
