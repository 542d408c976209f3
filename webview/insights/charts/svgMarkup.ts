/** SVG as text: elements, escaping, marks. */
import type { PointShape } from './chartSpec';

/** An element; attribute values are escaped here, the body is markup already. */
export function svgElement(name: string, attributes: Readonly<Record<string, string | number>>, body = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`);
  return body === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${body}</${name}>`;
}

/** Text as XML 1.0 may hold it: markup escaped, characters that no XML document may hold replaced. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(forbidden, '�');
}

// Control characters other than tab and line ends, lone surrogates, and the two non-characters (XML 1.0, production 2).
const forbidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Half a pixel is finer than a screen shows; more digits only make the file longer. */
export function roundPixel(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Outline of a mark around a point. */
export function markPath(shape: PointShape, x: number, y: number, radius: number): string {
  const r = radius;
  switch (shape) {
    case 'circle':
      return `M${roundPixel(x - r)} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
    case 'triangle':
      return `M${x} ${roundPixel(y - r)}l${r} ${roundPixel(r * 1.7)}h${-2 * r}Z`;
    case 'rect':
      return `M${roundPixel(x - r)} ${roundPixel(y - r)}h${2 * r}v${2 * r}h${-2 * r}Z`;
    case 'rectRot':
      return `M${x} ${roundPixel(y - r)}l${r} ${r}l${-r} ${r}l${-r} ${-r}Z`;
    case 'cross':
    case 'star':
      return starPath(x, y, r);
  }
}

function starPath(x: number, y: number, radius: number): string {
  const corner = (index: number) => {
    const angle = (index * Math.PI) / 5 - Math.PI / 2;
    const length = index % 2 === 0 ? radius : radius * 0.45;
    return `${roundPixel(x + Math.cos(angle) * length)} ${roundPixel(y + Math.sin(angle) * length)}`;
  };
  return `M${Array.from({ length: 10 }, (_, index) => corner(index)).join('L')}Z`;
}
