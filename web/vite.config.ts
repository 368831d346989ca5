import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { ownLibraries } from './aliases.config.ts';

// `npm run dev` shows the page with hot reload and asks the server beside it; the product serves web/dist itself.
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  resolve: { alias: ownLibraries },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    reportCompressedSize: false,
    modulePreload: { polyfill: false }, // would be an inline script, which the content security policy refuses
    assetsInlineLimit: 0,
    rolldownOptions: {
      // The frame lists every file that a page may need: with names in them they were 2 kB of it.
      output: { chunkFileNames: 'assets/[hash:7].js' },
      // Making a schema changes nothing else: modules of the contract that a page does not use are left out.
      // These names hold in every module, libraries too: no word that a library could use for something else ("route" broke the router).
      treeshake: {
        moduleSideEffects: [{ test: /\/src\/(contract|model)\//, sideEffects: false }],
        manualPureFunctions: ['z', 'idSchema'],
      },
    },
  },
  server: { port: 5173, strictPort: false, proxy: { '/api': { target: 'http://127.0.0.1:8080', changeOrigin: false } } },
});
