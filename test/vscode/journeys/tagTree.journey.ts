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
    await frame.getByTestId('filter-chip').filter({ hasText: first }).waitFor({ timeout: 30_000 });
    await frame
      .getByTestId('row-count')
      .filter({ hasText: /[\d,]+ of [\d,]+ rows/ })
      .waitFor({ timeout: 30_000 });
    await workbench().screenshot('tag-tree');
    await frame
      .locator('.table .row:not([hidden])')
      .first()
      .click({ position: { x: 40, y: 10 } });
    await frame.getByTestId('detail').locator('.pill', { hasText: first }).first().waitFor();
  });

  it('lists only the tags that hold what is typed, until the filter is cleared', async () => {
    await workbench().openDataset(datasets.tagged);
    const tree = await workbench().openTagsView();
    const tags = tree.locator('.monaco-list-row[aria-level="1"]');
    await tags.nth(3).waitFor();
    const sought = (await tags.nth(2).locator('.label-name').innerText()).trim();
    await workbench().runCommand('SFT Lens: Filter Tags…');
    await workbench().quickInput().fill(sought);
    await workbench().page.keyboard.press('Enter');
    await tags.first().filter({ hasText: sought }).waitFor();
    for (const name of await tags.locator('.label-name').allInnerTexts())
      if (!/tags? |more|without|left out/i.test(name))
        assert.match(name.toLowerCase(), new RegExp(escaped(sought.toLowerCase())));
    await workbench().screenshot('tag-tree-filtered');
    await workbench().runCommand('SFT Lens: Clear the Tag Filter');
    await tags.filter({ hasNotText: sought }).nth(1).waitFor();
  });

  it('shows the raw variants under a tag', async () => {
    await workbench().openDataset(datasets.tagged);
    const tree = await workbench().openTagsView();
    const tags = tree.locator('.monaco-list-row');
    await tags.first().waitFor({ timeout: 60_000 });
    const variant = tree.locator('.monaco-list-row[aria-level="2"]').filter({ hasText: /as written/ });
    // The list of the dataset that was closed before may still stand for a moment; what was opened in it goes with it.
    for (let attempt = 0; attempt < 10 && !(await variant.first().isVisible()); attempt++) {
      await tags.first().locator('.monaco-tl-twistie.collapsed').click();
      await variant
        .first()
        .waitFor({ timeout: 3_000 })
        .catch(() => undefined);
    }
    assert.ok(await variant.first().isVisible());
  });
});

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
