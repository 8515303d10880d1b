// One configuration for three uses: the product, the control gallery that developers and browser tests look at, and the tests.
// The gallery is its own build (`--mode gallery`), so nothing of it can reach the product.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

// What few ever read.
const ASKED_FOR = /licences\.json|i18n[\\/]german|\.de\.json|[\\/]de\.json/;

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), ...(process.env.VITEST ? [svelteTesting()] : [])],
  base: './',
  clearScreen: false,
  server: { port: 5173, strictPort: true, host: '127.0.0.1' },
  build: {
    target: 'safari17',
    outDir: mode === 'gallery' ? '.gallery' : 'dist',
    emptyOutDir: true,
    // Inlined assets become data: addresses, which the content security policy refuses for fonts and scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1400,
    rolldownOptions: {
      input: mode === 'gallery' ? 'gallery.html' : 'index.html',
      // Two files of script: what a start needs, and everything else. Each file more is a way to the host more.
      output: {
        codeSplitting: {
          groups: [
            { name: 'start', tags: ['$initial'] },
            { name: 'rest', test: (id) => !ASKED_FOR.test(id) },
          ],
        },
      },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/test-setup.ts'],
    restoreMocks: true,
    // As many workers as there are cores; left to itself one core is kept for somebody who watches.
    maxWorkers: '100%',
    // One world for all files of a worker: making a new one for each took three quarters of the time.
    isolate: false,
    testTimeout: 30_000,
    // What was translated for the last run is taken again.
    experimental: { fsModuleCache: true },
  },
}));
