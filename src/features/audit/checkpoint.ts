import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Checkpoint } from './chain.ts';

/** One line of the checkpoint file: count, head, when, and a signature by a key that is not in the database. */
export function writeCheckpointLine(checkpoint: Checkpoint, at: string, key: Uint8Array): string {
  const text = `${checkpoint.seq} ${checkpoint.hash} ${at}`;
  return `${text} ${sign(text, key)}`;
}

/** The checkpoints of a file whose signature holds, and how many lines did not. */
export function readCheckpointLines(
  lines: readonly string[],
  key: Uint8Array,
): { readonly checkpoints: readonly Checkpoint[]; readonly forged: number } {
  const checkpoints: Checkpoint[] = [];
  let forged = 0;
  for (const line of lines.filter((text) => text.trim() !== '')) {
    const [seq = '', hash = '', at = '', signature = ''] = line.split(' ');
    const expected = Buffer.from(sign(`${seq} ${hash} ${at}`, key));
    const given = Buffer.from(signature);
    if (given.length === expected.length && timingSafeEqual(given, expected)) checkpoints.push({ seq: Number(seq), hash });
    else forged += 1;
  }
  return { checkpoints, forged };
}

const sign = (text: string, key: Uint8Array): string => createHmac('sha256', key).update(text).digest('base64url');
