import { useMemo } from 'react';

/** A value made once for each cause: the same object until the cause is another one. */
export function useSteady<Value>(cause: unknown, make: () => Value): Value {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the cause alone says when it is made anew
  return useMemo(make, [cause]);
}
