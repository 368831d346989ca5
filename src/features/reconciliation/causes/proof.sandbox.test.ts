import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aDatabase } from '../../../../test/support/database.ts';
import { type CorpusResult, confusionMatrix, runCorpus, scoreOf } from '../../../../test/support/fault-corpus.ts';
import { aWorldOfRemotes } from '../../../../test/support/world-of-remotes.ts';

const { db } = await aDatabase();
const remotes = await aWorldOfRemotes({ scale: 30 });
afterAll(() => remotes.close());

// Each way in which books come apart twice or three times; `npm run bench -- causes` does it five hundred times and prints the whole matrix.
describe('faults planted in the sandbox, found by reading its remotes', () => {
  let result: CorpusResult;
  beforeAll(async () => {
    result = await runCorpus(db, remotes, { count: 60, seed: 1 });
  }, 120_000);

  test('were all carried out', () => {
    expect(result.refused).toEqual([]);
    expect(result.judged).toHaveLength(60);
    expect(result.kinds).toBeGreaterThanOrEqual(16);
  });

  test('have their true cause on top, hardly one is unknown, and nothing wrong is called certain', () => {
    const { right, wrongCertain, unknown } = scoreOf(result.judged);

    expect(wrongCertain, confusionMatrix(result.judged)).toBe(0);
    expect(right, confusionMatrix(result.judged)).toBeGreaterThanOrEqual(0.95);
    expect(unknown).toBeLessThan(0.05);
  });
});
