/**
 * Files that let a trainer start on an exported selection: LLaMA-Factory, axolotl, and FastChat for ShareGPT. They are
 * starting points. What the papers publish and we could verify is little: InsTag's TagLM (arXiv 2308.07074) fine-tuned
 * LLaMA 13B and LLaMA-2 13B on 6,000 rows, TACOS (arXiv 2507.03673) fine-tuned a 7B model on 1,000. Learning rate,
 * epochs, batch size, warm-up and length below are our suggestions, and every generated file says so.
 */
import type { RowFormat } from './rowFormats';

export interface HandOverRequest {
  /** Letters, digits, `_` and `-`; names the dataset and the output folders. */
  readonly name: string;
  /** The exported file's name, without folders. */
  readonly fileName: string;
  readonly format: Exclude<RowFormat, 'source'>;
  readonly baseModel?: string;
}

export interface HandOverFile {
  readonly name: string;
  readonly text: string;
}

/** Every file that makes sense for the format; FastChat reads ShareGPT only. */
export function trainingFiles(request: HandOverRequest): HandOverFile[] {
  const files = [
    { name: 'dataset_info.json', text: `${JSON.stringify({ [request.name]: datasetInfo(request) }, null, 2)}\n` },
    { name: `${request.name}.llamafactory.yaml`, text: llamaFactoryYaml(request) },
    { name: `${request.name}.axolotl.yaml`, text: axolotlYaml(request) },
  ];
  return request.format === 'sharegpt'
    ? [...files, { name: `${request.name}.fastchat.sh`, text: fastChatScript(request) }]
    : files;
}

/** The entry of LLaMA-Factory's `dataset_info.json`. */
export function datasetInfo({ fileName, format }: HandOverRequest): Readonly<Record<string, unknown>> {
  switch (format) {
    case 'alpaca':
      return {
        file_name: fileName,
        columns: { prompt: 'instruction', query: 'input', response: 'output', system: 'system', history: 'history' },
      };
    case 'sharegpt':
      return {
        file_name: fileName,
        formatting: 'sharegpt',
        columns: { messages: 'conversations', system: 'system', tools: 'tools' },
      };
    case 'messages':
      return {
        file_name: fileName,
        formatting: 'sharegpt',
        columns: { messages: 'messages' },
        tags: {
          role_tag: 'role',
          content_tag: 'content',
          user_tag: 'user',
          assistant_tag: 'assistant',
          system_tag: 'system',
        },
      };
  }
}

/** What is published and what is not, as comment lines at the head of every file. */
const tacosOrigin = `# Published: TACOS (arXiv 2507.03673) fine-tuned a 7B model on 1,000 selected rows (MT-Bench 4.17, refined rows 5.77).
# Everything below is our suggestion, not taken from the paper: learning rate, epochs, batch size, scheduler, warm-up,
# length, template and base model. On 8 devices the batch is 8 x 2 x 8 = 128 rows. More rows need fewer epochs.`;

const tagLmOrigin = `# Published: TagLM of InsTag (arXiv 2308.07074) fine-tuned LLaMA 13B and LLaMA-2 13B on 6,000 selected rows
# (MT-Bench 6.44 and 6.55).
# Everything below is our suggestion, not taken from the paper: epochs, batch size, learning rate, warm-up, length and
# base model. On 8 devices the batch is 8 x 4 x 4 = 128 rows.`;

function llamaFactoryYaml({ name, baseModel = 'meta-llama/Llama-2-7b-hf' }: HandOverRequest): string {
  return `# llamafactory-cli train ${name}.llamafactory.yaml
${tacosOrigin}
model_name_or_path: ${baseModel}
stage: sft
do_train: true
finetuning_type: full
deepspeed: examples/deepspeed/ds_z3_config.json
dataset_dir: .
dataset: ${name}
template: vicuna
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

function axolotlYaml({ name, fileName, format, baseModel = 'meta-llama/Llama-2-7b-hf' }: HandOverRequest): string {
  return `# axolotl train ${name}.axolotl.yaml
${tacosOrigin}
base_model: ${baseModel}
datasets:
  - path: ${fileName}
    ds_type: json
${axolotlTypes[format]}dataset_prepared_path: prepared/${name}
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

function fastChatScript({ name, fileName, baseModel = 'meta-llama/Llama-2-13b-hf' }: HandOverRequest): string {
  return `#!/bin/sh
${tagLmOrigin}
# FastChat's trainer uses its own template (Vicuna v1.1) and reads no system text; --data_path wants a JSON array (export as .json).
torchrun --nproc_per_node=8 --master_port=20001 fastchat/train/train_mem.py \\
  --model_name_or_path ${baseModel} \\
  --data_path ${fileName} \\
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
