// Lints the whole checkout through ESLint's API: the command line treats files above its config's folder as foreign.
// usage: node test/support/lint.mjs [FILE…]
import { ESLint } from 'eslint';
import { inRoot, root } from './tools/paths.mjs';

const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: inRoot('test/support/eslint.config.mjs'),
  errorOnUnmatchedPattern: false,
});
const files = process.argv.length > 2 ? process.argv.slice(2) : ['src', 'webview', 'test', 'esbuild.js'];
const results = await eslint.lintFiles(files);
const formatter = await eslint.loadFormatter('stylish');
process.stdout.write(await formatter.format(results));

const sum = (count) => results.reduce((total, result) => total + count(result), 0);
const problemCount = sum((result) => result.errorCount + result.warningCount);
console.log(`lint: ${results.length} files, ${problemCount} problems`);
process.exitCode = problemCount > 0 ? 1 : 0;
