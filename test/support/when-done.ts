import { afterAll, onTestFinished } from 'vitest';

/** Clears up with the test that runs, or with the file outside of any test; what came last goes first. */
export function whenDone(clear: () => void | Promise<void>): void {
  try {
    onTestFinished(clear);
  } catch {
    afterAll(clear);
  }
}
