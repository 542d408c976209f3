/** Why an export was not written: expected trouble, as a value that every surface says in its own words. */
import type { RowFormat } from './rowFormats';

export type ExportTrouble =
  /** The place is the dataset itself, or a file that is read besides it. */
  | { readonly kind: 'isSource' | 'isInput'; readonly path: string }
  | { readonly kind: 'isFolder' | 'noFolder' | 'lockedFolder' | 'diskFull' | 'longName'; readonly path: string }
  | { readonly kind: 'notWritable'; readonly path: string; readonly code: string }
  | { readonly kind: 'missingRow'; readonly message: string }
  | { readonly kind: 'sourceHandOver' }
  | { readonly kind: 'unreadableInfo'; readonly path: string; readonly code: string }
  | { readonly kind: 'damagedInfo'; readonly path: string; readonly byte: number; readonly reason: string }
  | {
      readonly kind: 'noneFits';
      readonly count: number;
      readonly format: RowFormat;
      readonly row: number;
      readonly reason: string;
    }
  /** The rows are in place, what belongs beside them is not. */
  | { readonly kind: 'onlyRows'; readonly cause: ExportTrouble };

/** In English, for the command line: what, where and what to do. */
export function exportTroubleText(trouble: ExportTrouble): string {
  switch (trouble.kind) {
    case 'isSource':
      return `${trouble.path} is the dataset itself; it is never written to. Choose another name.`;
    case 'isInput':
      return `${trouble.path} is read here and never written to. Choose another name.`;
    case 'isFolder':
      return `${trouble.path} is a folder; name a file in it.`;
    case 'noFolder':
      return `The folder ${trouble.path} does not exist; create it or choose another.`;
    case 'lockedFolder':
      return `The folder ${trouble.path} cannot be written to; choose another.`;
    case 'diskFull':
      return `The disk is full; ${trouble.path} was not written. Free some space and export again.`;
    case 'longName':
      return `The name ${trouble.path} is too long; choose a shorter one.`;
    case 'notWritable':
      return `${trouble.path} cannot be written (${trouble.code}); choose another folder.`;
    case 'missingRow':
      return trouble.message;
    case 'sourceHandOver':
      return 'Trainers read Alpaca, ShareGPT or messages; choose one of these formats.';
    case 'unreadableInfo':
      return `${trouble.path} cannot be read (${trouble.code}). Mend or move it, then export again.`;
    case 'damagedInfo':
      return `${trouble.path} is damaged at byte ${trouble.byte}: ${trouble.reason}. Mend or move it, then export again.`;
    case 'noneFits':
      return `None of the ${trouble.count} rows can be written as ${trouble.format}; row ${trouble.row}: ${trouble.reason}.`;
    case 'onlyRows':
      return `The rows are written, but not the files beside them. ${exportTroubleText(trouble.cause)}`;
  }
}

/** The file that a person can mend, where that is the trouble. */
export function fileToMend(trouble: ExportTrouble): string | undefined {
  if (trouble.kind === 'onlyRows') return fileToMend(trouble.cause);
  return trouble.kind === 'damagedInfo' ? trouble.path : undefined;
}
