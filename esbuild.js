// Builds everything that runs: extension host, command line, threads, webviews and the tests inside VS Code.
// usage: node esbuild.js [--watch] [--production]
const esbuild = require('esbuild');
const { existsSync, readdirSync, mkdirSync } = require('node:fs');
const path = require('node:path');

const isProduction = process.argv.includes('--production');
const isWatching = process.argv.includes('--watch');

const shared = {
  bundle: true,
  minify: isProduction,
  sourcemap: isProduction ? false : 'linked',
  logLevel: 'warning',
  legalComments: 'none',
};

const forNode = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode', 'onnxruntime-node', 'mocha'],
};
const forPage = { ...shared, platform: 'browser', format: 'iife', target: 'es2022', loader: { '.ttf': 'file' } };

const filesIn = (folder, pattern) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => pattern.test(name))
        .map((name) => path.join(folder, name))
    : [];

const pages = filesIn('webview', /^(?!shared$)[a-zA-Z]+$/).filter((folder) => existsSync(path.join(folder, 'main.ts')));

const builds = [
  { ...forNode, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js' },
  { ...forNode, entryPoints: ['src/cli/main.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } },
  { ...forNode, entryPoints: filesIn('src/workers', /\.ts$/), outdir: 'dist/workers' },
  ...pages.map((folder) => ({
    ...forPage,
    entryPoints: [path.join(folder, 'main.ts')],
    outfile: `dist/webview/${path.basename(folder)}.js`,
  })),
].filter((build) => build.entryPoints.length > 0 && build.entryPoints.every((file) => existsSync(file)));

async function run() {
  mkdirSync('dist', { recursive: true });
  if (!isWatching) {
    await Promise.all(builds.map((build) => esbuild.build(build)));
    return;
  }
  const contexts = await Promise.all(builds.map((build) => esbuild.context(build)));
  await Promise.all(contexts.map((context) => context.watch()));
}

run().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
