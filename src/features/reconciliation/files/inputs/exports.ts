import path from 'node:path';
import type { ProblemList } from '../problem.ts';
import { type FileFormat, formatOf } from '../read/read-fields.ts';
import { type FilesInput, isFolder, listFolder, preferred } from './layout.ts';
import { readManifest } from './manifest.ts';

export type ExportKind = 'invoice' | 'usage';

/** One export of one partner account: its blobs in order of listing, or one CSV. */
export type Export = {
  readonly kind: ExportKind;
  readonly name: string;
  readonly format: FileFormat;
  readonly files: readonly string[];
  /** The invoice header beside it, when there is one. */
  readonly header: string | undefined;
  /** False when the manifest names blobs that are not there. */
  readonly isComplete: boolean;
};

const folderName: Record<ExportKind, string> = { invoice: 'recon', usage: 'usage' };
const isPart = (name: string): boolean => /\.(jsonl|json)(\.gz)?$/i.test(name) && !/^(manifest|invoice|fx)\.json$/i.test(name);

async function headerNear(folder: string): Promise<string | undefined> {
  for (const place of [folder, path.dirname(folder)]) {
    if ((await listFolder(place)).includes('invoice.json')) return path.join(place, 'invoice.json');
  }
  return undefined;
}

type Found = { readonly files: readonly string[]; readonly isComplete: boolean };

async function blobsIn(folder: string, problems: ProblemList): Promise<Found | undefined> {
  const names = await listFolder(folder);
  if (names.includes('manifest.json')) return readManifest(path.join(folder, 'manifest.json'), problems);
  const parts = names.filter(isPart);
  if (parts.length === 0) return undefined;
  problems.remark('manifest_absent', folder, 'There is no manifest; all parts of the folder were read in order of name.');
  return { files: parts.map((name) => path.join(folder, name)), isComplete: true };
}

/** The export of a partner account's folder (`microsoft/pK`): blobs with a manifest before CSV, unless a format is forced. */
async function inAccount(
  folder: string,
  kind: ExportKind,
  format: FileFormat | undefined,
  problems: ProblemList,
): Promise<Export | undefined> {
  const csvs = (await listFolder(folder)).filter((name) => new RegExp(`^${folderName[kind]}\\.csv(\\.gz)?$`, 'i').test(name));
  const csv = csvs[0] === undefined ? undefined : path.join(folder, csvs[0]);
  const base = { kind, name: path.join(folder, folderName[kind]), header: await headerNear(folder) };
  if (csv !== undefined && format === 'csv') return { ...base, format: 'csv', files: [csv], isComplete: true };
  const blobs = await blobsIn(path.join(folder, folderName[kind]), problems);
  if (blobs !== undefined) return { ...base, format: 'jsonl', ...blobs };
  return csv === undefined ? undefined : { ...base, format: 'csv', files: [csv], isComplete: true };
}

async function given(place: string, kind: ExportKind, format: FileFormat | undefined, problems: ProblemList): Promise<Export> {
  const header = await headerNear((await isFolder(place)) ? place : path.dirname(place));
  if (!(await isFolder(place))) {
    if (path.basename(place).toLowerCase() === 'manifest.json')
      return { kind, name: place, format: 'jsonl', header, ...(await readManifest(place, problems)) };
    return { kind, name: place, format: formatOf(place), files: [place], header, isComplete: true };
  }
  const account = await inAccount(place, kind, format, problems);
  if (account !== undefined) return account;
  const blobs = await blobsIn(place, problems);
  if (blobs !== undefined) return { kind, name: place, format: 'jsonl', header, ...blobs };
  const csv = preferred(
    (await listFolder(place)).filter((name) => /\.csv(\.gz)?$/i.test(name)),
    'csv',
  );
  if (csv !== undefined) return { kind, name: place, format: 'csv', files: [path.join(place, csv)], header, isComplete: true };
  problems.add({
    code: 'export_missing',
    file: place,
    message: `The folder holds no ${kind} export.`,
    hint: 'Name the folder with manifest.json, a blob, or a CSV.',
    partial: true,
  });
  return { kind, name: place, format: 'jsonl', files: [], header, isComplete: false };
}

/** All exports of a kind, by flag or in `microsoft/p0`, `p1`, ... of the data folder. */
export async function findExports(input: FilesInput, kind: ExportKind, problems: ProblemList): Promise<Export[]> {
  const places = input[kind] ?? [];
  const exports: Export[] = [];
  for (const place of places) exports.push(await given(place, kind, input.format, problems));
  if (places.length > 0 || input.data === undefined) return exports;
  const microsoft = path.join(input.data, 'microsoft');
  const accounts = (await listFolder(microsoft))
    .filter((name) => /^p\d+$/i.test(name))
    .sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
  for (const folder of [...accounts.map((name) => path.join(microsoft, name)), microsoft]) {
    const found = await inAccount(folder, kind, input.format, problems);
    if (found !== undefined) exports.push(found);
  }
  return exports;
}
