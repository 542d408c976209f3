import * as assert from 'node:assert';
import { workbench } from './session';
import { datasets } from './workspaceFiles';
import { tableRow } from '../../support/editor/datasetPage';

describe('the dataset editor by keyboard alone', () => {
  it('moves, reads, finds, filters, tags and helps, and Escape leads back each time', async () => {
    const frame = await workbench().openDataset(datasets.alpaca);
    const { keyboard } = workbench().page;
    await tableRow(frame, 0).waitFor();
    await frame.getByTestId('table').focus();
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await frame.locator('[data-testid^="row-"].active:not([hidden])').waitFor();
    await keyboard.press('Enter');
    await frame
      .getByTestId('detail')
      .filter({ hasText: /Row \d/ })
      .waitFor();
    assert.ok(await frame.getByTestId('detail').evaluate((detail) => detail.contains(document.activeElement)));
    await keyboard.press('Escape');

    await keyboard.press('/');
    await frame.locator('[role="search"]:focus-within').waitFor();
    await keyboard.type('photosynthesis');
    await keyboard.press('Enter');
    await frame
      .getByTestId('row-count')
      .filter({ hasText: /of 52,002 rows/ })
      .waitFor();
    await workbench().screenshot('keyboard-find');
    await keyboard.press('Escape');

    await frame.getByTestId('table').focus();
    for (const [key, testId] of [
      ['f', 'filter-kind-tag'],
      ['t', 'tag-menu-list'],
      ['?', 'help'],
    ] as const) {
      await keyboard.press(key);
      await frame.getByTestId(testId).waitFor();
      await workbench().screenshot(`keyboard-${testId}`);
      await keyboard.press('Escape');
      await frame.getByTestId(testId).waitFor({ state: 'hidden' });
    }
  });
});
