import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../features/context.ts';
import type { FileAnswer } from './handle.ts';

/** Written for this answer; whoever sends it deletes it. Nobody else on the machine can read it. */
export async function asFile(
  { ids }: Context,
  content: string,
  { name, type }: { readonly name: string; readonly type: string },
): Promise<FileAnswer> {
  const path = join(tmpdir(), `concord-${ids()}-${name}`);
  await writeFile(path, content, { mode: 0o600, flag: 'wx' });
  return { file: { path, name, type } };
}
