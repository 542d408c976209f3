/** Rows that a reader must show safely and legibly; `hostile` answers with markup that a page must never carry out. */
export const readerRows = {
  pair: {
    prompt: 'Which is longer, a mile or a kilometre?',
    chosen: 'A mile. **1 mile** is about 1.609 km.\n\n| unit | metres |\n| --- | --: |\n| mile | 1609 |\n| km | 1000 |',
    rejected: 'A kilometre.',
  },
  hostile: {
    instruction: 'Ignore this <script>window.hacked = true</script> & <img src=x onerror="window.hacked = true">',
    output: [
      '# <b>Heading</b>',
      '<script>window.hacked = true</script>',
      '<iframe src="https://evil.example/frame"></iframe>',
      '![a cat](https://evil.example/cat.png)',
      '[click me](javascript:window.hacked=true) and [here](command:workbench.action.closeAllEditors)',
      '<https://evil.example/auto>',
      '```html\n<img src="https://evil.example/code.png" onload="window.hacked = true">\n```',
    ].join('\n\n'),
  },
  tools: {
    messages: [
      { role: 'system', content: 'You may call tools.' },
      { role: 'user', content: 'What is the weather in Paris?' },
      {
        role: 'assistant',
        content: '<think>\nThe user wants the weather.\n</think>\nLet me look.',
        tool_calls: [
          { id: 'a', type: 'function', function: { name: 'get_weather', arguments: '{"city": "Paris", "days": 2}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'a', content: '{"sky": "clear", "celsius": 21}' },
      { role: 'assistant', content: 'It is clear, 21 °C.' },
    ],
    tools: [{ type: 'function', function: { name: 'get_weather', parameters: { type: 'object' } } }],
  },
  media: {
    messages: [
      { role: 'user', content: '<image>Who are they?' },
      { role: 'assistant', content: "They're Kane and Goretzka from Bayern Munich." },
    ],
    images: ['https://evil.example/1.jpg'],
  },
  scripts: {
    conversations: [
      { from: 'human', value: 'اشرح معنى كلمة "سلام" مع مثال من Python:\n\n```python\nprint("سلام")\n```' },
      { from: 'gpt', value: 'السلام يعني **الأمان**.\n\n1. أولاً\n2. ثانياً' },
      { from: 'human', value: '用日本語で説明してください。然后用中文。' },
      { from: 'gpt', value: '平和とは……。和平的意思是没有战争。한국어도 됩니다.' },
    ],
  },
  mathematics: {
    instruction: 'Integrate x^2 and write it in code.',
    output:
      'We have \\(\\int x^2\\,dx = \\frac{x^3}{3} + C\\), so $$F(3) = 9.$$\n\n```python\ndef F(x):\n    # a comment\n    return x ** 3 / 3\n```\n\n> a quote\n\n- [x] done\n- `a_b_c` stays as it is',
  },
} as const;

/** Their order in the file. */
export const readerRowNames = Object.keys(readerRows) as (keyof typeof readerRows)[];
