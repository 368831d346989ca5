import { z } from 'zod';
import { unguarded } from '../../../lib/csv.ts';
import { readCsv } from '../../../lib/csv-read.ts';
import { fromPublicId } from '../../../lib/ids.ts';
import { idPrefixes } from '../../../model/ids.ts';
import type { Decision, MappingKind } from '../decide.ts';
import { absentWord, columns, type FileRow } from './rows.ts';

/** What a line changes, or why it cannot be taken: with its line and column, in words. */
export type FileChange = {
  readonly line: number;
  readonly mappingId: string;
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly decision: Decision;
};
export type FileProblem = { readonly line: number; readonly column: string; readonly sentence: string };
export type FileDiff = { readonly changes: readonly FileChange[]; readonly unchanged: number; readonly problems: readonly FileProblem[] };

/** Targets of a connection by the remote's own id, as decisions name them. */
export type TargetOf = (connectionId: string, remoteId: string) => { readonly targetId: string; readonly name: string } | undefined;

const targetColumn = { account: 'account_id', product: 'service_id' } as const;

/** Holds an edited file against what is kept. Lines that say what is kept change nothing; columns may stand in any order. Pure. */
export function diffFile(kind: MappingKind, text: string, kept: readonly FileRow[], targetOf: TargetOf): FileDiff {
  const { records, openQuote } = readCsv(text);
  if (openQuote !== undefined) return refused(openQuote, '', 'A quotation mark is opened here and never closed.');
  const [head, ...lines] = records;
  const names = (head?.fields ?? []).map((name) => name.trim().toLowerCase());
  const missing = ['id', 'state', targetColumn[kind]].filter((name) => !names.includes(name));
  const [first] = missing;
  if (first !== undefined)
    return refused(1, first, `The column ${missing.join(', ')} is missing; expected are ${columns[kind].join(', ')}.`);
  const byId = new Map(kept.map((row) => [row.id, row]));
  const seen = new Map<string, number>();
  const diff = { changes: [] as FileChange[], unchanged: 0, problems: [] as FileProblem[] };
  for (const { line, fields } of lines) {
    const value = (name: string): string => {
      const at = names.indexOf(name);
      return at < 0 ? '' : unguarded(fields[at] ?? '').trim();
    };
    const problem = (column: string, sentence: string): void => {
      diff.problems.push({ line, column, sentence });
    };
    const row = byId.get(fromPublicId(idPrefixes.mapping, value('id')) ?? '');
    if (row === undefined) {
      problem('id', `There is no mapping ${value('id') || '(empty)'}.`);
      continue;
    }
    const earlier = seen.get(row.id);
    if (earlier !== undefined) {
      problem('id', `Line ${earlier} is about the same mapping.`);
      continue;
    }
    seen.set(row.id, line);
    const wanted = wantedOf(kind, row, value);
    const decision = decisionOf(kind, row, wanted, targetOf);
    if (decision === 'unchanged') diff.unchanged += 1;
    else if ('column' in decision) problem(decision.column, decision.sentence);
    else
      diff.changes.push({
        line,
        mappingId: row.id,
        what: row.what.join(' · '),
        from: told(row.state, row.targetName),
        to: decision.to,
        decision: decision.decision,
      });
  }
  return diff;
}

const refused = (line: number, column: string, sentence: string): FileDiff => ({
  changes: [],
  unchanged: 0,
  problems: [{ line, column, sentence }],
});
const told = (state: string, name: string): string => (name === '' ? state : `${state}: ${name}`);

type Wanted = { readonly state: string; readonly target: string; readonly reason: string; readonly until: string };
const wantedOf = (kind: MappingKind, row: FileRow, value: (name: string) => string): Wanted => ({
  state: value('state') || row.state,
  target: value(targetColumn[kind]),
  reason: value('reason'),
  until: readsAs(value('until'), row.until) ? row.until : value('until'),
});

/** Spreadsheets write a day as their country does when they save a file: 31.12.2026, 12/31/2026. Told by what is kept, day and month cannot be mixed up. */
function readsAs(text: string, kept: string): boolean {
  const [year, month, day] = kept.split('-').map(Number);
  const parts = text.split(/[./-]/).map(Number);
  return (
    kept !== '' &&
    [
      [day, month, year],
      [month, day, year],
      [year, month, day],
    ].some((order) => order.join() === parts.join())
  );
}
type Verdict = 'unchanged' | { readonly decision: Decision; readonly to: string } | Omit<FileProblem, 'line'>;

function decisionOf(kind: MappingKind, row: FileRow, wanted: Wanted, targetOf: TargetOf): Verdict {
  const { state, target } = wanted;
  if (isKept(row, wanted)) return 'unchanged';
  if (isLeftOut(state)) return leftOut(kind, wanted);
  // Somebody who fills in a target means it, whatever the state beside it still says; the same file once more, too. Who unmaps empties the target.
  if (target !== '' && target === row.target && row.state === 'mapped') return 'unchanged';
  if (target !== '' && (target !== row.target || state === 'mapped' || state === 'unmapped')) return mappedTo(kind, row, target, targetOf);
  return otherwise(kind, row, wanted);
}

const isLeftOut = (state: string): boolean => state === 'ignored' || state === absentWord;

const isKept = (row: FileRow, { state, target, reason, until }: Wanted): boolean =>
  state === row.state && target === row.target && (!isLeftOut(state) || (reason === row.reason && until === row.until));

/** Days that no calendar has (30 February) are none. */
const isDay = (text: string): boolean => z.iso.date().safeParse(text).success;

const mostLetters = 500; // of a reason, as everywhere

function leftOut(kind: MappingKind, { state, reason, until }: Wanted): Verdict {
  if (state === absentWord && kind === 'product') return { column: 'state', sentence: 'A product cannot be absent; write ignored.' };
  if (reason === '') return { column: 'reason', sentence: 'Leaving out needs a reason.' };
  if (reason.length > mostLetters) return { column: 'reason', sentence: `A reason has at most ${mostLetters} characters.` };
  if (until !== '' && !isDay(until)) return { column: 'until', sentence: `${until} is no day like 2026-12-31.` };
  if (state === absentWord) return { decision: { decision: 'absent', reason }, to: `${absentWord}: ${reason}` };
  const to = told('ignored', until === '' ? reason : `${reason}, until ${until}`);
  return { decision: { decision: 'ignore', reason, ...(until !== '' && { until }) }, to };
}

function mappedTo(kind: MappingKind, row: FileRow, target: string, targetOf: TargetOf): Verdict {
  const found = targetOf(row.connectionId, target);
  return found === undefined
    ? { column: targetColumn[kind], sentence: `${target} does not exist in ${row.what.at(-1) ?? 'this connection'}.` }
    : { decision: { decision: 'map', targetId: found.targetId }, to: told('mapped', found.name) };
}

function otherwise(kind: MappingKind, row: FileRow, { state, target }: Wanted): Verdict {
  if (state === 'unmapped' || (state === row.state && target === '')) return { decision: { decision: 'unmap' }, to: 'unmapped' };
  if (state === 'mapped') return { column: targetColumn[kind], sentence: 'Mapped needs a target.' };
  return {
    column: 'state',
    sentence: `${state} is nothing that a person sets; write mapped, unmapped, ignored${kind === 'account' ? ' or absent' : ''}.`,
  };
}
