import { describe, expect, test } from 'vitest';
import { assertNever, must } from './must.ts';

describe('what must be there', () => {
  test.each([['text'], [''], [0], [false], [Number.NaN]])('%j is there', (value) => {
    expect(must(value, 'a value')).toBe(value);
  });

  test.each([[null], [undefined]])('%j is not, and the error names what was missing', (value) => {
    expect(() => must(value, 'the agreement of the line')).toThrow('Missing: the agreement of the line');
  });
});

test('a state that the program does not know stops it and is named', () => {
  expect(() => assertNever({ state: 'teleported' } as never)).toThrow('{"state":"teleported"}');
});
