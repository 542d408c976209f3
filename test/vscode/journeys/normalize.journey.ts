import * as assert from 'node:assert';
import type { FrameLocator } from 'playwright-core';
import { workbench } from './session';
import { datasets } from './workspaceFiles';
import { taggedRow } from '../../support/editor/datasetPage';

const steps = ['raw', 'frequency', 'rules', 'semantic', 'association'];

describe('normalizing tags', () => {
  it('shows the funnel, and a stricter frequency threshold leaves fewer tags', async function () {
    this.timeout(240_000);
    const frame = await openWorkbench();
    await workbench().screenshot('normalize');
    const before = await tagsAfter(frame);
    assert.deepEqual(
      before,
      [...before].sort((first, second) => second - first),
      'no step adds tags',
    );

    await frame.getByTestId('param-alpha-auto').click();
    await frame.getByTestId('param-alpha').fill('8');
    await frame.getByTestId('preview-line').filter({ hasText: /\d/ }).waitFor({ timeout: 30_000 });
    await workbench().screenshot('normalize-preview');
    await frame.getByTestId('apply').click();
    const frequency = frame.getByTestId('step-frequency').locator('.step-count');
    await frequency.filter({ hasNotText: before[1]!.toLocaleString('en') }).waitFor({ timeout: 120_000 });
    const after = await tagsAfter(frame);
    assert.equal(after[0], before[0], 'raw tags stay as they are');
    assert.ok(after[1]! < before[1]!, 'fewer tags pass the threshold');
  });

  it('rejects a merge, takes that back, and does it again', async function () {
    this.timeout(300_000);
    const frame = await openWorkbench();
    await frame.getByTestId('audit-step-semantic').click();
    const merge = frame.getByTestId('audit-list').locator('.event:has(.event-members)').first();
    const merged = await merge.locator('.event-members').innerText();
    const shown = frame.getByTestId('audit-list').locator('.event-members').getByText(merged, { exact: true });
    await merge.click();
    await frame.getByTestId('decide-reject').click();
    await shown.waitFor({ state: 'detached', timeout: 120_000 });
    await workbench().screenshot('normalize-rejected');
    await frame.getByTestId('undo').click();
    await shown.waitFor({ timeout: 120_000 });
    await frame.getByTestId('redo').click();
    await shown.waitFor({ state: 'detached', timeout: 120_000 });
    await frame.getByTestId('undo').click();
    await shown.waitFor({ timeout: 120_000 });
  });
});

async function openWorkbench(): Promise<FrameLocator> {
  const editor = await workbench().openDataset(datasets.tagged);
  await taggedRow(editor, 0).waitFor({ timeout: 60_000 });
  await workbench().runCommand('SFT Lens: Normalize Tags');
  await workbench().tab('Normalization').waitFor({ timeout: 30_000 });
  const frame = workbench().webviewFrame();
  await frame.getByTestId('step-association').waitFor({ timeout: 120_000 });
  return frame;
}

/** Tags left after each step of the funnel. */
async function tagsAfter(frame: FrameLocator): Promise<readonly number[]> {
  const texts = await Promise.all(
    steps.map((step) => frame.getByTestId(`step-${step}`).locator('.step-count').innerText()),
  );
  return texts.map((text) => Number(text.replaceAll(/\D/g, '')));
}
