import { describe, expect, test } from 'vitest';
import { fileFault, ProblemList } from './problem.ts';

describe('what could not be read', () => {
  test('nothing wrong is not partial', () => {
    expect(new ProblemList()).toMatchObject({ problems: [], badRows: 0, isPartial: false });
  });

  test('a remark is told and is not partial', () => {
    const problems = new ProblemList();
    problems.remark('blob_repeated', 'b.json.gz', 'The same content as a.json.gz; skipped.');
    problems.remark('manifest_absent', 'recon', 'There is none.', 'Fetch it.');

    expect(problems.isPartial).toBe(false);
    expect(problems.problems).toEqual([
      { code: 'blob_repeated', file: 'b.json.gz', message: 'The same content as a.json.gz; skipped.', partial: false },
      { code: 'manifest_absent', file: 'recon', message: 'There is none.', partial: false, hint: 'Fetch it.' },
    ]);
  });

  test('of a file of bad rows twenty are named and all are counted', () => {
    const problems = new ProblemList();
    for (let line = 1; line <= 1000; line += 1) problems.badRow('a.csv', line, 'No number.', 'Subtotal');

    expect(problems.badRows).toBe(1000);
    expect(problems.problems).toHaveLength(20);
    expect(problems.problems.at(-1)).toMatchObject({ line: 20, column: 'Subtotal', partial: true });
  });

  test('twenty of each file, so that one bad file does not hide another', () => {
    const problems = new ProblemList();
    for (let line = 1; line <= 30; line += 1) {
      problems.badRow('a.csv', line, 'No number.');
      problems.badRow('b.csv', line, 'No number.');
    }

    expect(problems.problems.filter(({ file }) => file === 'b.csv')).toHaveLength(20);
    expect(problems.badRows).toBe(60);
  });

  test('a row without a column has no such member', () => {
    const problems = new ProblemList();
    problems.badRow('a.csv', 2, 'Not valid JSON.');

    expect(problems.problems[0]).not.toHaveProperty('column');
  });

  test('a fault of a file is told with its code and what to do next', () => {
    const problems = new ProblemList();
    problems.fault('a.gz', fileFault('gzip_truncated', 'The gzip file ends in the middle.', 'Fetch the file again.'));

    expect(problems.problems).toEqual([
      { code: 'gzip_truncated', file: 'a.gz', message: 'The gzip file ends in the middle.', partial: true, hint: 'Fetch the file again.' },
    ]);
  });

  test('a mistake of ours is no fault of the file and is not swallowed', () => {
    expect(() => {
      new ProblemList().fault('a.gz', new TypeError('x is not a function'));
    }).toThrow(TypeError);
  });
});
