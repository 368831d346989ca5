import { describe, expect, test } from 'vitest';
import { AppError, Fault, isAppError } from './errors.ts';

describe('a fault', () => {
  const cause = new TypeError('socket hang up');
  const fault = new Fault(
    'remote_unreadable',
    'retryable',
    'The answer could not be read',
    { remote: 'pax8', status: 200, hint: 'Wait.' },
    cause,
  );

  test('says what it is, what to do about it, and what was first', () => {
    expect(fault).toMatchObject({
      name: 'Fault',
      message: 'The answer could not be read',
      code: 'remote_unreadable',
      kind: 'retryable',
      facts: { remote: 'pax8', status: 200, hint: 'Wait.' },
    });
    expect(fault.cause).toBe(cause);
  });

  test('is an error with a stack that begins where it was made', () => {
    expect(fault).toBeInstanceOf(Error);
    expect(fault.stack).toContain('errors.test.ts');
  });

  test('without facts has none, and without a first error does not invent one', () => {
    const bare = new Fault('disk_full', 'needs_operator', 'No room');

    expect(bare.facts).toEqual({});
    expect('cause' in bare).toBe(false);
  });

  test('of a kind of its own is known by that name', () => {
    class ThrottledError extends AppError {
      readonly code = 'remote_throttled';
      readonly kind = 'retryable';
    }

    expect(new ThrottledError('Too many calls')).toMatchObject({ name: 'ThrottledError', code: 'remote_throttled' });
    expect(isAppError(new ThrottledError('Too many calls'))).toBe(true);
  });
});

test.each([
  ['an ordinary error', new Error('x')],
  ['something that only looks like one', { code: 'x', kind: 'permanent', facts: {} }],
  ['a word', 'disk_full'],
  ['nothing', undefined],
  ['null', null],
])('%s is not a fault of ours', (_what, value) => {
  expect(isAppError(value)).toBe(false);
});
