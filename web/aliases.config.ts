import { join } from 'node:path';

const own = (file: string): string => join(import.meta.dirname, 'src/lib', file);

/** The browser app sees the contract's types, paths and enums and adds amounts; the libraries for schemas and decimals stay on the server. */
export const ownLibraries = [
  { find: /^zod$/, replacement: own('browser-zod.ts') },
  { find: /^decimal\.js$/, replacement: own('browser-decimal.ts') },
];
