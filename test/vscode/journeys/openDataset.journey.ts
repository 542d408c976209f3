import * as assert from 'node:assert';
import { workbench } from './session';

describe('opening a dataset', () => {
  it('shows Alpaca with its 52,002 rows as a table', async () => {
    const frame = await workbench().openDataset('alpaca_data.json');
    await frame.getByTestId('row-0').waitFor({ timeout: 30_000 });
    await frame.getByText('52,002').first().waitFor({ timeout: 30_000 });
    await workbench().screenshot('open-alpaca');
    assert.ok(await frame.getByTestId('row-1').isVisible());
  });
});
