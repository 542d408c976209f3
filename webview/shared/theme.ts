/** The editor's theme as the page sees it: CSS variables on the document, a kind on the body, and changes of both. */

export type ThemeKind = 'dark' | 'light' | 'highContrast' | 'highContrastLight';

export function themeKind(): ThemeKind {
  const classes = document.body.classList;
  if (classes.contains('vscode-high-contrast-light')) return 'highContrastLight';
  if (classes.contains('vscode-high-contrast')) return 'highContrast';
  return classes.contains('vscode-light') ? 'light' : 'dark';
}

export function isHighContrast(): boolean {
  return themeKind().startsWith('highContrast');
}

/** The value of a theme colour (`charts.blue`, `editor.foreground`), or the fallback where the theme has none. */
export function themeColor(id: string, fallback: string): string {
  const value = getComputedStyle(document.documentElement)
    .getPropertyValue(`--vscode-${id.replace(/\./g, '-')}`)
    .trim();
  return value === '' ? fallback : value;
}

/** Whether the editor or the system asks for less motion. */
export function prefersReducedMotion(): boolean {
  return (
    document.body.classList.contains('vscode-reduce-motion') ||
    window.matchMedia('(prefers-reduced-motion: reduce)').matches
  );
}

/** Calls back after the theme has changed, once per frame at most; returns the way to stop. */
export function onDidChangeTheme(listener: () => void): () => void {
  let frame = 0;
  const schedule = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(listener);
  };
  const observer = new MutationObserver(schedule);
  const options = { attributes: true, attributeFilter: ['class', 'style', 'data-vscode-theme-id'] };
  observer.observe(document.documentElement, options);
  observer.observe(document.body, options);
  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
  };
}
