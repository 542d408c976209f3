/** A bar of share as the icon of a tag: one quiet colour per theme, twenty lengths. */
import * as vscode from 'vscode';

const steps = 20;
const colours = { light: '#3b3b3b', dark: '#cccccc' };
const known = new Map<number, { readonly light: vscode.Uri; readonly dark: vscode.Uri }>();

/** `share` is 0 to 1; anything above 0 shows. */
export function shareIcon(share: number): { readonly light: vscode.Uri; readonly dark: vscode.Uri } {
  const step = share <= 0 ? 0 : Math.max(1, Math.round(Math.min(1, share) * steps));
  let icon = known.get(step);
  if (icon === undefined) {
    icon = { light: barUri(step / steps, colours.light), dark: barUri(step / steps, colours.dark) };
    known.set(step, icon);
  }
  return icon;
}

function barUri(share: number, colour: string): vscode.Uri {
  const bar = (width: number, opacity: number) =>
    `<rect x="1" y="6" width="${width}" height="4" rx="1" fill="${colour}" fill-opacity="${opacity}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16">${bar(14, 0.25)}${bar(14 * share, 0.9)}</svg>`;
  return vscode.Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
}
