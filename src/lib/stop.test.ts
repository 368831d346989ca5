import { expect, test } from 'vitest';
import { anySignal, stopIfAsked } from './stop.ts';

test('one of several reasons to stop is enough, and it is the one that is told', () => {
  const [shutdown, deadline] = [new AbortController(), new AbortController()];
  const signal = anySignal(shutdown.signal, undefined, deadline.signal);
  expect(signal.aborted).toBe(false);

  deadline.abort(new Error('took too long'));
  shutdown.abort(new Error('shutting down'));

  expect(signal.reason).toEqual(new Error('took too long'));
});

test('whoever was given no reason to stop goes on', () => {
  expect(anySignal().aborted).toBe(false);
  expect(anySignal(undefined, undefined).aborted).toBe(false);
});

test('a reason that was there before counts at once', () => {
  expect(anySignal(AbortSignal.abort('gone')).aborted).toBe(true);
});

test('a long job stops at its next safe point, with the reason', () => {
  const stop = new AbortController();
  const step = (): void => {
    stopIfAsked(stop.signal);
  };
  expect(step).not.toThrow();

  stop.abort(new Error('shutting down'));

  expect(step).toThrow('shutting down');
  expect(() => {
    stopIfAsked(undefined);
  }).not.toThrow();
});
