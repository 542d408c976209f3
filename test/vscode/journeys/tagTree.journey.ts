import * as assert from 'node:assert';
import { workbench } from './session';
import { datasets } from './workspaceFiles';

describe('the tags view', () => {
  it('lists the normalized tags of the active dataset, and a click shows their rows', async () => {
    const frame = await workbench().openDataset(datasets.tagged);
    const tree = await workbench().openTagsView();
    const tags = tree.locator('.monaco-list-row');
    await tags.first().waitFor({ timeout: 60_000 });
    const first = (await tags.first().locator('.label-name').innerText()).trim();
    assert.notEqual(first, '');

    await tags.first().click();
    await frame.getByTestId('filter-chip').filter({ hasText: first }).waitFor({ timeout: 15_000 });
    await frame
      .getByTestId('row-count')
      .filter({ hasText: /[\d,]+ of [\d,]+ rows/ })
      .waitFor({ timeout: 15_000 });
    await workbench().screenshot('tag-tree');
    const shownPills = frame.getByTestId('table').locator('.pill', { hasText: first });
    assert.ok((await shownPills.count()) > 0, `the rows in view carry ${first}`);
  });

  it('shows the raw variants under a tag', async () => {
    await workbench().openDataset(datasets.tagged);
    const tree = await workbench().openTagsView();
    const tags = tree.locator('.monaco-list-row');
    await tags.first().waitFor({ timeout: 60_000 });
    await tags.first().locator('.monaco-tl-twistie').click();
    await tree
      .locator('.monaco-list-row[aria-level="2"]')
      .filter({ hasText: /as written/ })
      .first()
      .waitFor({ timeout: 10_000 });
  });
});
