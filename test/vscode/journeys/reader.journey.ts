import * as assert from 'node:assert';
import { rmSync, writeFileSync } from 'node:fs';
import type { FrameLocator } from 'playwright-core';
import { readerRowNames, readerRows } from './readerRows';
import { inWorkspace, workbench } from './session';
import { clickRow } from '../../support/editor/datasetPage';

const file = 'reader.jsonl';

describe('reading rows', () => {
  before(() =>
    writeFileSync(inWorkspace(file), readerRowNames.map((name) => `${JSON.stringify(readerRows[name])}\n`).join('')),
  );
  after(() => rmSync(inWorkspace(file), { force: true }));

  it('shows pairs side by side where there is room, scripts in their direction, tools folded, and fetches and runs nothing', async function () {
    this.timeout(180_000);
    const { page } = workbench();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const frame = await workbench().openDataset(file);
    await workbench().leaveExplorer();
    const detail = frame.getByTestId('detail');

    await read(frame, 'pair');
    assert.equal(await sidesOfPair(frame), 'stacked');
    await widenDetail(frame);
    assert.equal(await sidesOfPair(frame), 'side by side');
    assert.equal(await detail.locator('td.align-right').first().innerText(), '1609');
    await workbench().screenshot('reader-pair');

    await read(frame, 'hostile');
    await detail.getByText('<b>Heading</b>').waitFor();
    assert.equal(await detail.locator('script, iframe, img, a, [onerror], [onload], [style*=url]').count(), 0);
    assert.equal(await frame.locator('body').evaluate(() => 'hacked' in window), false);
    await workbench().screenshot('reader-hostile');

    await read(frame, 'tools');
    const call = detail.locator('details', { hasText: 'get_weather' }).last();
    assert.equal(await call.getAttribute('open'), null);
    await call.locator('summary').click();
    await call.locator('.code-block').filter({ hasText: '"Paris"' }).waitFor();
    await detail.locator('details', { hasText: 'Thinking' }).waitFor();

    await read(frame, 'media');
    await detail.getByText('https://evil.example/1.jpg').waitFor();

    await read(frame, 'scripts');
    const directions = await detail
      .locator('.markdown > p, .markdown > ol')
      .evaluateAll((blocks) => blocks.map((block) => getComputedStyle(block).direction));
    assert.deepEqual(directions, ['rtl', 'rtl', 'rtl']);
    assert.equal(
      await detail
        .locator('.code-block')
        .first()
        .evaluate((code) => getComputedStyle(code).direction),
      'ltr',
    );
    await workbench().screenshot('reader-scripts');

    await read(frame, 'mathematics');
    await detail.getByText('\\(\\int x^2\\,dx').waitFor();
    await detail.locator('.hljs-keyword', { hasText: 'def' }).waitFor();
    assert.deepEqual(
      asked.filter((url) => url.includes('evil.example')),
      [],
    );
  });
});

async function read(frame: FrameLocator, name: (typeof readerRowNames)[number]): Promise<void> {
  const row = readerRowNames.indexOf(name);
  await clickRow(frame, row);
  await frame
    .locator('.detail-title')
    .filter({ hasText: `Row ${row}` })
    .waitFor();
}

async function sidesOfPair(frame: FrameLocator): Promise<'stacked' | 'side by side'> {
  const [chosen, rejected] = await Promise.all(
    ['.pair-side.chosen', '.pair-side.rejected'].map((side) => frame.locator(side).boundingBox()),
  );
  assert.ok(chosen && rejected);
  if (rejected.y >= chosen.y + chosen.height) return 'stacked';
  assert.ok(rejected.x >= chosen.x + chosen.width && rejected.y === chosen.y, 'neither stacked nor side by side');
  return 'side by side';
}

/** Drags the boundary between table and detail to the left. */
async function widenDetail(frame: FrameLocator): Promise<void> {
  const { mouse } = workbench().page;
  const box = await frame.getByTestId('detail').boundingBox();
  assert.ok(box);
  await mouse.move(box.x - 2, box.y + 200);
  await mouse.down();
  await mouse.move(box.x - 400, box.y + 200, { steps: 5 });
  await mouse.up();
}
