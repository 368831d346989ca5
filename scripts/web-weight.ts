// Builds the browser app in memory and says what each page weighs: `node scripts/web-weight.ts`. The test beside it holds the budgets.
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';

type Chunk = Rolldown.OutputChunk;
export type Weights = { readonly frame: number; readonly pages: Readonly<Record<string, number>> };

/** Loaded right after the frame without anybody asking for it; the first only where there are several Partner Center accounts. */
const withFrame = ['/app/scope-choice.tsx', '/app/focus-keeper.tsx'];

async function weigh(): Promise<Weights> {
  const chunks = await chunksOf(join(import.meta.dirname, '..', 'web'));
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const bytes = new Map(chunks.map((chunk) => [chunk.fileName, gzipSync(chunk.code).length]));
  const weightOf = (starts: readonly Chunk[]): number => {
    const seen = new Set(starts.map((chunk) => chunk.fileName));
    for (const name of seen) for (const next of byName.get(name)?.imports ?? []) seen.add(next);
    return Math.round([...seen].reduce((sum, name) => sum + (bytes.get(name) ?? 0), 0) / 100) / 10;
  };
  const frame = chunks.filter((chunk) => chunk.isEntry);
  const later = withFrame.flatMap((file) => chunks.filter((chunk) => chunk.moduleIds.some((id) => id.endsWith(file))));
  if (frame.length !== 1 || later.length !== withFrame.length)
    throw new Error(`Not the frame: ${frame.length} entries, ${later.length} beside it`);
  const pages = chunks.filter((chunk) => /\/features\/.*-page\.tsx$/.test(chunk.facadeModuleId ?? ''));
  return {
    frame: weightOf(frame),
    pages: Object.fromEntries(pages.map((page) => [basename(page.facadeModuleId ?? '', '.tsx'), weightOf([...frame, ...later, page])])),
  };
}

async function chunksOf(root: string): Promise<Chunk[]> {
  const built = await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    mode: 'production',
    logLevel: 'error',
    build: { write: false },
  });
  if (!('output' in built)) throw new Error('One build was expected');
  return built.output.filter((file) => file.type === 'chunk');
}

process.stdout.write(`${JSON.stringify(await weigh(), null, 2)}\n`);
