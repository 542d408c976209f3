// Pictures of the Insights panel in a plain browser, without VS Code: node test/support/webviewPreview/insightsShots.mjs [folder]
import { createServer } from 'node:http';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../tools/paths.mjs';
import { startBrowser, themes } from './preview.mjs';

const folder = path.resolve(process.argv[2] ?? path.join(root, 'artifacts/insights'));
const only = process.argv[3];
const built = path.join(folder, 'page');
const types = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf', '.html': 'text/html' };

mkdirSync(built, { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: { host: 'test/support/webviewPreview/insightsPage.ts', insights: 'webview/insights/main.ts' },
  outdir: built,
  bundle: true,
  format: 'iife',
  target: 'es2022',
  loader: { '.ttf': 'file' },
  logLevel: 'warning',
});

// The same policy as the extension sets, so that what it forbids is seen here.
const policy = (origin) =>
  `default-src 'none'; style-src ${origin}; script-src ${origin}; font-src ${origin}; img-src ${origin} data: blob:`;

function html(theme, language) {
  return `<!DOCTYPE html><html lang="${language}"><head><meta charset="utf-8"><link rel="stylesheet" href="/insights.css">
<link rel="stylesheet" href="/theme-${theme}.css"></head><body class="${themes[theme].bodyClass}"><script src="/host.js"></script>
<script src="/insights.js"></script></body></html>`;
}

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const theme = /^\/theme-(\w+)\.css$/.exec(pathname)?.[1];
  const origin = `http://localhost:${server.address().port}`;
  response.setHeader('content-security-policy', policy(origin));
  if (pathname === '/') {
    response.setHeader('content-type', 'text/html');
    response.end(html(searchParams.get('theme') ?? 'dark', searchParams.get('lang') ?? 'en'));
  } else if (theme) {
    const lines = Object.entries(themes[theme].variables).map(([name, value]) => `${name}: ${value};`);
    response.setHeader('content-type', 'text/css');
    response.end(
      `html { ${lines.join('\n')} --vscode-font-family: 'Ubuntu', 'DejaVu Sans', 'Noto Sans CJK SC', sans-serif; }`,
    );
  } else {
    try {
      response.setHeader('content-type', types[path.extname(pathname)] ?? 'application/octet-stream');
      response.end(readFileSync(path.join(built, path.basename(pathname))));
    } catch {
      response.statusCode = 404;
      response.end();
    }
  }
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = `http://localhost:${server.address().port}/`;
const browser = await startBrowser();

async function shot(
  name,
  { theme = 'dark', language = 'en', width = 1280, height = 900, query = '', act = async () => {} } = {},
) {
  if (only && !name.includes(only)) return;
  const page = await browser.newPage({ viewport: { width, height } });
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && console.log(name, message.text()));
  page.on('pageerror', (error) => console.log(name, error.stack));
  await page.goto(`${address}?theme=${theme}&lang=${language}${query}`);
  await page.waitForSelector('[data-testid=insights-measures]');
  await page.waitForTimeout(400);
  await act(page);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  await page.close();
}

const runBench = async (page) => {
  await page.click('[data-testid=bench-method-random]').catch(() => {});
  await page.click('[data-testid=bench-run]');
  await page.waitForSelector('[data-testid=bench-table]');
  await page.locator('.bench').evaluate((node) => node.scrollIntoView());
  await page.waitForTimeout(200);
};
const runMap = async (page) => {
  await page.click('[data-testid=tag-map-run]');
  await page.waitForSelector('.tag-map-canvas');
  await page.locator('.tag-map').evaluate((node) => node.parentElement.scrollIntoView());
  await page.waitForTimeout(300);
};

