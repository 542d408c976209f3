// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { RowDetail } from '../../../src/protocol/datasetEditor';
import { conversationView } from '../../../webview/datasetEditor/detail/conversationView';
import { markdownNodes } from '../../../webview/datasetEditor/detail/markdown';
import { jsonView, textView } from '../../../webview/datasetEditor/detail/partView';
import { rawView } from '../../../webview/datasetEditor/detail/rawView';
import { textForm } from '../../../webview/datasetEditor/detail/textForm';

const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script>';
const allowedTags =
  /^(div|span|p|pre|code|br|ul|ol|li|strong|em|s|h\d|blockquote|table|thead|tbody|tr|th|td|hr|section|details|summary|button|dl|dt|dd|mark)$/;

function rendered(markdown: string): HTMLElement {
  const holder = document.createElement('div');
  holder.append(...markdownNodes(markdown));
  return holder;
}

function expectHarmless(holder: HTMLElement): void {
  for (const node of holder.querySelectorAll('*')) {
    expect(node.tagName.toLowerCase()).toMatch(allowedTags);
    for (const { name } of node.attributes) expect(name).not.toMatch(/^(on|href|src|style)/);
  }
}

function detail(change: Partial<RowDetail>): RowDetail {
  return { row: 3, byteOffset: 0, byteLength: 10, shape: 'messages', turns: [], facts: [], ...change };
}

const actions = {
  filterTag: vi.fn(),
  editTag: vi.fn(),
  tagRow: vi.fn(),
  readPart: vi.fn(async () => 'the whole text'),
};
const show = (change: Partial<RowDetail>) => conversationView(detail(change), actions, () => true);

beforeEach(() => vi.clearAllMocks());

describe('Markdown', () => {
  it('builds headings, lists, emphasis, tables and code', () => {
    const holder = rendered('# Title\n\n- **one**\n- `two`\n\n|a|b|\n|-|-|\n|1|2|\n\n```python\ndef f(): pass\n```');
    expect(holder.querySelector('h1')?.textContent).toBe('Title');
    expect(holder.querySelector('li strong')?.textContent).toBe('one');
    expect([...holder.querySelectorAll('td')].map((cell) => cell.textContent)).toEqual(['1', '2']);
    expect(holder.querySelector('.code-block .hljs-keyword')?.textContent).toBe('def');
  });

  it('gives outermost blocks and cells their own direction, so that a list takes that of its items, and aligns cells', () => {
    const holder = rendered('سلام\n\n1. أولاً\n\n   ثم\n2. ثانياً\n\n|a|b|\n|:-|-:|\n|1|2|');
    const withDirection = [...holder.querySelectorAll('[dir=auto]')].map((node) => node.tagName);
    expect(withDirection).toEqual(['P', 'OL', 'TH', 'TH', 'TD', 'TD']);
    expect([...holder.querySelectorAll('td')].map((cell) => cell.className)).toEqual(['align-left', 'align-right']);
  });

  it('shows links without leading anywhere', () => {
    const link = rendered('[here](https://example.org/x)').querySelector<HTMLElement>('.link');
    expect(link?.title).toBe('https://example.org/x');
    expect(link?.tagName).toBe('SPAN');
  });

  it('names images and never fetches them', () => {
    const holder = rendered('![a cat](https://evil.example/cat.png)');
    expect(holder.querySelector('img')).toBeNull();
    expect(holder.textContent).toContain('a cat');
  });

  it('keeps the backslashes of formulas', () => {
    expect(rendered('so \\( a_1 \\) and \\[x\\]').textContent).toContain('\\( a_1 \\) and \\[x\\]');
  });

  it.each([
    hostile,
    `[x](javascript:alert(1)) ${hostile}`,
    `\`\`\`html\n${hostile}\n\`\`\``,
    `<svg/onload=alert(1)>`,
    `# ${hostile}`,
  ])('builds nothing dangerous from %s', (text) => {
    const holder = rendered(text);
    expectHarmless(holder);
    expect(holder.textContent).toContain(text.includes('svg') ? '<svg' : '<script>alert(2)</script>');
  });

  it('survives ten thousand nested quotes', () => {
    expect(rendered('>'.repeat(10_000) + ' deep').textContent).toContain('deep');
  });
});

describe('the form of a text', () => {
  it('takes fences, lists and emphasis for Markdown', () => {
    expect(['```js\nx\n```', '- a\n- b', 'some **bold** words'].map(textForm)).toEqual([
      'markdown',
      'markdown',
      'markdown',
    ]);
  });

  it('takes unfenced code for code, which keeps its indentation', () => {
    const code = 'def __init__(self):\n    self.a = 1\n    # note\n    return self.a';
    expect(textForm(code)).toBe('code');
    expect(textView(code).textContent).toBe(code);
  });

  it('shows plain prose as it stands', () => {
    expect(textForm('Two  spaces.\nA line.')).toBe('plain');
    expect(textView('Two  spaces.\nA line.').textContent).toBe('Two  spaces.\nA line.');
  });
});

