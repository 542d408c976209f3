/**
 * Files that let a trainer start on an exported selection: LLaMA-Factory, axolotl, and FastChat for ShareGPT. They are
 * starting points. What the papers publish and we could verify is little: InsTag's TagLM (arXiv 2308.07074) fine-tuned
 * LLaMA 13B and LLaMA-2 13B on 6,000 rows, TACOS (arXiv 2507.03673) fine-tuned a 7B model on 1,000. Learning rate,
 * epochs, batch size, warm-up and length below are our suggestions, and every generated file says so.
 */
import { handOverCautions, trainingStage } from './datasetInfo';
import type { RowFormat } from './rowFormats';
import type { WrittenColumns } from './writtenColumns';

export interface HandOverRequest {
  /** Letters, digits, `_` and `-`; names the dataset and the output folders. */
  readonly name: string;
  /** The exported file's name, without folders. */
  readonly fileName: string;
  readonly format: Exclude<RowFormat, 'source'>;
  /** What the exported rows hold. */
  readonly columns: WrittenColumns;
  /** The validation part, where there is one: its file, and its name in `dataset_info.json`. */
  readonly validation?: { readonly name: string; readonly fileName: string };
  readonly baseModel?: string;
}

export interface HandOverFile {
  readonly name: string;
  readonly text: string;
}

/** Every file that makes sense for the format; FastChat reads ShareGPT only. */
export function trainingFiles(request: HandOverRequest): HandOverFile[] {
  const { name, format } = request;
  return trainersOf(format).map((trainer) => ({ name: fileNames[trainer](name), text: writers[trainer](request) }));
}

/** The names of those files, known before a row is written. */
export function trainingFileNames(name: string, format: HandOverRequest['format']): string[] {
  return trainersOf(format).map((trainer) => fileNames[trainer](name));
}

type Trainer = 'llamaFactory' | 'axolotl' | 'fastChat';

function trainersOf(format: HandOverRequest['format']): Trainer[] {
  return format === 'sharegpt' ? ['llamaFactory', 'axolotl', 'fastChat'] : ['llamaFactory', 'axolotl'];
}

const fileNames: Readonly<Record<Trainer, (name: string) => string>> = {
  llamaFactory: (name) => `${name}.llamafactory.yaml`,
  axolotl: (name) => `${name}.axolotl.yaml`,
  fastChat: (name) => `${name}.fastchat.sh`,
};

const writers: Readonly<Record<Trainer, (request: HandOverRequest) => string>> = {
  llamaFactory: llamaFactoryYaml,
  axolotl: axolotlYaml,
  fastChat: fastChatScript,
};

/** What is published and what is not, as comment lines at the head of every file. */
const tacosOrigin = `# Published: TACOS (arXiv 2507.03673) fine-tuned a 7B model on 1,000 selected rows (MT-Bench 4.17, refined rows 5.77).
# Everything below is our suggestion, not taken from the paper: learning rate, epochs, batch size, scheduler, warm-up,
# length, template and base model. On 8 devices the batch is 8 x 2 x 8 = 128 rows. More rows need fewer epochs.`;

const tagLmOrigin = `# Published: TagLM of InsTag (arXiv 2308.07074) fine-tuned LLaMA 13B and LLaMA-2 13B on 6,000 selected rows
# (MT-Bench 6.44 and 6.55).
# Everything below is our suggestion, not taken from the paper: epochs, batch size, learning rate, warm-up, length and
# base model. On 8 devices the batch is 8 x 4 x 4 = 128 rows.`;

function cautionLines({ format, columns }: HandOverRequest): string {
  return handOverCautions(format, columns)
    .map((caution) => `# Careful: ${caution}\n`)
    .join('');
}

