/** Builds elements from plain data; text always arrives as text, never as markup. */

export interface ElementProperties {
  readonly class?: string;
  readonly text?: string;
  readonly title?: string;
  readonly role?: string;
  readonly label?: string;
  readonly testId?: string;
  readonly tabIndex?: number;
  readonly isHidden?: boolean;
  /** `auto` where the text is the user's and may run from right to left. */
  readonly direction?: 'auto' | 'ltr';
  readonly aria?: Readonly<Record<string, string>>;
  readonly onClick?: (event: MouseEvent) => void;
}

export type Child = Node | string | null | undefined;

/** An element with properties and children; absent children are left out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: ElementProperties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  applyProperties(made, properties);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Sets the properties that are given and leaves the others alone. */
export function applyProperties(target: HTMLElement, properties: ElementProperties): void {
  if (properties.class !== undefined) target.className = properties.class;
  if (properties.text !== undefined) target.textContent = properties.text;
  if (properties.title !== undefined) target.title = properties.title;
  if (properties.role !== undefined) target.setAttribute('role', properties.role);
  if (properties.label !== undefined) target.setAttribute('aria-label', properties.label);
  if (properties.testId !== undefined) target.dataset['testid'] = properties.testId;
  if (properties.tabIndex !== undefined) target.tabIndex = properties.tabIndex;
  if (properties.isHidden !== undefined) target.hidden = properties.isHidden;
  if (properties.direction !== undefined) target.dir = properties.direction;
  for (const [name, value] of Object.entries(properties.aria ?? {})) target.setAttribute(`aria-${name}`, value);
  if (properties.onClick !== undefined) target.addEventListener('click', properties.onClick);
}

/** Replaces what an element holds. */
export function setChildren(parent: HTMLElement, ...children: readonly Child[]): void {
  parent.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
}

/** Writes text only where it differs, so that unchanged cells cost no layout. */
export function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/** Whether keys typed now belong to a text field. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return /^(input|textarea|select|vscode-text-field|vscode-text-area|vscode-dropdown)$/i.test(target.tagName);
}