describe('a conversation', () => {
  it('counts turns from 1 without the system’s and names roles', () => {
    const view = show({
      turns: [
        { role: 'system', parts: [{ part: { kind: 'text', text: 'Be brief.' } }] },
        { role: 'user', sourceRole: 'human', parts: [{ part: { kind: 'text', text: 'Hi' } }] },
        { role: 'assistant', parts: [{ part: { kind: 'text', text: 'Hello' } }] },
      ],
    });
    expect([...view.querySelectorAll('.turn-number')].map((number) => number.textContent)).toEqual(['', '1', '2']);
    expect(view.textContent).toContain('human');
  });

  it('folds thinking and tool calls', () => {
    const view = show({
      turns: [
        {
          role: 'assistant',
          parts: [
            { part: { kind: 'thinking', text: 'hm' } },
            { part: { kind: 'toolCall', name: 'search', arguments: '{"q":"x"}' } },
            { part: { kind: 'media', media: 'image', reference: 'cat.png' } },
          ],
        },
      ],
    });
    expect([...view.querySelectorAll('details')].map((fold) => fold.open)).toEqual([false, false]);
    expect(view.querySelector('.toolCall pre')?.textContent).toBe('{\n  "q": "x"\n}');
    expect(view.querySelector('.media')?.textContent).toContain('cat.png');
  });

  it('puts a preference pair side by side', () => {
    const turn = (text: string) => [{ role: 'assistant' as const, parts: [{ part: { kind: 'text' as const, text } }] }];
    const view = show({ chosen: turn('good'), rejected: turn('bad') });
    expect(view.querySelector('.chosen')?.textContent).toContain('good');
    expect(view.querySelector('.rejected')?.textContent).toContain('bad');
  });

  it('fetches the whole of a part that was cut', async () => {
    const view = show({ turns: [{ role: 'user', parts: [{ part: { kind: 'text', text: 'the…' }, cutFrom: 5000 }] }] });
    view.querySelector<HTMLElement>('.show-all')?.click();
    await vi.waitFor(() => expect(view.querySelector('.part')?.textContent).toBe('the whole text'));
    expect(actions.readPart).toHaveBeenCalledWith('turns', 0, 0);
  });

  it('shows tags with their explanations, and filters by a click, leaving out with Alt', () => {
    const pills = [{ name: 'sql', explanation: 'It asks for a query.' }];
    const tags = { query: 0, state: 'tagged' as const, pills, tagger: 'embedded' };
    const view = show({ turns: [{ role: 'user', parts: [], tags }] });
    expect(view.querySelector('.explained')?.textContent).toContain('It asks for a query.');
    const pill = view.querySelector<HTMLElement>('.pill');
    pill?.click();
    pill?.dispatchEvent(new MouseEvent('click', { altKey: true, bubbles: true }));
    expect(actions.filterTag.mock.calls).toEqual([
      ['sql', false],
      ['sql', true],
    ]);
  });

  it('offers to tag an untagged query and to retry a failed one', () => {
    const turn = (state: 'untagged' | 'failed') => ({
      role: 'user' as const,
      parts: [],
      tags: { query: 0, state, pills: [], problem: 'The key is wrong.' },
    });
    const view = show({ turns: [turn('untagged'), turn('failed')] });
    for (const link of view.querySelectorAll<HTMLElement>('.link-button')) link.click();
    expect(actions.tagRow.mock.calls).toEqual([[false], [true]]);
    expect(view.textContent).toContain('The key is wrong.');
  });

  it('marks the byte where an invalid row breaks', () => {
    const view = show({ problem: 'Row 3 is not valid JSON.', problemExcerpt: { text: '{"a":}', at: 5 } });
    expect(view.querySelector('mark')?.textContent).toBe('}');
    expect(view.querySelector('.excerpt')?.textContent).toBe('{"a":}');
  });

  it('builds nothing dangerous from hostile rows', () => {
    const part = (text: string) => ({ part: { kind: 'text' as const, text } });
    const view = show({
      turns: [{ role: 'user', sourceRole: hostile, parts: [part(hostile), part(`**x** ${hostile}`)] }],
      tools: hostile,
      facts: [{ name: hostile, value: hostile }],
      problem: hostile,
    });
    expect(view.querySelector('img, script')).toBeNull();
  });

  it('draws a long conversation in slices and all of it in the end', async () => {
    const turns = Array.from({ length: 165 }, (_, index) => ({
      role: 'user' as const,
      parts: [{ part: { kind: 'text' as const, text: `turn ${index}` } }],
    }));
    const view = show({ turns });
    expect(view.querySelectorAll('.turn').length).toBeLessThan(165);
    await vi.waitFor(() => expect(view.querySelectorAll('.turn').length).toBe(165));
  });
});

describe('raw bytes', () => {
  it('shows exactly the text, coloured but unchanged, and indented where asked', () => {
    const text = ` {"a" :  "${hostile}\\u00e9", "b":[1,\n2]} `;
    const raw = { row: 1, text, isCut: false, byteOffset: 0, byteLength: text.length };
    const asked: string[] = [];
    const view = rawView(raw, 'exact', (form) => asked.push(form));
    expect(view.querySelector('pre')?.textContent).toBe(text);
    expectHarmless(view);
    view.querySelector<HTMLElement>('[data-testid=raw-indented]')?.click();
    expect(asked).toEqual(['indented']);
    const indented = rawView(raw, 'indented', () => {});
    expect(indented.querySelector('pre')?.textContent).toContain('  "b": [\n    1,\n    2\n  ]');
    expectHarmless(indented);
  });

  it('shows JSON indented and other text as it stands', () => {
    expect(jsonView('{"a":1}').querySelector('code')?.textContent).toBe('{\n  "a": 1\n}');
    expect(jsonView('not json').textContent).toBe('not json');
  });
});
