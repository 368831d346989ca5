import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { schemaNames } from './aliases.config.ts';

// `npm run dev` shows the page with hot reload and asks the server beside it; the product serves web/dist itself.
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  resolve: { alias: schemaNames },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    reportCompressedSize: false,
    modulePreload: { polyfill: false }, // would be an inline script, which the content security policy refuses
    assetsInlineLimit: 0,
  },
  server: { port: 5173, strictPort: false, proxy: { '/api': { target: 'http://127.0.0.1:8080', changeOrigin: false } } },
});
