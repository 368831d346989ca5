import { describe, expect, test } from 'vitest';
import { CauseCode, causeWords, ranked } from './cause.ts';

describe('causes', () => {
  test('no two of them are told with the same word', () => {
    expect(new Set(Object.values(causeWords)).size).toBe(CauseCode.options.length);
  });

  test('the surest comes first, and of equally sure ones the one named first', () => {
    const causes = [
      { code: 'entered_wrongly', certainty: 'possible' },
      { code: 'seats_added', certainty: 'likely' },
      { code: 'distributor_behind', certainty: 'likely' },
      { code: 'line_changed', certainty: 'certain' },
    ] as const;

    expect(ranked(causes).map(({ code }) => code)).toEqual(['line_changed', 'seats_added', 'distributor_behind', 'entered_wrongly']);
  });

  test('a cause found twice is told once, as surely as it was found', () => {
    const causes = [
      { code: 'seats_added', certainty: 'possible' },
      { code: 'seats_added', certainty: 'certain' },
    ] as const;

    expect(ranked(causes)).toEqual([{ code: 'seats_added', certainty: 'certain' }]);
  });
});
