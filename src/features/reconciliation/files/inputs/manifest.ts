import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { fileFault, type ProblemList } from '../problem.ts';
import { listFolder } from './layout.ts';

/** Manifest of the asynchronous billing export, schema versions 1 and 2; only what is needed to find the blobs. */
const Manifest = z.object({
  rootDirectory: z.string().default(''),
  blobCount: z.number().optional(),
  blobs: z.array(z.object({ name: z.string() })),
});

export type ManifestBlobs = { readonly files: readonly string[]; readonly isComplete: boolean };

const unreadable = (error: unknown) =>
  fileFault('manifest_unreadable', 'The manifest is no JSON of the known form.', 'Fetch the manifest again.', error);

async function parse(file: string): Promise<z.infer<typeof Manifest>> {
  try {
    return Manifest.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw unreadable(error);
  }
}

/** Blobs in order of listing. A name may be relative to the root directory or absolute there; here the file lies beside the manifest. */
export async function readManifest(file: string, problems: ProblemList): Promise<ManifestBlobs> {
  const folder = path.dirname(file);
  try {
    const manifest = await parse(file);
    const there = new Set(await listFolder(folder));
    const files: string[] = [];
    let isComplete = true;
    for (const { name } of manifest.blobs) {
      // Only the last part counts: a manifest must not lead out of its folder.
      const base = path.posix.basename(name.replaceAll('\\', '/').replace(/\?.*$/s, ''));
      if (there.has(base)) files.push(path.join(folder, base));
      else {
        isComplete = false;
        const hint = 'Fetch the blob and run again; what was not read is not reported as missing.';
        problems.add({
          code: 'blob_missing',
          file: path.join(folder, base),
          message: 'The manifest lists a blob that is not there.',
          hint,
          partial: true,
        });
      }
    }
    if (manifest.blobCount !== undefined && manifest.blobCount !== manifest.blobs.length) {
      problems.remark('blob_count_differs', file, `The manifest says ${manifest.blobCount} blobs and lists ${manifest.blobs.length}.`);
    }
    return { files, isComplete };
  } catch (error) {
    problems.fault(file, error);
    return { files: [], isComplete: false };
  }
}
