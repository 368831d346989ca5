import { describe, expect, test } from 'vitest';
import { csvRecord } from '../../../lib/csv.ts';
import { publicId } from '../../../model/ids.ts';
import { diffFile } from './diff.ts';
import { columns, type FileRow } from './rows.ts';

const id = (n: number): string => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;
const row = (n: number, more: Partial<FileRow> = {}): FileRow => ({
  id: id(n),
  state: 'unmapped',
  connectionId: 'psa',
  target: '',
  targetName: '',
  reason: '',
  until: '',
  changedAt: '',
  what: [`Customer ${n}`, `tenant-${n}`, 'ConnectWise'],
  ...more,
});
const mapped = row(1, { state: 'mapped', target: '4711', targetName: 'Contoso' });
const kept = [mapped, row(2), row(3, { state: 'ignored', reason: '=cmd()', until: '2027-01-31' })];
const line = (of: FileRow, more: Partial<FileRow> = {}): string => {
  const { id: mapping, what, state, target, targetName, reason, until } = { ...of, ...more };
  return csvRecord([publicId('mapping', mapping), ...what, state, target, targetName, reason, until]);
};
const file = (...lines: readonly string[]): string => csvRecord(columns.account) + lines.join('');
const targets = (_: string, remoteId: string) => (remoteId === '4712' ? { targetId: 'account-4712', name: 'Adatum' } : undefined);
const diff = (text: string) => diffFile('account', text, kept, targets);

test('a file that nobody edited changes nothing, formulas included', () => {
  expect(diff(file(...kept.map((each) => line(each))))).toEqual({ changes: [], unchanged: 3, problems: [] });
});

describe('an edited line', () => {
  test.each([
    [
      'with a target maps, whatever the state still says',
      line(row(2), { target: '4712' }),
      { decision: 'map', targetId: 'account-4712' },
      'mapped: Adatum',
    ],
    ['without its target unmaps', line(mapped, { target: '' }), { decision: 'unmap' }, 'unmapped'],
    [
      'can leave out until a day',
      line(row(2), { state: 'ignored', reason: 'Own', until: '2026-12-31' }),
      { decision: 'ignore', reason: 'Own', until: '2026-12-31' },
      'ignored: Own, until 2026-12-31',
    ],
    [
      'can say that it is not sold there',
      line(row(2), { state: 'absent', reason: 'Direct' }),
      { decision: 'absent', reason: 'Direct' },
      'absent: Direct',
    ],
  ])('%s', (_name, edited, decision, to) => {
    expect(diff(file(edited))).toMatchObject({ changes: [{ line: 2, decision, to }], problems: [] });
  });
});

test.each(['unmapped', 'suggested', 'conflict', ''])(
  'a file that is taken once more changes nothing where its target stands already, though its state still says "%s"',
  (state) => {
    expect(diff(file(line(mapped, { state })))).toEqual({ changes: [], unchanged: 1, problems: [] });
  },
);

test.each(['31.1.2027', '1/31/2027', '31/01/2027', '2027-01-31'])(
  'a day that a spreadsheet saved as %s is the day that is kept',
  (until) => {
    const [, , ignored] = kept;

    expect(diff(file(line(ignored ?? row(3), { until })))).toMatchObject({ changes: [], problems: [] });
  },
);

describe('a bad line is named with line and column, and the others go on', () => {
  test.each([
    ['a mapping that does not exist', line(row(9)), 2, 'id'],
    ['an account that does not exist', line(row(2), { target: '99' }), 2, 'account_id'],
    ['leaving out without a reason', line(row(2), { state: 'ignored' }), 2, 'reason'],
    ['a day that no calendar has', line(row(2), { state: 'ignored', reason: 'x', until: '2027-02-30' }), 2, 'until'],
    ['a reason longer than any', line(row(2), { state: 'ignored', reason: 'x'.repeat(501) }), 2, 'reason'],
    ['a day that is none', line(row(2), { state: 'ignored', reason: 'x', until: '31.12.2026' }), 2, 'until'],
    ['a state that nobody sets', line(row(2), { state: 'conflict' }), 2, 'state'],
    ['mapped without a target', line(row(2), { state: 'mapped' }), 2, 'account_id'],
    ['the same mapping twice', line(row(2)) + line(row(2), { target: '4712' }), 3, 'id'],
  ])('%s', (_name, lines, at, column) => {
    const found = diff(file(lines, line(mapped)));

    expect(found.problems).toMatchObject([{ line: at, column }]);
    expect(found.unchanged).toBeGreaterThan(0);
  });

  test('a file without the columns is refused as a whole, with what is expected', () => {
    expect(diff('name,account\r\nx,y\r\n').problems).toMatchObject([
      { line: 1, column: 'id', sentence: expect.stringContaining('account_id') as string },
    ]);
  });

  test('so is one with an open quotation mark', () => {
    expect(diff(`${file()}"map_1,x\r\n`).problems).toMatchObject([{ line: 2 }]);
  });
});
