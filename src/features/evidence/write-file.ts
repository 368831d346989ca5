import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Context } from '../context.ts';
import type { Pack } from './pack.ts';
import { type Format, renderers } from './render/render.ts';
import { renderApart } from './render/render-apart.ts';

/** A file of ours in the folder for temporary ones; whoever sends it deletes it. */
export type Written = { readonly path: string; readonly name: string; readonly type: string };

/** Renders while rows are read, into a file: a caller who reads slowly holds no transaction open. Nobody else on the machine can read it. */
export async function writeFile(context: Context, format: Format, name: string, pack: Pack): Promise<Written> {
  const { render, type, isLong } = renderers[format];
  const path = join(tmpdir(), `concord-${context.ids()}.${format}`);
  try {
    await pipeline(Readable.from(isLong ? renderApart(format, pack) : render(pack)), createWriteStream(path, { mode: 0o600, flags: 'wx' }));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return { path, name: `${name}.${format}`, type };
}
