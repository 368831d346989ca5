import { z } from 'zod';

/** How near the end of a stored sign-in is, in the steps at which somebody is told (capabilities S10). */
export const SignInAlarm = z.enum(['in14Days', 'in7Days', 'in1Day', 'ended']);
export type SignInAlarm = z.infer<typeof SignInAlarm>;

/** Most urgent first: the first step that is reached counts. */
const steps: readonly (readonly [days: number, alarm: SignInAlarm])[] = [
  [0, 'ended'],
  [1, 'in1Day'],
  [7, 'in7Days'],
  [14, 'in14Days'],
];

/** The step that is reached; undefined while the end is further away than every step, and for a sign-in that does not end. */
export function signInAlarm(endsAt: Temporal.Instant | null, now: Temporal.Instant): SignInAlarm | undefined {
  if (endsAt === null) return undefined;
  const msLeft = endsAt.epochMilliseconds - now.epochMilliseconds;
  return steps.find(([days]) => msLeft <= days * 86_400_000)?.[1];
}
