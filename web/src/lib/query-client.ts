import { QueryCache, QueryClient } from '@tanstack/react-query';
import { isProblem } from './api.ts';

/** One cache for everything that the server said. Who is no longer signed in is sent to sign in, whatever he was reading. */
export function createQueryClient(signedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (isProblem(error, 'not_signed_in')) signedOut();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: true,
        // One that is too busy is left alone: the same once more would keep it so.
        retry: (failures, error) =>
          failures < 2 && isProblem(error) && error.problem.retryable && (error.offline || error.code !== 'overloaded'),
        retryDelay: (failures) => 500 * 2 ** failures,
      },
      mutations: { retry: false },
    },
  });
}
