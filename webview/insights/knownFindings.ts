/** What others found about selecting by tags, with their numbers (method.md, section 4): quiet, but never hidden. */
import { element } from '../shared/dom';
import type { Words } from './words/english';

/** A disclosure with the published figures. */
export function knownFindings(words: Words): HTMLDetailsElement {
  const cells = [words.knownStudy, words.knownMeasure, words.knownRandom, words.knownInsTag, words.knownBest];
  const head = element('tr', {}, ...cells.map((text) => headCell(text)));
  const rows = findings(words).map((row) => element('tr', {}, ...row.map((text) => element('td', { text }))));
  const table = element(
    'table',
    { class: 'data-table selectable' },
    element('thead', {}, head),
    element('tbody', {}, ...rows),
  );
  return element(
    'details',
    { class: 'known' },
    element('summary', { text: words.knownHeading }),
    element('p', { text: words.knownIntro }),
    element('div', { class: 'table-scroll' }, table),
  );
}

function headCell(text: string): HTMLElement {
  const cell = element('th', { text });
  cell.scope = 'col';
  return cell;
}

function findings(words: Words): readonly (readonly string[])[] {
  const all = (name: string, score: string) => words.allOf(name, score);
  return [
    [
      words.knownPaper,
      words.knownMtBench,
      '–',
      '6.44 ± 0.04',
      `${all('vicuna-13b, 125K', '6.39')}, ${all('wizardlm-13b, 70K', '6.35')}`,
    ],
    [words.knownDeita, words.knownMtBench, '5.84', '6.09', all('DEITA', '6.46')],
    [words.knownDeitaComplexity, words.knownMtBench, '–', '6.18', all('Evol-Complexity', '6.27')],
    [
      words.knownMig,
      words.knownMigMeasure,
      '51.81',
      '51.17',
      ['DEITA 52.83', 'CaR 53.10', 'QDIT 53.12', 'MIG 55.32'].join(', '),
    ],
    [words.knownRip, words.knownRipMeasure, '–', '40.1', words.unfiltered('48.4')],
    [
      words.knownTacos,
      words.knownMtBench,
      '–',
      '–',
      `${all('TACOS', '4.17')}, ${all('Alpaca-52k', '3.74')}, ${all('TACOS, refined', '5.77')}`,
    ],
  ];
}
