/** A whole conversation in one string, with the roles written into the text. */
import type { Role, Turn } from '../conversation';
import { textTurn } from './turnList';

interface Dialect {
  /** Matches the mark before each turn; group 1 is the role. */
  readonly mark: RegExp;
  readonly roles: Readonly<Record<string, Role>>;
}

const dialects: readonly Dialect[] = [
  { mark: /(?:^|\n\n)(Human|Assistant): ?/g, roles: { Human: 'user', Assistant: 'assistant' } },
  {
    mark: /(?:^|\n*)### (Human|Assistant|System): ?/g,
    roles: { Human: 'user', Assistant: 'assistant', System: 'system' },
  },
  {
    mark: /<\|im_start\|>(system|user|assistant|tool)\n/g,
    roles: { system: 'system', user: 'user', assistant: 'assistant', tool: 'tool' },
  },
  {
    mark: /<\|(system|user|assistant)\|>\n?/g,
    roles: { system: 'system', user: 'user', assistant: 'assistant' },
  },
  {
    mark: /(?:^|\n)(USER|User|ASSISTANT|Assistant|SYSTEM|System): /g,
    roles: {
      USER: 'user',
      User: 'user',
      ASSISTANT: 'assistant',
      Assistant: 'assistant',
      SYSTEM: 'system',
      System: 'system',
    },
  },
];

const endMarks = /<\|(?:im_end|endoftext|eot_id|end)\|>|<\/s>/g;

/** What every transcript begins with: one look at most texts' first letters is enough. */
const beginning = /^\s*(?:<|\[INST\]|### ?|(?:Human|Assistant|User|System|USER|ASSISTANT|SYSTEM):)/;

/** The turns, where the text begins with a role's mark and a user speaks; undefined otherwise. */
export function splitTranscript(text: string): Turn[] | undefined {
  if (!beginning.test(text)) return undefined;
  const inst = splitInst(text);
  if (inst !== undefined) return inst;
  for (const dialect of dialects) {
    const turns = splitBy(text, dialect);
    if (turns !== undefined) return turns;
  }
  return undefined;
}

function splitBy(text: string, { mark, roles }: Dialect): Turn[] | undefined {
  const marks = [...text.matchAll(mark)];
  if (marks.length === 0 || text.slice(0, marks[0]!.index).trim() !== '') return undefined;
  const turns = marks.map((match, index) => {
    const end = marks[index + 1]?.index ?? text.length;
    return textTurn(
      roles[match[1]!]!,
      text
        .slice(match.index + match[0].length, end)
        .replace(endMarks, '')
        .trim(),
    );
  });
  if (turns[turns.length - 1]!.role === 'assistant' && isBlank(turns[turns.length - 1]!)) turns.pop();
  return turns.some(({ role }) => role === 'user') ? turns : undefined;
}

function isBlank(turn: Turn): boolean {
  return turn.parts.every((part) => part.kind === 'text' && part.text === '');
}

/** LLaMA-2's form: `<s>[INST] <<SYS>>…<</SYS>> query [/INST] answer </s>`. */
function splitInst(text: string): Turn[] | undefined {
  if (!/^\s*(<s>)?\s*\[INST\]/.test(text) || !text.includes('[/INST]')) return undefined;
  return text
    .split('[INST]')
    .slice(1)
    .flatMap((piece) => {
      const [asked = '', answered = ''] = piece.split('[/INST]');
      const system = /<<SYS>>([\s\S]*?)<<\/SYS>>/.exec(asked);
      const query = asked.replace(/<<SYS>>[\s\S]*?<<\/SYS>>/, '').trim();
      const answer = answered.replace(/<\/?s>/g, '').trim();
      return [
        ...(system === null ? [] : [textTurn('system', system[1]!.trim())]),
        textTurn('user', query),
        ...(answer === '' ? [] : [textTurn('assistant', answer)]),
      ];
    });
}
