import * as path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { requiredVariable } from './server';

const productName = 'SFT Lens';
const startLimitMs = 60_000;

/** A VS Code window in the browser, driven as a person would: keyboard, palette, mouse. */
export class Workbench {
  constructor(readonly page: Page) {}

  /** Opens a folder and waits until the extension has contributed its view: earlier, files would open as plain text. */
  async open(serverUrl: string, folder: string): Promise<void> {
    await this.page.goto(`${serverUrl}/?folder=${encodeURIComponent(folder)}`);
    await this.untilReady();
  }

  /** Reloads the window as a user would: by VS Code's own command, which first writes down what it remembers. */
  async reload(): Promise<void> {
    await this.page.evaluate(() => document.body.setAttribute('data-before-reload', ''));
    await this.runCommand('Developer: Reload Window');
    await this.page.locator('body:not([data-before-reload])').waitFor({ state: 'attached', timeout: startLimitMs });
    await this.untilReady();
  }

  private async untilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: startLimitMs });
    await this.activityItem().waitFor({ timeout: startLimitMs });
  }

  activityItem(): Locator {
    return this.page.locator(`.activitybar .action-label[aria-label*="${productName}"]`).first();
  }

  /** Runs a command by its whole title in the palette, which may list one of a similar name before it. */
  async runCommand(title: string): Promise<void> {
    const label = this.page.locator('.label-name').getByText(title, { exact: true });
    const entry = this.quickPicks().filter({ has: label }).first();
    await this.pickIn('F1', `>${title}`, entry);
    await this.page
      .locator('.quick-input-widget')
      .waitFor({ state: 'hidden', timeout: 30_000 })
      .catch(() => undefined);
  }

  /** Asks again where an editor that is opening meanwhile takes the focus, which closes the quick input, or a file is new. */
  private async pickIn(key: string, text: string, entry: Locator): Promise<void> {
    const pick = async (): Promise<void> => {
      const input = await this.openQuickInput(key);
      await input.fill(text, { timeout: 5_000 });
      await entry.click({ timeout: 5_000 });
    };
    for (let attempt = 0; attempt < 6; attempt++) {
      const isPicked = await pick().then(
        () => true,
        () => false,
      );
      if (isPicked) return;
      await this.page.keyboard.press('Escape');
    }
    throw new Error(`The quick input did not offer "${text}".`);
  }

  /** Opens a file of the workspace with the editor that VS Code takes by default; `place` is a line and column, `:3:7`. */
  async openFile(name: string, place = ''): Promise<void> {
    const entry = this.quickPicks().filter({ hasText: path.basename(name) });
    await this.pickIn('Control+p', name + place, entry.first());
    await this.tab(path.basename(name)).waitFor({ timeout: 30_000 });
  }

  /** Opens a file of the workspace in the dataset editor and waits for its table. */
  async openDataset(name: string): Promise<FrameLocator> {
    const frame = await this.openInDatasetEditor(name);
    await frame.getByTestId('table').waitFor();
    return frame;
  }

  /** Opens a file in the dataset editor through the explorer's context menu, whatever the editor then shows of it. */
  async openInDatasetEditor(name: string): Promise<FrameLocator> {
    await this.openExplorer();
    const item = this.page.locator('.explorer-folders-view .monaco-list-row').getByText(name, { exact: true }).first();
    // The explorer may miss a file that was written while the window was starting.
    const isListed = await item.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => false,
    );
    if (!isListed) {
      await this.page.locator('.explorer-folders-view').hover();
      await this.page.locator('.part.sidebar .action-label[aria-label="Refresh Explorer"]').first().click();
    }
    await this.leaveExplorer();
    await this.openContextMenu(item, 'Open Dataset');
    await this.clickMenuItem('Open Dataset');
    await this.tab(name).waitFor();
    return this.webviewFrame();
  }

  /** Clicks until the menu is there: a list that is being filled just then drops the click. */
  private async openContextMenu(item: Locator, label: string): Promise<void> {
    const entry = this.page.locator('.monaco-menu .action-label', { hasText: label }).first();
    for (let attempt = 0; attempt < 5; attempt++) {
      await item.click({ button: 'right' });
      const isOpen = await entry.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
      if (isOpen) return;
      await this.page.keyboard.press('Escape');
    }
  }

  /** Moves the mouse away from the files, whose hovers would lie over what is clicked next. */
  async leaveExplorer(): Promise<void> {
    await this.page.mouse.move(720, 4);
    await this.page.locator('.context-view .hover-contents').first().waitFor({ state: 'hidden' });
  }

  /** Clicks until the menu closes: VS Code ignores clicks in the first moments after a menu has opened. */
  private async clickMenuItem(label: string): Promise<void> {
    const item = this.page.locator('.monaco-menu .action-label', { hasText: label }).first();
    for (let attempt = 0; attempt < 5; attempt++) {
      await item.click({ timeout: 30_000 });
      const isClosed = await item.waitFor({ state: 'hidden', timeout: 2_000 }).then(
        () => true,
        () => false,
      );
      if (isClosed) return;
    }
    throw new Error(`The menu stayed open after clicking "${label}".`);
  }

  async openExplorer(): Promise<void> {
    if (await this.page.locator('.explorer-folders-view').isVisible()) return;
    await this.page.locator('.activitybar .action-label[aria-label^="Explorer"]').first().click();
    await this.page.locator('.explorer-folders-view').waitFor();
  }

  /** Shows our view in the side bar. */
  async openTagsView(): Promise<Locator> {
    const view = this.page.locator('.part.sidebar .composite.title', { hasText: productName });
    if (!(await view.isVisible())) await this.activityItem().click();
    const tree = this.page.locator('.part.sidebar .monaco-list');
    await this.page.locator('.part.sidebar .pane').first().waitFor();
    return tree.first();
  }

  /** The content of the webview that is shown; with several, the last one opened. */
  webviewFrame(): FrameLocator {
    return this.page
      .locator('iframe.webview.ready:visible')
      .last()
      .contentFrame()
      .locator('iframe#active-frame')
      .contentFrame();
  }

  tab(name: string): Locator {
    return this.page.locator('.tabs-container .tab', { hasText: name }).first();
  }

  quickPicks(): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row');
  }

  /** The text field of quick open, palette or an extension's question, when it is there. */
  quickInput(): Locator {
    return this.page.locator('.quick-input-widget .quick-input-box input');
  }

  notifications(): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item');
  }

  /** Picks the first answer that fits in the list that an extension asks with. */
  async pick(label: string, timeoutMs = 30_000): Promise<void> {
    const answer = this.quickPicks().filter({ hasText: label }).first();
    await answer.waitFor({ timeout: timeoutMs });
    await answer.click();
  }

  /** Answers a question for a text; `title` tells it from the question before. */
  async answer(title: string, text: string): Promise<void> {
    await this.question(title).waitFor({ timeout: 30_000 });
    await this.quickInput().fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Ticks an answer of a question with several. */
  async tick(label: string): Promise<void> {
    await this.quickPicks().filter({ hasText: label }).first().click({ timeout: 30_000 });
  }

  /** Goes on from a question as it stands, such as a list to tick. */
  async goOn(title: string): Promise<void> {
    await this.question(title).waitFor({ timeout: 30_000 });
    await this.page.keyboard.press('Enter');
  }

  /** Takes what a file dialog proposes; it accepts nothing until it has read the folder. */
  async confirm(title: string): Promise<void> {
    await this.question(title).waitFor({ timeout: 30_000 });
    const accept = this.page.locator('.quick-input-widget .monaco-button', { hasText: 'OK' });
    while (await this.question(title).isVisible()) {
      await accept.click({ timeout: 2_000 }).catch(() => undefined);
      await this.page.waitForTimeout(500);
    }
  }

  /** Rests the mouse on the line of the text editor that holds a text, and returns the hover that appears. */
  async hoverOver(text: string): Promise<Locator> {
    const line = this.page.locator('.monaco-editor .view-line', { hasText: text }).first();
    await line.waitFor({ timeout: 30_000 });
    await line.hover({ position: { x: 60, y: 8 } });
    const hover = this.page.locator('.monaco-hover:visible').first();
    await hover.waitFor({ timeout: 30_000 });
    return hover;
  }

  /** A button of a modal question. */
  dialogButton(label: string | RegExp): Locator {
    return this.page.locator('.monaco-dialog-box .monaco-button', { hasText: label }).first();
  }

  /** Waits until something outside the window holds, such as a file's content. */
  async until(isTrue: () => boolean, timeoutMs = 60_000): Promise<void> {
    const startedAt = Date.now();
    while (!isTrue()) {
      if (Date.now() - startedAt > timeoutMs)
        throw new Error(`Still not so after ${timeoutMs} ms: ${isTrue.toString()}`);
      await this.page.waitForTimeout(100);
    }
  }

  async closeAllEditors(): Promise<void> {
    await this.runCommand('View: Close All Editors');
  }

  /** Keeps a picture of the window among the artefacts. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({
      path: path.join(requiredVariable('SFT_LENS_ARTIFACTS'), 'screenshots', `${name}.png`),
    });
  }

  private question(title: string): Locator {
    return this.page.locator('.quick-input-widget .quick-input-title', { hasText: title });
  }

  private async openQuickInput(key: string): Promise<Locator> {
    const input = this.quickInput();
    for (let attempt = 0; attempt < 5; attempt++) {
      await this.page.keyboard.press(key);
      const isOpen = await input.waitFor({ timeout: 2_000 }).then(
        () => true,
        () => false,
      );
      if (isOpen) return input;
    }
    throw new Error(`${key} did not open the quick input.`);
  }
}
