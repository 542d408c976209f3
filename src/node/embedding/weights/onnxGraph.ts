/** Writes an ONNX graph node by node (onnx.proto3: ModelProto, GraphProto, NodeProto, AttributeProto, TensorProto). */
import { bytesField, floatField, numberField } from './protobuf';

/** TensorProto.DataType. */
export const dataType = { float: 1, uint8: 2, int8: 3, int64: 7, float16: 10 } as const;

/** Fused operations of onnxruntime, in its native and its WebAssembly build. */
const contributedOperators = new Set(['FastGelu', 'SkipLayerNormalization']);
const contributedDomain = 'com.microsoft';

export type Attribute = { readonly float: number } | { readonly int: number } | { readonly ints: readonly number[] };

export interface GraphPort {
  readonly name: string;
  readonly type: number;
  readonly shape: readonly (number | string)[];
}

const irVersion = 8;
const operatorSetVersion = 17;

export class OnnxGraph {
  private readonly nodes: Buffer[] = [];
  private readonly initializers: Buffer[] = [];
  private nextName = 0;

  /** Adds an operation; returns the name of its output. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Record<string, Attribute> = {},
    output?: string,
  ): string {
    const name = output ?? `t${this.nextName++}`;
    const fields = [
      ...inputs.map((input) => bytesField(1, input)),
      bytesField(2, name),
      bytesField(3, `${operator}_${this.nodes.length}`),
      bytesField(4, operator),
      ...(contributedOperators.has(operator) ? [bytesField(7, contributedDomain)] : []),
      ...Object.entries(attributes).map(([key, value]) => bytesField(5, attributeMessage(key, value))),
    ];
    this.nodes.push(bytesField(1, Buffer.concat(fields)));
    return name;
  }

  /** Adds a stored tensor; returns its name. */
  tensor(name: string, type: number, shape: readonly number[], bytes: Uint8Array): string {
    const dimensions = shape.map((size) => numberField(1, size));
    const fields = [...dimensions, numberField(2, type), bytesField(8, name), bytesField(9, bytes)];
    this.initializers.push(bytesField(5, Buffer.concat(fields)));
    return name;
  }

  /** A vector of whole numbers, or one number without dimensions. */
  int64s(values: readonly number[] | number): string {
    const list = typeof values === 'number' ? [values] : values;
    const bytes = Buffer.from(BigInt64Array.from(list, BigInt).buffer);
    return this.tensor(`c${this.nextName++}`, dataType.int64, typeof values === 'number' ? [] : [list.length], bytes);
  }

  float(value: number): string {
    return this.floats(`c${this.nextName++}`, [], Float32Array.of(value));
  }

  floats(name: string, shape: readonly number[], values: Float32Array): string {
    return this.tensor(
      name,
      dataType.float,
      shape,
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    );
  }

  /** The whole file. */
  model(name: string, inputs: readonly GraphPort[], outputs: readonly GraphPort[]): Buffer {
    const graph = Buffer.concat([
      ...this.nodes,
      bytesField(2, name),
      ...this.initializers,
      ...inputs.map((port) => bytesField(11, portMessage(port))),
      ...outputs.map((port) => bytesField(12, portMessage(port))),
    ]);
    const operatorSet = (domain: string, version: number) =>
      bytesField(8, Buffer.concat([bytesField(1, domain), numberField(2, version)]));
    return Buffer.concat([
      numberField(1, irVersion),
      bytesField(2, 'sft-lens'),
      bytesField(7, graph),
      operatorSet('', operatorSetVersion),
      operatorSet(contributedDomain, 1),
    ]);
  }
}

function attributeMessage(name: string, attribute: Attribute): Buffer {
  const head = bytesField(1, name);
  if ('float' in attribute) return Buffer.concat([head, floatField(2, attribute.float), numberField(20, 1)]);
  if ('int' in attribute) return Buffer.concat([head, numberField(3, attribute.int), numberField(20, 2)]);
  return Buffer.concat([head, ...attribute.ints.map((value) => numberField(8, value)), numberField(20, 7)]);
}

function portMessage({ name, type, shape }: GraphPort): Buffer {
  const dimensions = shape.map((size) =>
    bytesField(1, typeof size === 'number' ? numberField(1, size) : bytesField(2, size)),
  );
  const tensorType = Buffer.concat([numberField(1, type), bytesField(2, Buffer.concat(dimensions))]);
  return Buffer.concat([bytesField(1, name), bytesField(2, bytesField(1, tensorType))]);
}