try {
  await shot('dark');
  await shot('light', { theme: 'light' });
  await shot('high-contrast', { theme: 'highContrast' });
  await shot('whole', { height: 2900 });
  await shot('narrow', { width: 700, height: 2200 });
  await shot('chinese', { language: 'zh-cn' });
  await shot('empty', { query: '&empty' });
  await shot('bench', { act: runBench });
  await shot('bench-light', { theme: 'light', act: runBench });
  await shot('datasets', {
    act: async (page) => {
      await page.click('[data-testid=compare-datasets]');
      await page.waitForSelector('.comparison-grid');
      await page.locator('.comparison').evaluate((node) => node.scrollIntoView());
      await page.waitForTimeout(200);
    },
  });
  await shot('map', { act: runMap });
  await shot('map-lasso', {
    theme: 'light',
    act: async (page) => {
      await runMap(page);
      const box = await page.locator('.tag-map-canvas').boundingBox();
      await page.keyboard.down('Shift');
      await page.mouse.move(box.x + 380, box.y + 100);
      await page.mouse.down();
      for (const [x, y] of [
        [640, 90],
        [700, 260],
        [520, 320],
        [390, 220],
      ])
        await page.mouse.move(box.x + x, box.y + y, { steps: 4 });
      await page.mouse.up();
      await page.keyboard.up('Shift');
      await page.waitForTimeout(200);
      await page.locator('.lasso-result').evaluate((node) => node.scrollIntoView({ block: 'end' }));
    },
  });
  await shot('constraints', {
    act: async (page) => {
      await page.click('[data-testid=selection-constraints]');
      await page.waitForTimeout(200);
    },
  });
  await shot('known', {
    act: async (page) => {
      await page.click('.known summary');
      await page.locator('.known').evaluate((node) => node.scrollIntoView());
    },
  });
  await shot('tables', { act: (page) => page.click('[data-testid=all-tables]') });
  await shot('slow', {
    query: '&slow',
    act: async (page) => {
      await page.click('[data-testid=bench-run]');
      await page.waitForTimeout(2000);
    },
  });
  await shot('slider', {
    theme: 'light',
    act: async (page) => {
      await page.focus('[data-testid=selection-n]');
      const started = Date.now();
      for (let index = 0; index < 60; index++) await page.keyboard.press('ArrowLeft');
      await page.waitForTimeout(300);
      console.log(
        'slider: 60 steps in',
        Date.now() - started - 300,
        'ms,',
        await page.textContent('[data-testid=selection-summary]'),
      );
      await page.click('[data-testid=insights-equal-n]');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.hover('[data-testid=chart-coverage] canvas');
      await page.waitForTimeout(200);
    },
  });
  await shot('contrast-light', { theme: 'highContrastLight' });
  await shot('keyboard', {
    act: async (page) => {
      await page.focus('[data-testid=chart-rank-frequency] canvas');
      for (let index = 0; index < 6; index++) await page.keyboard.press('ArrowRight');
      await page.waitForTimeout(100);
      console.log('live region:', await page.locator('[data-testid=chart-rank-frequency] [aria-live]').textContent());
      await page.keyboard.press('Enter');
      console.log('calls:', JSON.stringify(await page.evaluate(() => window.previewCalls)));
    },
  });
  await shot('saved', {
    act: async (page) => {
      for (const format of ['svg', 'png', 'csv']) {
        await page.click('[data-testid=chart-coverage] [aria-haspopup=menu]');
        await page.click(`[data-testid=save-${format}]`);
        await page.waitForTimeout(300);
      }
      const saved = await page.evaluate(() =>
        window.previewCalls.filter((call) => call.method === 'saveChart').map((call) => call.params),
      );
      const { writeFileSync } = await import('node:fs');
      for (const { name, format, content } of saved)
        writeFileSync(path.join(folder, `saved-${name}.${format}`), content, format === 'png' ? 'base64' : 'utf8');
      console.log('saved:', saved.map(({ name, format, content }) => `${name}.${format} ${content.length}`).join(', '));
    },
  });
} finally {
  await browser.close();
  server.close();
}
