import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import type { FastifyReply } from 'fastify';
import type { FileAnswer } from './handle.ts';

/** Sends a file as a download and deletes it, also when the caller hangs up in the middle. */
export async function sendFile({ path, name, type }: FileAnswer['file'], reply: FastifyReply) {
  const { size } = await stat(path);
  const stream = createReadStream(path);
  stream.on('close', () => {
    void rm(path, { force: true });
  });
  return reply
    .code(200)
    .header('Content-Length', size)
    .header('Content-Disposition', `attachment; filename="${name}"`)
    .header('Cache-Control', 'no-store')
    .type(type)
    .send(stream);
}
