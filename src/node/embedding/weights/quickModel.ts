/**
 * The same encoder several times as fast: matrices in whole numbers, for tags rather than for clusters (cosine to the
 * fp32 vectors about 0.99). Each row of activations is scaled by its own largest number, so that a text's vector does not
 * depend on the texts beside it, as it does where a whole batch shares one scale. Weights have seven bits, one scale per
 * column: products of eight by seven bits, added in pairs, fit the sixteen bits that processors without VNNI add them in,
 * so every processor computes the same. Mean pooling and unit length are part of the graph.
 */
import type { BertShape } from './bertModel';
import { dataType, OnnxGraph } from './onnxGraph';
import { readSafetensors, singles, transposed, type HalfTensors } from './safetensors';

/** The bytes of the quick model. Throws where a tensor is missing. */
export function quickModelOf(safetensors: Uint8Array, shape: BertShape): Buffer {
  return new QuickGraph(readSafetensors(safetensors), shape).build();
}

const weightLevels = 63;
const activationLevels = 127;

class QuickGraph {
  private readonly graph = new OnnxGraph();
  private readonly one = this.graph.float(1);
  private readonly middle = this.graph.tensor('middle', dataType.uint8, [], Uint8Array.of(128));
  private readonly zero = this.graph.tensor('zero', dataType.int8, [], Uint8Array.of(0));

  constructor(
    private readonly weights: HalfTensors,
    private readonly shape: BertShape,
  ) {}

  build(): Buffer {
    const { graph } = this;
    const mask = graph.node('Cast', ['attention_mask'], { to: { int: dataType.float } });
    const penalty = this.penaltyOf(mask);
    let state = this.embeddings();
    for (let layer = 0; layer < this.shape.num_hidden_layers; layer++) {
      state = this.layer(`encoder.layer.${layer}`, state, penalty);
    }
    this.pooled(state, mask);
    const tokens = ['batch_size', 'sequence_length'];
    return graph.model(
      'bert',
      ['input_ids', 'attention_mask'].map((name) => ({ name, type: dataType.int64, shape: tokens })),
      [{ name: 'vectors', type: dataType.float, shape: ['batch_size', this.shape.hidden_size] }],
    );
  }

  /** 0 where a token counts, so low where it is padding that the softmax gives it nothing. */
  private penaltyOf(mask: string): string {
    const { graph } = this;
    const wide = graph.node('Unsqueeze', [mask, graph.int64s([1, 2])]);
    return graph.node('Mul', [graph.node('Sub', [this.one, wide]), graph.float(-10_000)]);
  }

  /** Words by row in eight bits; position and the one token type, added in advance. */
  private embeddings(): string {
    const { graph } = this;
    const words = this.tensor('embeddings.word_embeddings.weight');
    const { levels, scales } = quantizedRows(words, this.shape.hidden_size);
    const row = (table: string) => graph.node('Gather', [table, 'input_ids'], { axis: { int: 0 } });
    const level = row(graph.tensor('words', dataType.int8, [scales.length, this.shape.hidden_size], bytesOf(levels)));
    const scale = row(graph.floats('word_scales', [scales.length, 1], scales));
    const word = graph.node('Mul', [graph.node('Cast', [level], { to: { int: dataType.float } }), scale]);
    return this.normalized(graph.node('Add', [word, this.positions()]), 'embeddings.LayerNorm');
  }

  private positions(): string {
    const { graph } = this;
    const width = this.shape.hidden_size;
    const type = this.tensor('embeddings.token_type_embeddings.weight');
    const table = this.tensor('embeddings.position_embeddings.weight').map((value, at) => value + type[at % width]!);
    const stored = graph.floats('positions', [table.length / width, width], table);
    const length = graph.node('Gather', [graph.node('Shape', ['input_ids']), graph.int64s([1])], { axis: { int: 0 } });
    return graph.node('Slice', [stored, graph.int64s([0]), length, graph.int64s([0])]);
  }

  private layer(prefix: string, state: string, penalty: string): string {
    const attended = this.product(
      this.attention(`${prefix}.attention.self`, state, penalty),
      `${prefix}.attention.output.dense`,
    );
    const middle = this.added(attended, state, `${prefix}.attention.output`);
    const wide = this.graph.node('FastGelu', [
      this.product(middle, `${prefix}.intermediate.dense`),
      this.vector(`${prefix}.intermediate.dense.bias`),
    ]);
    return this.added(this.product(wide, `${prefix}.output.dense`), middle, `${prefix}.output`);
  }

