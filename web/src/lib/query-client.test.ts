import { expect, test } from 'vitest';
import { ApiProblem, noAnswer } from './api.ts';
import { createQueryClient } from './query-client.ts';

/** How often a reading is asked for by itself when it always ends like this. */
async function timesAsked(error: ApiProblem): Promise<number> {
  const client = createQueryClient(() => undefined);
  client.setDefaultOptions({ queries: { ...client.getDefaultOptions().queries, retryDelay: 0 } });
  let asked = 0;
  const queryFn = () => {
    asked += 1;
    return Promise.reject(error);
  };
  await expect(client.query({ queryKey: ['a list'], queryFn })).rejects.toBe(error);
  return asked;
}

test('a reading is asked for again where that may help, and not while the server is too busy', async () => {
  expect(await timesAsked(new ApiProblem(noAnswer, true))).toBe(3);
  expect(await timesAsked(new ApiProblem({ ...noAnswer, status: 503, code: 'database_unavailable' }))).toBe(3);
  expect(await timesAsked(new ApiProblem({ ...noAnswer, status: 503, code: 'overloaded' }))).toBe(1);
  expect(await timesAsked(new ApiProblem({ ...noAnswer, status: 403, code: 'forbidden', retryable: false }))).toBe(1);
});
