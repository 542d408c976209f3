/**
 * Files that let a trainer start on an exported selection: LLaMA-Factory, axolotl, and FastChat for ShareGPT. They are
 * starting points. What the papers publish and we could verify is little: InsTag's TagLM (arXiv 2308.07074) fine-tuned
 * LLaMA 13B and LLaMA-2 13B on 6,000 rows, TACOS (arXiv 2507.03673) fine-tuned a 7B model on 1,000. Learning rate,
 * epochs, batch size, warm-up and length below are our suggestions, and every generated file says so.
 */
import { handOverCautions } from './datasetInfo';
import { cautionText } from './exportCaution';
import type { RowFormat } from './rowFormats';
import type { TrainingStage, WrittenColumns } from './writtenColumns';
import { yamlText } from './yamlText';

export interface HandOverRequest {
  /** As `datasetNameOf` makes them; names the dataset and the output folders. */
  readonly name: string;
  /** The exported file's name, without folders. */
  readonly fileName: string;
  readonly format: Exclude<RowFormat, 'source'>;
  /** What the exported rows hold, and the one way of training that all of them are for. */
  readonly columns: WrittenColumns;
  readonly stage: TrainingStage;
  /** The validation part, where there is one: its file, and its name in `dataset_info.json`. */
  readonly validation?: { readonly name: string; readonly fileName: string };
}

export interface HandOverFile {
  readonly name: string;
  readonly text: string;
}

/** Every file that makes sense for the format and the way of training. */
export function trainingFiles(request: HandOverRequest): HandOverFile[] {
  const { name, format, stage } = request;
  return trainersOf(format, stage).map((trainer) => ({
    name: fileNames[trainer](name),
    text: writers[trainer](request),
  }));
}

/** All names that those files may have, known before a row is written. */
export function trainingFileNames(name: string, format: HandOverRequest['format']): string[] {
  return trainersOf(format, 'sft').map((trainer) => fileNames[trainer](name));
}

type Trainer = 'llamaFactory' | 'axolotl' | 'fastChat';

/**
 * FastChat reads plain ShareGPT only. axolotl's loaders of pairs (`prompt_strategies/dpo/chat_template.py`) want turns,
 * and those of labels (`prompt_strategies/kto`) columns that none of our formats has.
 */
function trainersOf(format: HandOverRequest['format'], stage: TrainingStage): Trainer[] {
  const isForAxolotl = stage === 'sft' || (stage === 'dpo' && format !== 'alpaca');
  return [
    'llamaFactory',
    ...(isForAxolotl ? (['axolotl'] as const) : []),
    ...(stage === 'sft' && format === 'sharegpt' ? (['fastChat'] as const) : []),
  ];
}

/** True where axolotl is among them. */
export function hasAxolotlFile(format: HandOverRequest['format'], stage: TrainingStage): boolean {
  return trainersOf(format, stage).includes('axolotl');
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
    .map((caution) => `# Careful: ${cautionText(caution)}\n`)
    .join('');
}

const llama7b = 'meta-llama/Llama-2-7b-hf';
const llama13b = 'meta-llama/Llama-2-13b-hf';

/** Pairs and labels need few, small steps: as in LLaMA-Factory's own examples. */
const steps: Readonly<
  Record<TrainingStage, { readonly rate: string; readonly epochs: number; readonly more: string }>
> = {
  sft: { rate: '1.0e-5', epochs: 15, more: '' },
  dpo: { rate: '5.0e-6', epochs: 3, more: 'pref_beta: 0.1\npref_loss: sigmoid\n' },
  kto: { rate: '5.0e-6', epochs: 3, more: 'pref_beta: 0.1\n' },
};

function llamaFactoryYaml(request: HandOverRequest): string {
  const { name, stage, validation } = request;
  const { rate, epochs, more } = steps[stage];
  return `# llamafactory-cli train ${name}.llamafactory.yaml
${tacosOrigin}
${cautionLines(request)}model_name_or_path: ${llama7b}
stage: ${stage}
${more}do_train: true
finetuning_type: full
deepspeed: examples/deepspeed/ds_z3_config.json
dataset_dir: .
dataset: ${yamlText(name)}
${validation === undefined ? '' : `eval_dataset: ${yamlText(validation.name)}\neval_strategy: epoch\n`}template: vicuna
cutoff_len: 2048
output_dir: ${yamlText(`saves/${name}`)}
logging_steps: 1
save_strategy: epoch
save_total_limit: 1
per_device_train_batch_size: 2
gradient_accumulation_steps: 8
learning_rate: ${rate}
num_train_epochs: ${epochs}.0
lr_scheduler_type: cosine
warmup_ratio: 0.03
bf16: true
seed: 42
`;
}

/** The keys of one of axolotl's datasets after its path. */
function axolotlType(format: HandOverRequest['format'], stage: TrainingStage): string {
  if (format === 'alpaca') return '    type: alpaca\n';
  const turns = format === 'sharegpt' ? shareGptTurns : '    field_messages: messages\n';
  if (stage === 'sft') return `    type: chat_template\n${turns}`;
  return `    split: train\n    type: chat_template.default\n${turns}    field_chosen: chosen\n    field_rejected: rejected\n`;
}

const shareGptTurns = `    field_messages: conversations
    message_property_mappings:
      role: from
      content: value
    roles:
      user: [human]
      assistant: [gpt, function_call]
      tool: [observation]
      system: [system]
`;

function axolotlYaml(request: HandOverRequest): string {
  const { name, fileName, format, stage, validation } = request;
  const { rate, epochs } = steps[stage];
  const dataset = (file: string): string =>
    `  - path: ${yamlText(file)}\n    ds_type: json\n${axolotlType(format, stage)}`;
  return `# axolotl train ${name}.axolotl.yaml
${tacosOrigin}
${cautionLines(request)}base_model: ${llama7b}
${stage === 'sft' ? '' : `rl: ${stage}\n`}${format === 'alpaca' ? '' : 'chat_template: chatml\n'}datasets:
${dataset(fileName)}${validation === undefined ? '' : `test_datasets:\n${dataset(validation.fileName)}`}dataset_prepared_path: ${yamlText(`prepared/${name}`)}
output_dir: ${yamlText(`saves/${name}`)}
sequence_len: 2048
micro_batch_size: 2
gradient_accumulation_steps: 8
num_epochs: ${epochs}
learning_rate: ${rate}
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
function fastChatScript({ name, fileName }: HandOverRequest): string {
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
known = [row for row in rows if all(turn["from"] in ("human", "gpt") for turn in row["conversations"])]
with open(${JSON.stringify(`${name}.fastchat.json`)}, "w", encoding="utf-8") as file:
    json.dump(known, file, ensure_ascii=False)
print(len(known), "of", len(rows), "rows are human and gpt in turn")
END
torchrun --nproc_per_node=8 --master_port=20001 fastchat/train/train_mem.py \\
  --model_name_or_path ${llama13b} \\
  --data_path '${name}.fastchat.json' \\
  --bf16 True \\
  --output_dir 'saves/${name}' \\
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