function llamaFactoryYaml(request: HandOverRequest): string {
  const { name, columns, validation, baseModel = 'meta-llama/Llama-2-7b-hf' } = request;
  return `# llamafactory-cli train ${name}.llamafactory.yaml
${tacosOrigin}
${cautionLines(request)}model_name_or_path: ${baseModel}
stage: ${trainingStage(columns)}
do_train: true
finetuning_type: full
deepspeed: examples/deepspeed/ds_z3_config.json
dataset_dir: .
dataset: ${name}
${validation === undefined ? '' : `eval_dataset: ${validation.name}\neval_strategy: epoch\n`}template: vicuna
cutoff_len: 2048
output_dir: saves/${name}
logging_steps: 1
save_strategy: epoch
save_total_limit: 1
per_device_train_batch_size: 2
gradient_accumulation_steps: 8
learning_rate: 1.0e-5
num_train_epochs: 15.0
lr_scheduler_type: cosine
warmup_ratio: 0.03
bf16: true
seed: 42
`;
}

const axolotlTypes: Readonly<Record<HandOverRequest['format'], string>> = {
  alpaca: '    type: alpaca\n',
  sharegpt:
    '    type: chat_template\n    field_messages: conversations\n    message_property_mappings:\n      role: from\n      content: value\n',
  messages: '    type: chat_template\n    field_messages: messages\n',
};

function axolotlYaml(request: HandOverRequest): string {
  const { name, fileName, format, validation, baseModel = 'meta-llama/Llama-2-7b-hf' } = request;
  const dataset = (file: string): string =>
    `  - path: ${JSON.stringify(file)}\n    ds_type: json\n${axolotlTypes[format]}`;
  return `# axolotl train ${name}.axolotl.yaml
${tacosOrigin}
${cautionLines(request)}base_model: ${baseModel}
datasets:
${dataset(fileName)}${validation === undefined ? '' : `test_datasets:\n${dataset(validation.fileName)}`}dataset_prepared_path: prepared/${name}
output_dir: saves/${name}
sequence_len: 2048
micro_batch_size: 2
gradient_accumulation_steps: 8
num_epochs: 15
learning_rate: 1.0e-5
optimizer: adamw_torch
lr_scheduler: cosine
warmup_ratio: 0.03
weight_decay: 0.0
train_on_inputs: false
bf16: auto
gradient_checkpointing: true
deepspeed: deepspeed_configs/zero3.json
seed: 42
`;
}

/** FastChat's trainer (`fastchat/train/train.py`) wants one JSON array and only human and gpt in turn. */
function fastChatScript({ name, fileName, baseModel = 'meta-llama/Llama-2-13b-hf' }: HandOverRequest): string {
  return `#!/bin/sh
${tagLmOrigin}
# FastChat's trainer uses its own template (Vicuna v1.1), reads no system text and knows no tools: rows with tool calls
# are left out below.
set -e
python3 - <<'END'
import json
source = ${JSON.stringify(fileName)}
with open(source, encoding="utf-8") as file:
    rows = json.load(file) if source.endswith(".json") else [json.loads(line) for line in file if line.strip()]
known = [row for row in rows if "chosen" not in row and all(turn["from"] in ("human", "gpt") for turn in row["conversations"])]
with open(${JSON.stringify(`${name}.fastchat.json`)}, "w", encoding="utf-8") as file:
    json.dump(known, file, ensure_ascii=False)
print(len(known), "of", len(rows), "rows are human and gpt in turn")
END
torchrun --nproc_per_node=8 --master_port=20001 fastchat/train/train_mem.py \\
  --model_name_or_path ${baseModel} \\
  --data_path ${name}.fastchat.json \\
  --bf16 True \\
  --output_dir saves/${name} \\
  --num_train_epochs 5 \\
  --per_device_train_batch_size 4 \\
  --gradient_accumulation_steps 4 \\
  --evaluation_strategy no \\
  --save_strategy epoch \\
  --save_total_limit 1 \\
  --learning_rate 2e-5 \\
  --weight_decay 0. \\
  --warmup_ratio 0.03 \\
  --lr_scheduler_type cosine \\
  --logging_steps 1 \\
  --fsdp "full_shard auto_wrap" \\
  --fsdp_transformer_layer_cls_to_wrap LlamaDecoderLayer \\
  --tf32 True \\
  --model_max_length 2048 \\
  --gradient_checkpointing True \\
  --lazy_preprocess True
`;
}
