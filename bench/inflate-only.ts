import { readdirSync } from 'node:fs';
import path from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { pieces } from '../src/features/reconciliation/files/read/inflate.ts';

// The limit: inflate every blob of the export on two threads, and do nothing else. Usage: node inflate-only.ts DIR
const threads = 2;

function blobsOf(folder: string): string[] {
  const microsoft = path.join(folder, 'microsoft');
  return readdirSync(microsoft)
    .filter((name) => /^p\d+$/.test(name))
    .map((name) => path.join(microsoft, name, 'recon'))
    .flatMap((recon) => readdirSync(recon).map((name) => path.join(recon, name)))
    .filter((file) => file.endsWith('.gz'))
    .sort();
}

async function inflate(files: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const file of files) for await (const piece of pieces(file)) bytes += piece.length;
  return bytes;
}

const inThread = (files: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: files });
    worker.once('message', resolve);
    worker.once('error', reject);
  });

if (isMainThread) {
  const files = blobsOf(process.argv[2] ?? '');
  const parts = Array.from({ length: threads }, (_, thread) => files.filter((_file, at) => at % threads === thread));
  const bytes = await Promise.all(parts.map(inThread));
  process.stdout.write(`${JSON.stringify({ bytes: bytes.reduce((sum, one) => sum + one, 0) })}\n`);
} else parentPort?.postMessage(await inflate(workerData as readonly string[]));
