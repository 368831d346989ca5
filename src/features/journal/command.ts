import { z } from 'zod';
import { Act } from '../../model/difference.ts';
import type { CommandState } from '../../model/plan.ts';
import { commandNext } from '../../model/plan.ts';

export const StoredWrite = z.object({ correction: Act, effectiveOn: z.string().optional(), reference: z.string() });

/** How a command stands, for those who asked for it. */
export const CommandOutcome = z.object({
  remoteIds: z.array(z.string()).optional(),
  /** How to take it back, in order; absent when only a look-up confirmed it and nobody was told. */
  undo: z.array(Act).optional(),
  code: z.string().optional(),
  sentence: z.string().optional(),
  hint: z.string().optional(),
  candidates: z.array(z.string()).optional(),
});
export type CommandOutcome = z.infer<typeof CommandOutcome>;

export type CommandStanding = {
  readonly commandId: string;
  readonly state: CommandState;
  readonly outcome: CommandOutcome;
  /** When somebody looks or sends again by itself. */
  readonly nextLookAt: Temporal.Instant | undefined;
};

export type Command = CommandStanding & {
  readonly planId: string;
  readonly stepId: string;
  readonly direction: 'apply' | 'undo';
  readonly part: number;
  readonly connectionId: string;
  readonly write: z.infer<typeof StoredWrite>;
  readonly fencingToken: string;
  readonly looks: number;
};

export const mayBecome = (from: CommandState, to: CommandState): boolean => {
  const next: readonly CommandState[] = commandNext[from];
  return next.includes(to);
};

/** Nothing more happens to it by itself. */
export const isSettled = (state: CommandState): boolean => ['confirmed', 'rejected', 'not_placed', 'needs_operator'].includes(state);
