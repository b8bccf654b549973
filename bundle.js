// The last step of the build: the program and what it depends on, from dist/, in a few files in dist/program/, which
// bin/posthorn runs. Node takes some 400 files of dependencies in less than half the processor time when they are one.
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

const FOLDER = 'dist/program';

// Files that no build makes any more would stay for ever.
rmSync(FOLDER, { recursive: true, force: true });

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
