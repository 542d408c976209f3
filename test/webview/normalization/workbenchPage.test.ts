// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NormalizationHost, NormalizationPage } from '../../../src/protocol/normalization';
import { Rpc } from '../../../src/protocol/rpc';
import { WorkbenchPage } from '../../../webview/normalization/workbenchPage';
import { closePopovers } from '../../../webview/shared/popover';
import { channelPair } from '../../support/channelPair';
import { FakeNormalizationHost } from '../../support/webviewPreview/fakeNormalizationHost';

const queries = [
  ['Data Analysis', 'sql'],
  ['data analysis', 'sql'],
  ['data-analysis', '<img src=x>'],
  ['sql', '<img src=x>'],
  ['rare thing'],
];

async function open(kept: unknown = undefined) {
  const [hostEnd, pageEnd] = channelPair();
  const host = new FakeNormalizationHost({ rows: queries.map((tags, row) => ({ query: `query ${row}`, tags })) });
  new Rpc<NormalizationHost, NormalizationPage>(hostEnd, host);
  const states: unknown[] = [];
  const keys = document.createElement('div');
  document.body.append(keys);
  const state = { read: () => kept, write: (value: unknown) => void states.push(value) };
  const page = new WorkbenchPage((receiver) => new Rpc(pageEnd, receiver), state, keys);
  keys.append(page.node);
  await page.start();
  return { page, states };
}

const byTestId = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const eventTags = () => [...document.querySelectorAll('.event-tag')].map((tag) => tag.textContent);
const press = (key: string, held: KeyboardEventInit = {}) =>
  document
    .querySelector('main')
    ?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held }));

beforeEach(() => {
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 240 });
});

afterEach(() => {
  closePopovers();
  document.body.replaceChildren();
});

describe('the normalization workbench', () => {
  it('shows what each step leaves', async () => {
    await open();
    const counts = [...document.querySelectorAll('.step-count')].map((count) => count.textContent);
    expect(byTestId('step-raw')?.textContent).toContain('Raw6');
    expect(counts.length).toBe(5);
  });

  it('lists drops and merges with their reasons, hostile tags as text', async () => {
    await open();
    await vi.waitFor(() => expect(eventTags()).toContain('rare thing'));
    expect(document.querySelector('img')).toBeNull();
    expect(byTestId('audit-list')?.textContent).toContain('fewer than 2');
  });

  it('shows the audit of the step that was clicked, and remembers it', async () => {
    const { states } = await open();
    await vi.waitFor(() => expect(eventTags()).toContain('rare thing'));
    byTestId('step-association')?.click();
    await vi.waitFor(() => expect(eventTags()).not.toContain('rare thing'));
    expect(states.at(-1)).toEqual({ version: 1, step: 'association', text: '' });
  });

  it('comes back to the step it was left at', async () => {
    await open({ version: 1, step: 'frequency', text: '' });
    expect(byTestId('audit-step-frequency')?.getAttribute('aria-selected')).toBe('true');
  });

  it('previews a moved slider, and applies nothing until asked to', async () => {
    await open();
    const alpha = byTestId('param-alpha') as HTMLInputElement;
    alpha.value = '3';
    alpha.dispatchEvent(new Event('input'));
    await vi.waitFor(() => expect(byTestId('preview-line')?.textContent).toMatch(/would be left after Frequency/));
    expect(byTestId('step-preview')).not.toBeNull();
    byTestId('reset')?.click();
    expect(byTestId('step-preview')).toBeNull();
    expect(byTestId('undo')?.hasAttribute('disabled')).toBe(true);
  });

  it('applies, undoes and redoes', async () => {
    await open();
    const before = byTestId('step-frequency')?.textContent;
    const alpha = byTestId('param-alpha') as HTMLInputElement;
    alpha.value = '3';
    alpha.dispatchEvent(new Event('input'));
    byTestId('apply')?.click();
    await vi.waitFor(() => expect(byTestId('step-frequency')?.textContent).not.toBe(before));
    await vi.waitFor(() => expect(byTestId('undo')?.hasAttribute('disabled')).toBe(false));
    press('z', { ctrlKey: true });
    await vi.waitFor(() => expect(byTestId('step-frequency')?.textContent).toBe(before));
    press('y', { ctrlKey: true });
    await vi.waitFor(() => expect(byTestId('step-frequency')?.textContent).not.toBe(before));
  });

  it('rejects a drop by hand: the tag is kept', async () => {
    await open({ version: 1, step: 'frequency', text: 'rare' });
    await vi.waitFor(() => expect(byTestId('audit-detail')?.querySelector('h2')?.textContent).toBe('rare thing'));
    await vi.waitFor(() => expect(byTestId('audit-detail')?.textContent).toContain('query 4'));
    byTestId('decide-reject')?.click();
    await vi.waitFor(() => expect(eventTags()).toEqual([]));
  });

  it('merges by hand into a tag that is suggested while one types', async () => {
    await open({ version: 1, step: 'frequency', text: 'rare' });
    await vi.waitFor(() => expect(byTestId('audit-detail')?.querySelector('h2')?.textContent).toBe('rare thing'));
    byTestId('decide-merge')?.click();
    const suggested = () => [...document.querySelectorAll<HTMLElement>('.suggestions .menu-item')];
    await vi.waitFor(() => expect(suggested().map((item) => item.textContent)).toContain('sql3'));
    const field = byTestId('merge-target') as HTMLInputElement;
    field.value = 'SQ';
    field.dispatchEvent(new Event('input'));
    await vi.waitFor(() => expect(suggested().map((item) => item.textContent)).toEqual(['sql3']));
    suggested()[0]?.click();
    await vi.waitFor(() => expect(byTestId('step-manual')).not.toBeNull());
    await vi.waitFor(() => expect(byTestId('undo')?.hasAttribute('disabled')).toBe(false));
  });

  it('says which step left nothing, and why', async () => {
    await open();
    const alpha = byTestId('param-alpha') as HTMLInputElement;
    alpha.value = '50';
    alpha.dispatchEvent(new Event('input'));
    byTestId('apply')?.click();
    await vi.waitFor(() => expect(byTestId('empty-note')?.textContent).toContain('none is in 50 queries'));
  });

  it('says why there is nothing to normalize', async () => {
    const [hostEnd, pageEnd] = channelPair();
    new Rpc<object, NormalizationPage>(hostEnd, {
      ready: async () => Promise.reject(new Error('No dataset is open.')),
    });
    const keys = document.createElement('div');
    const page = new WorkbenchPage(
      (receiver) => new Rpc(pageEnd, receiver),
      { read: () => null, write: () => {} },
      keys,
    );
    document.body.append(page.node);
    await page.start();
    expect(page.node.textContent).toContain('No dataset is open.');
  });
});
