import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const OUT = join(import.meta.dirname, '..', 'dist', 'page');
const TEXT = /\.(js|css|svg)$/;

/** Writes `.br` and `.gz` beside each text file, so that the service compresses nothing while it serves. */
function precompressed(): Plugin {
  return {
    name: 'precompressed',
    apply: 'build',
    closeBundle() {
      const folder = join(OUT, 'assets');
      for (const file of readdirSync(folder).filter(name => TEXT.test(name))) {
        const path = join(folder, file);
        const content = readFileSync(path);
        writeFileSync(`${path}.br`, brotliCompressSync(content));
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [precompressed()],
  // The service writes a fresh nonce in its place each time it serves the page (src/common/page).
  html: { cspNonce: '{{nonce}}' },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    // The policy allows no data: URLs for fonts and scripts.
    assetsInlineLimit: 0,
    // In kB before compression.
    chunkSizeWarningLimit: 700,
    target: 'es2022',
    rolldownOptions: {
      // Every file of Mantine begins with "use client", which means nothing here.
      onLog: (level, log, handle) => void (log.code === 'MODULE_LEVEL_DIRECTIVE' || handle(level, log)),
    },
  },
  // `npm run dev:web`: the page from here, everything else from a service that runs already.
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      ['/api', '/admin', '/health'].map(path => [
        path,
        { target: process.env.DARKROOM_URL ?? 'http://127.0.0.1:3000', changeOrigin: true },
      ]),
    ),
  },
});
