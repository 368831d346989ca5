import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Checkpoint, currentHead, readCheckpointLines, writeCheckpointLine } from '../features/audit/index.ts';
import type { Context } from '../features/context.ts';

/** Checkpoints of the audit trail in a file beside the database (SEC-51): what is in the database alone can be rewritten whole. */
export type CheckpointFile = { readonly read: () => readonly Checkpoint[]; readonly add: (context: Context) => Promise<void> };

export function checkpointFile(dataDir: string, key: Uint8Array): CheckpointFile {
  const file = join(dataDir, 'audit-checkpoints');
  const lines = (): string[] => (existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);
  return {
    read: () => readCheckpointLines(lines(), key).checkpoints,
    add: async (context) => {
      const head = await currentHead(context);
      if (head.seq === 0 || readCheckpointLines(lines(), key).checkpoints.at(-1)?.seq === head.seq) return;
      appendFileSync(file, `${writeCheckpointLine(head, context.clock.now().toString(), key)}\n`, { mode: 0o600 });
    },
  };
}
