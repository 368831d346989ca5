import { join } from 'node:path';

/** The browser app sees the contract's types, paths and enums, not the schema library itself (src/lib/browser-zod.ts). */
export const schemaNames = [{ find: /^zod$/, replacement: join(import.meta.dirname, 'src/lib/browser-zod.ts') }];
