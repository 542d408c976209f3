/** Codicons as elements. */
import { element } from './dom';

/** The codicons that the pages use. */
export type IconName =
  | 'account'
  | 'add'
  | 'arrow-down'
  | 'arrow-up'
  | 'arrow-right'
  | 'beaker'
  | 'bracket'
  | 'output'
  | 'check'
  | 'check-all'
  | 'chevron-down'
  | 'chevron-left'
  | 'chevron-right'
  | 'chevron-up'
  | 'case-sensitive'
  | 'circle-slash'
  | 'clear-all'
  | 'close'
  | 'code'
  | 'combine'
  | 'law'
  | 'copy'
  | 'database'
  | 'debug-pause'
  | 'debug-start'
  | 'debug-stop'
  | 'discard'
  | 'edit'
  | 'ellipsis'
  | 'error'
  | 'export'
  | 'eye'
  | 'file'
  | 'filter'
  | 'folder-opened'
  | 'gear'
  | 'git-merge'
  | 'go-to-file'
  | 'graph'
  | 'graph-line'
  | 'graph-scatter'
  | 'hubot'
  | 'info'
  | 'json'
  | 'kebab-vertical'
  | 'layout-sidebar-right'
  | 'layout-sidebar-right-off'
  | 'lightbulb'
  | 'link-external'
  | 'list-flat'
  | 'list-tree'
  | 'loading'
  | 'lock'
  | 'markdown'
  | 'merge'
  | 'note'
  | 'pass'
  | 'person'
  | 'pin'
  | 'pinned'
  | 'play'
  | 'question'
  | 'redo'
  | 'refresh'
  | 'regex'
  | 'remove'
  | 'save'
  | 'screen-full'
  | 'search'
  | 'settings'
  | 'settings-gear'
  | 'sort-precedence'
  | 'sparkle'
  | 'split-horizontal'
  | 'star'
  | 'star-full'
  | 'symbol-method'
  | 'sync'
  | 'table'
  | 'tag'
  | 'thumbsdown'
  | 'thumbsup'
  | 'tools'
  | 'trash'
  | 'triangle-down'
  | 'triangle-right'
  | 'type-hierarchy'
  | 'unlock'
  | 'warning'
  | 'wand'
  | 'whole-word'
  | 'word-wrap'
  | 'file-media'
  | 'unmute'
  | 'device-camera-video'
  | 'symbol-numeric'
  | 'organization'
  | 'whitespace'
  | 'target'
  | 'dash'
  | 'circle-outline';

/** A codicon; hidden from screen readers unless it has a label of its own. */
export function icon(name: IconName, label?: string): HTMLSpanElement {
  const made = element('span', { class: `codicon codicon-${name}` });
  setIconLabel(made, label);
  return made;
}

/** Changes which codicon an element from `icon` shows. */
export function setIcon(target: HTMLElement, name: IconName): void {
  target.className = `codicon codicon-${name}`;
}

function setIconLabel(target: HTMLElement, label: string | undefined): void {
  if (label === undefined) {
    target.setAttribute('aria-hidden', 'true');
    return;
  }
  target.setAttribute('role', 'img');
  target.setAttribute('aria-label', label);
  target.title = label;
}
