import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages } from './reference/pages.ts';

// `npm run docs`: writes the pages of docs/reference that are made from the code.
const folder = join(import.meta.dirname, '..', 'docs', 'reference');
mkdirSync(folder, { recursive: true });
for (const [name, make] of Object.entries(pages)) writeFileSync(join(folder, name), make());
process.stdout.write(`${Object.keys(pages).length} pages in docs/reference\n`);
