// Opens a page of the extension in Chromium without VS Code: a fake host over real data, the real theme variables, the
// real content security policy. Used by shots.mjs and by hand. Nothing of this is part of the product.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { inRoot } from '../tools/paths.mjs';

const flags =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --force-color-profile=srgb';
const origin = 'http://preview.localhost';
const nonce = 'previewnonce';
const types = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

export const themes = JSON.parse(readFileSync(new URL('./themes.json', import.meta.url), 'utf8'));

const fonts = {
  '--vscode-font-family': "'Ubuntu', 'DejaVu Sans', 'Noto Sans', 'Noto Sans CJK SC', sans-serif",
  '--vscode-editor-font-family': "'DejaVu Sans Mono', monospace",
};

/** Builds the outer page and the page that is looked at. */
export async function buildPreview(pageName) {
  const bundle = async (entry) => {
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      format: 'iife',
      target: 'es2022',
      write: false,
      outdir: 'out',
      loader: { '.ttf': 'file' },
      alias: { 'node:path': inRoot('test/support/webviewPreview/pathStub.ts') },
      logLevel: 'warning',
    });
    return outputFiles.map((file) => ({ name: path.basename(file.path), contents: Buffer.from(file.contents) }));
  };
  const page = await bundle(inRoot('webview', pageName, 'main.ts'));
  const outer = await bundle(inRoot('test/support/webviewPreview/preview.ts'));
  return new Map([
    ...page.map(({ name, contents }) => [name.replace(/^main\./, 'page.'), contents]),
    ...outer.map(({ name, contents }) => [name, contents]),
  ]);
}

function frameHtml(theme, language, state) {
  const policy = `default-src 'none'; style-src ${origin}; font-src ${origin}; img-src ${origin} data:; script-src 'nonce-${nonce}'`;
  const api = `let state = ${JSON.stringify(state ?? null)} ?? undefined;
    document.documentElement.style.cssText = ${JSON.stringify(cssOf(theme))};
    window.acquireVsCodeApi = () => ({ postMessage: (m) => parent.postMessage(m, '*'), getState: () => state, setState: (s) => { state = structuredClone(s); parent.pageState = state; } });`;
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
    <link rel="stylesheet" href="/page.css"></head><body class="${themes[theme].bodyClass}" data-vscode-theme-kind="${themes[theme].kind}">
    <script nonce="${nonce}">${api.replaceAll('<', '\\x3c')}</script><script nonce="${nonce}" src="/page.js"></script></body></html>`;
}

function cssOf(theme) {
  return Object.entries({ ...themes[theme].variables, ...fonts })
    .map(([name, value]) => `${name}: ${value};`)
    .join(' ');
}

const outerHtml = `<!doctype html><html><head><meta charset="utf-8"><style>html,body,iframe{margin:0;border:0;width:100%;height:100%;display:block;overflow:hidden}</style></head>
  <body><iframe></iframe><script src="/preview.js"></script></body></html>`;

export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.SFT_LENS_CHROMIUM || '/usr/bin/chromium',
    args: flags.split(' '),
  });
}

/** Opens a page; `problems` collects console errors and policy violations. */
export async function openPreview(
  browser,
  files,
  { page, theme = 'dark', language = 'en', width = 1280, height = 760, data, state },
) {
  const opened = await browser.newPage({ viewport: { width, height } });
  const problems = [];
  opened.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  opened.on('pageerror', (error) => problems.push(error.stack ?? error.message));
  await opened.route(`${origin}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: outerHtml });
    if (pathname === '/frame')
      return route.fulfill({ contentType: 'text/html', body: frameHtml(theme, language, state) });
    if (pathname === '/data.json')
      return route.fulfill({ contentType: 'application/json', body: JSON.stringify(data) });
    const contents = files.get(pathname.slice(1));
    if (contents === undefined) return route.fulfill({ status: 404 });
    return route.fulfill({ contentType: types[path.extname(pathname)] ?? 'application/octet-stream', body: contents });
  });
  await opened.goto(`${origin}/?page=${page}`);
  const frame = opened.frameLocator('iframe');
  return { opened, frame, problems };
}
