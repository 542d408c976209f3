import * as assert from 'node:assert';
import { cpSync, rmSync } from 'node:fs';
import { fiftyReplies } from './realReplies';
import { inWorkspace, workbench } from './session';
import { journalLines } from './tagJournal';
import { datasets } from './workspaceFiles';

const file = 'hover.jsonl';

describe('hovering over a query in the text editor', () => {
  const remove = (): void => [file, `${file}.tags.jsonl`].forEach((name) => rmSync(inWorkspace(name), { force: true }));
  before(() => cpSync(inWorkspace(datasets.fifty), inWorkspace(file)));
  after(remove);

  it('offers to tag it without doing so, and shows its tags with explanations once they are known', async function () {
    this.timeout(240_000);
    const query = fiftyReplies()[12]!.query.split('\n')[0]!.slice(0, 25);
    await workbench().openFile(file);
    const hover = await workbench().hoverOver(query);
    const link = hover.getByText('Tag this query').first();
    await link.waitFor({ timeout: 30_000 });
    await workbench().screenshot('hover-untagged');
    assert.equal(journalLines(inWorkspace(`${file}.tags.jsonl`)).length, 0, 'a hover alone tags nothing');

    await link.click();
    await workbench().until(() => journalLines(inWorkspace(`${file}.tags.jsonl`)).length === 1, 120_000);
    await workbench().page.keyboard.press('Escape');
    const tagged = await workbench().hoverOver(query);
    await tagged.locator('li strong').first().waitFor({ timeout: 30_000 });
    await workbench().screenshot('hover-tagged');
  });
});
