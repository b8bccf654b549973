// The last step of the build: the program and what it depends on, from dist/, in a few files in dist/program/, which
// bin/posthorn runs. Node takes some 400 files of dependencies in less than half the processor time when they are one.
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const FOLDER = 'dist/program';
const KEPT_MS = 24 * 60 * 60 * 1_000;

await build({
  entryPoints: [
    'dist/main.js',
    'dist/push-main.js',
    'dist/engine/sqlite/writer-thread.js',
    'dist/engine/sqlite/checkpoint-thread.js',
  ],
  outdir: FOLDER,
  entryNames: '[name]',
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
  // Both find files of their own beside their code: the native binding, the page of /docs.
  external: ['better-sqlite3', '@fastify/swagger-ui'],
  // CommonJS dependencies ask for these.
  banner: {
    js: [
      "import { createRequire as bundleRequire } from 'node:module';",
      "import { dirname as bundleFolder } from 'node:path';",
      "import { fileURLToPath as bundlePath } from 'node:url';",
      'const require = bundleRequire(import.meta.url);',
      'const __filename = bundlePath(import.meta.url);',
      'const __dirname = bundleFolder(__filename);',
    ].join('\n'),
  },
});

// A program that runs still loads parts of the build that it began with; older ones go.
for (const name of readdirSync(FOLDER)) {
  const file = join(FOLDER, name);
  if (statSync(file).mtimeMs < Date.now() - KEPT_MS) rmSync(file);
}
