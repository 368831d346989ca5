import { createHash } from 'node:crypto';
import { isAppError } from '../../../../lib/errors.ts';
import { pieces } from '../read/inflate.ts';

export type RepeatedBlob = { readonly file: string; readonly sameAs: string };
export type DistinctBlobs = { readonly files: readonly string[]; readonly repeated: readonly RepeatedBlob[] };

type Content = { readonly hash: string; readonly bytes: number; readonly isWhole: boolean };

const beginning = 1 << 16;

/** SHA-256 of the inflated content, or of its first bytes. A file that breaks off is hashed as far as it goes. */
async function hashContent(file: string, limit = Number.POSITIVE_INFINITY): Promise<Content> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const piece of pieces(file)) {
      const part = piece.subarray(0, Math.max(0, limit - bytes));
      hash.update(part);
      bytes += part.length;
      if (bytes >= limit) break;
    }
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { hash: hash.digest('hex'), bytes, isWhole: false };
  }
  return { hash: hash.digest('hex'), bytes, isWhole: true };
}

/**
 * Which blobs are really different, by what is inside: a blob listed twice, republished under another name or packed anew counts
 * once. Most blobs differ in their beginning, so only those with equal beginnings are inflated whole for this.
 */
export async function distinctBlobs(files: readonly string[]): Promise<DistinctBlobs> {
  const repeated: RepeatedBlob[] = [];
  const once: string[] = [];
  for (const file of files) {
    if (once.includes(file)) repeated.push({ file, sameAs: file });
    else once.push(file);
  }
  const groups = new Map<string, string[]>();
  for (const file of once) {
    const { hash, bytes } = await hashContent(file, beginning);
    // What cannot be opened is no copy of anything; reading it will say why.
    const key = bytes === 0 ? file : hash;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  const dropped = new Set<string>();
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    for (const copy of await copiesIn(group)) {
      dropped.add(copy.file);
      repeated.push(copy);
    }
  }
  return { files: once.filter((file) => !dropped.has(file)), repeated };
}

async function copiesIn(group: readonly string[]): Promise<RepeatedBlob[]> {
  const copies: RepeatedBlob[] = [];
  const contents = new Map<string, Content>();
  for (const file of group) contents.set(file, await hashContent(file));
  const first = new Map<string, string>();
  for (const [file, content] of contents) {
    if (!content.isWhole) continue;
    const sameAs = first.get(content.hash);
    if (sameAs === undefined) first.set(content.hash, file);
    else copies.push({ file, sameAs });
  }
  for (const [file, content] of contents) {
    if (content.isWhole) continue;
    const sameAs = await wholeOf(content, first.values());
    if (sameAs !== undefined) copies.push({ file, sameAs });
  }
  return copies;
}

/** A download that broke off and was repeated: the whole blob that begins with the same bytes. */
async function wholeOf(cut: Content, wholes: Iterable<string>): Promise<string | undefined> {
  for (const whole of wholes) {
    const start = await hashContent(whole, cut.bytes);
    if (start.bytes === cut.bytes && start.hash === cut.hash) return whole;
  }
  return undefined;
}
