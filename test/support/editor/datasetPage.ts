import type { FrameLocator, Locator } from 'playwright-core';

/** A row of the dataset editor's table, by its number in the file; rows that wait to be used again do not count. */
export function tableRow(frame: FrameLocator, row: number): Locator {
  return frame.locator(`[data-testid="row-${row}"]:not([hidden])`);
}

/** A row once it shows at least one tag. */
export function taggedRow(frame: FrameLocator, row: number): Locator {
  return tableRow(frame, row).locator('.pill').first();
}

/** Clicks a row beside its tags, which are links of their own. */
export async function clickRow(frame: FrameLocator, row: number, modifiers: 'Shift'[] = []): Promise<void> {
  await tableRow(frame, row).click({ position: { x: 40, y: 10 }, modifiers });
}