  private attention(prefix: string, state: string, penalty: string): string {
    const { graph } = this;
    const headCount = this.shape.num_attention_heads;
    const headWidth = this.shape.hidden_size / headCount;
    const levels = this.levelsOf(state);
    const heads = (part: string, order: readonly number[]) => {
      const product = this.productOfLevels(levels, `${prefix}.${part}`);
      const biased = graph.node('Add', [product, this.vector(`${prefix}.${part}.bias`)]);
      const split = graph.node('Reshape', [biased, graph.int64s([0, 0, headCount, headWidth])]);
      return graph.node('Transpose', [split], { perm: { ints: order } });
    };
    const products = graph.node('MatMul', [heads('query', [0, 2, 1, 3]), heads('key', [0, 2, 3, 1])]);
    const scaled = graph.node('Mul', [products, graph.float(1 / Math.sqrt(headWidth))]);
    const shares = graph.node('Softmax', [graph.node('Add', [scaled, penalty])], { axis: { int: -1 } });
    const mixed = graph.node('MatMul', [shares, heads('value', [0, 2, 1, 3])]);
    const joined = graph.node('Transpose', [mixed], { perm: { ints: [0, 2, 1, 3] } });
    return graph.node('Reshape', [joined, graph.int64s([0, 0, this.shape.hidden_size])]);
  }

  /** The mean over real tokens, at unit length: the sum points the same way. */
  private pooled(state: string, mask: string): void {
    const { graph } = this;
    const real = graph.node('Mul', [state, graph.node('Unsqueeze', [mask, graph.int64s([2])])]);
    const sum = graph.node('ReduceSum', [real, graph.int64s([1])], { keepdims: { int: 0 } });
    const length = graph.node('ReduceL2', [sum], { axes: { ints: [-1] }, keepdims: { int: 1 } });
    graph.node('Div', [sum, length], {}, 'vectors');
  }

  private product(input: string, name: string): string {
    return this.productOfLevels(this.levelsOf(input), name);
  }

  /** Each row in levels of its own largest number. */
  private levelsOf(input: string): Levels {
    const { graph } = this;
    const largest = graph.node('ReduceMax', [graph.node('Abs', [input])], {
      axes: { ints: [-1] },
      keepdims: { int: 1 },
    });
    const scale = graph.node('Max', [
      graph.node('Mul', [largest, graph.float(1 / activationLevels)]),
      graph.float(1e-9),
    ]);
    const levels = graph.node('QuantizeLinear', [graph.node('Div', [input, scale]), this.one, this.middle]);
    return { levels, scale };
  }

  private productOfLevels({ levels, scale }: Levels, name: string): string {
    const { graph } = this;
    const { shape } = transposed(this.half(`${name}.weight`));
    const matrix = quantizedRows(this.tensor(`${name}.weight`), shape[0]!, weightLevels);
    const columns = transposedLevels(matrix.levels, shape[0]!);
    const stored = graph.tensor(`${name}.levels`, dataType.int8, shape, bytesOf(columns));
    const whole = graph.node('MatMulInteger', [levels, stored, this.middle, this.zero]);
    const product = graph.node('Cast', [whole], { to: { int: dataType.float } });
    const scales = graph.floats(`${name}.scales`, [matrix.scales.length], matrix.scales);
    return graph.node('Mul', [graph.node('Mul', [product, scale]), scales]);
  }

  /** The sum of a product, its bias and what went around it, normalized. */
  private added(product: string, around: string, prefix: string): string {
    const norm = ['weight', 'bias'].map((part) => this.vector(`${prefix}.LayerNorm.${part}`));
    const inputs = [product, around, ...norm, this.vector(`${prefix}.dense.bias`)];
    return this.graph.node('SkipLayerNormalization', inputs, { epsilon: { float: this.shape.layer_norm_eps } });
  }

  private normalized(input: string, name: string): string {
    const attributes = { axis: { int: -1 }, epsilon: { float: this.shape.layer_norm_eps } };
    const inputs = [input, this.vector(`${name}.weight`), this.vector(`${name}.bias`)];
    return this.graph.node('LayerNormalization', inputs, attributes);
  }

  private vector(name: string): string {
    const values = this.tensor(name);
    return this.graph.floats(name, [values.length], values);
  }

  private tensor(name: string): Float32Array {
    return singles(this.half(name));
  }

  private half(name: string) {
    const tensor = this.weights.get(name);
    if (tensor === undefined) throw new Error(`The weights hold no fp16 tensor "${name}".`);
    return tensor;
  }
}

/** Names of an activation in levels 1 to 255 around 128, and of its rows' scales. */
interface Levels {
  readonly levels: string;
  readonly scale: string;
}

interface QuantizedRows {
  readonly levels: Int8Array;
  /** One per row: what one level is worth. */
  readonly scales: Float32Array;
}

function quantizedRows(matrix: Float32Array, width: number, highest = activationLevels): QuantizedRows {
  const scales = new Float32Array(matrix.length / width);
  const levels = new Int8Array(matrix.length);
  scales.forEach((_, row) => {
    const values = matrix.subarray(row * width, (row + 1) * width);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const scale = largest / highest || 1;
    scales[row] = scale;
    values.forEach((value, column) => (levels[row * width + column] = Math.round(value / scale)));
  });
  return { levels, scales };
}

function transposedLevels(levels: Int8Array, width: number): Int8Array {
  const height = levels.length / width;
  return levels.map((_, at) => levels[(at % height) * width + Math.floor(at / height)]!);
}

function bytesOf(levels: Int8Array): Uint8Array {
  return new Uint8Array(levels.buffer, levels.byteOffset, levels.byteLength);
}
