/** A host of the normalization workbench over tags in memory: the real four steps, with letter trigrams for vectors. */
import type { Decision } from '../../../src/core/normalize/decisions';
import { normalize } from '../../../src/core/normalize/normalize';
import type { NormalizationResult } from '../../../src/core/normalize/normalize';
import { tagTableOf } from '../../../src/core/normalize/tagTable';
import type { TagTable } from '../../../src/core/normalize/tagTable';
import { defaultParameters } from '../../../src/core/normalize/parameters';
import { auditEvents, decisionsOf, formParameters, parametersOfForm } from '../../../src/node/session/workbenchModel';
import type {
  AuditPage,
  ManualDecision,
  NormalizationHost,
  PreviewCounts,
  StepName,
  WorkbenchParameters,
  WorkbenchSnapshot,
} from '../../../src/protocol/normalization';

export interface FakeVocabulary {
  readonly rows: readonly { readonly query: string; readonly tags: readonly string[] }[];
}

interface State {
  readonly parameters: WorkbenchParameters;
  readonly decisions: readonly Decision[];
}

const width = 256;

export class FakeNormalizationHost implements NormalizationHost {
  private readonly table: TagTable;
  private result: NormalizationResult | null = null;
  private past: State[] = [];
  private future: State[] = [];
  private state: State;

  constructor(private readonly vocabulary: FakeVocabulary) {
    this.table = tagTableOf(vocabulary.rows.map((row) => row.tags));
    this.state = { parameters: formParameters(defaultParameters, vocabulary.rows.length), decisions: [] };
  }

  async ready(): Promise<WorkbenchSnapshot> {
    return this.run();
  }

  async preview({ parameters, moved }: { parameters: WorkbenchParameters; moved: StepName }): Promise<PreviewCounts> {
    const result = await this.normalized({ ...this.state, parameters });
    const step = result.funnel.find((entry) => entry.step === moved);
    const before = new Set(this.result?.vocabulary.names);
    const after = new Set(result.vocabulary.names);
    const changes = [
      ...[...after].filter((tag) => !before.has(tag)).map((tag) => ({ kind: 'keep', tag, count: 1 }) as const),
      ...[...before].filter((tag) => !after.has(tag)).map((tag) => ({ kind: 'drop', tag, count: 1 }) as const),
    ];
    return { tags: step?.tags ?? 0, rowsWithoutTags: step?.rowsWithoutTags ?? 0, changes: changes.slice(0, 50) };
  }

  async apply({ parameters }: { parameters: WorkbenchParameters }): Promise<WorkbenchSnapshot> {
    return this.change({ ...this.state, parameters });
  }

  async readEvents({ step, text, start, count }: Parameters<NormalizationHost['readEvents']>[0]): Promise<AuditPage> {
    const found = this.events().filter(
      (event) =>
        (step === 'all' || event.step === step) &&
        (event.tag.toLowerCase().includes(text.toLowerCase()) || event.members.some(({ tag }) => tag.includes(text))),
    );
    return { start, total: found.length, events: found.slice(start, start + count) };
  }

  async exampleQueries({ tag }: { tag: string }) {
    const examples = this.vocabulary.rows.flatMap((row, index) =>
      row.tags.some((name) => name.toLowerCase() === tag.toLowerCase()) ? [{ row: index, query: row.query }] : [],
    );
    return examples.slice(0, 5);
  }

  async decide({ decision }: { decision: ManualDecision }): Promise<WorkbenchSnapshot> {
    const events = this.events();
    const added = decisionsOf(decision, (id) => events.find((event) => event.id === id));
    return this.change({ ...this.state, decisions: [...this.state.decisions, ...added] });
  }

  async undo(): Promise<WorkbenchSnapshot> {
    const before = this.past.pop();
    if (before !== undefined) this.future.push(this.state);
    this.state = before ?? this.state;
    return this.run();
  }

  async redo(): Promise<WorkbenchSnapshot> {
    const after = this.future.pop();
    if (after !== undefined) this.past.push(this.state);
    this.state = after ?? this.state;
    return this.run();
  }

  async saveRecipe() {}

  async openRecipe() {
    return this.run();
  }

  async exportVocabulary() {}

  async showRows() {}

  async chooseEmbeddings() {}

  async suggestTags({ text }: { text: string }) {
    const { names, counts } = this.result!.vocabulary;
    return names
      .map((tag, id) => ({ tag, rows: counts[id]! }))
      .filter(({ tag }) => tag.toLowerCase().includes(text.toLowerCase()));
  }

  private change(state: State): Promise<WorkbenchSnapshot> {
    this.past.push(this.state);
    this.future = [];
    this.state = state;
    return this.run();
  }

  private events() {
    return this.result === null ? [] : auditEvents(this.result.audit, this.result.parameters);
  }

  private normalized({ parameters, decisions }: State): Promise<NormalizationResult> {
    return normalize(this.table, parametersOfForm(parameters), {
      decisions,
      embed: async (names) => trigramVectors(names),
    });
  }

  private async run(): Promise<WorkbenchSnapshot> {
    this.result = await this.normalized(this.state);
    const events = this.events();
    const count = (step: StepName) => events.filter((event) => event.step === step).length;
    return {
      dataset: 'wiz_mag.jsonl',
      parameters: this.state.parameters,
      funnel: this.result.funnel,
      vocabularySize: this.result.vocabulary.names.length,
      rows: this.vocabulary.rows.length,
      queries: this.vocabulary.rows.length,
      eventCounts: {
        raw: 0,
        frequency: count('frequency'),
        rules: count('rules'),
        semantic: count('semantic'),
        association: count('association'),
        manual: count('manual'),
      },
      canUndo: this.past.length > 0,
      canRedo: this.future.length > 0,
      embedding: 'letter trigrams (preview)',
      decisions: this.state.decisions.length,
    };
  }
}

/** Unit vectors of hashed letter trigrams: close for names that are spelled alike. */
function trigramVectors(names: readonly string[]): Float32Array {
  const vectors = new Float32Array(names.length * width);
  names.forEach((name, index) => {
    const vector = vectors.subarray(index * width, (index + 1) * width);
    const padded = ` ${name.toLowerCase()} `;
    for (let at = 0; at + 3 <= padded.length; at++) {
      let hash = 0;
      for (const character of padded.slice(at, at + 3)) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
      vector[hash % width] = (vector[hash % width] ?? 0) + 1;
    }
    const length = Math.hypot(...vector) || 1;
    for (let at = 0; at < width; at++) vector[at] = (vector[at] ?? 0) / length;
  });
  return vectors;
}
