/**
 * What the raw bytes of a row must hold for a pattern to fit it: one of a few short runs of bytes. The pattern's runs of
 * characters are cut into windows, and the one that a sample of the bytes holds least often is taken. Time O(tree) and a
 * few passes over the sample.
 */
import {
  coverOf,
  exactly,
  inAnyCase,
  isControl,
  isPlainAscii,
  shortEscapes,
  unitDigits,
  utf8Of,
  type MaskedByte,
} from './characterBytes';
import type { PatternTree } from './patternTree';
import { mayBeNumber } from './shownNumber';
import type { ByteSample } from './byteSample';

/** Consecutive bytes; at most `longestNeedle`. */
export type Needle = readonly MaskedByte[];

export interface Anchor {
  /** A row that fits holds one of these, or an escape that hides one of `hideable`. */
  readonly needles: readonly Needle[];
  /** ASCII that is part of the needles and might be written as `\u00…`. */
  readonly hideable: ReadonlySet<string>;
  /** Characters of the pattern's run before the needles. */
  readonly offset: number;
  /** Whether a number may fit, which is not always shown as it is written. */
  readonly mayBeNumber: boolean;
}

export const longestNeedle = 16;
const mostNeedles = 12;
const mostNeedlesOfWindow = 8;
/** Only so many windows of a run, and in all, are looked for in the sample. */
const mostOfRun = 2;
const mostMeasured = 12;

/** The rarest thing that rows must hold, or undefined where there is none. */
export function anchorOf(tree: PatternTree, sample: ByteSample): Anchor | undefined {
  const groups = requirements(tree, sample);
  const best = rarest(groups, sample);
  if (best === undefined) return undefined;
  return { ...best, mayBeNumber: groups.flat().every((anchor) => anchor.mayBeNumber) };
}

/** Each of these must be there; those of one run stand together. */
function requirements(tree: PatternTree, sample: ByteSample): readonly (readonly Anchor[])[] {
  const { runs, others } = runsOf(tree);
  return [
    ...runs.map(windowsOf),
    ...others.flatMap((options) => {
      const anchors = options.map((option) => anchorOf(option, sample));
      return anchors.every((anchor) => anchor !== undefined) ? [[joined(anchors)]] : [];
    }),
  ].map((anchors) => anchors.filter(({ needles }) => needles.length > 0 && needles.length <= mostNeedles));
}

/** Where one of the characters is written as `\u00…`. */
export function hidingNeedles(hideable: ReadonlySet<string>): readonly Needle[] {
  const codes = Array.from(hideable, (character) => character.charCodeAt(0));
  if (codes.length === 0) return [];
  const digits = (values: readonly number[]) =>
    values.flatMap((value) => [...value.toString(16), ...value.toString(16).toUpperCase()]);
  const cover = (values: readonly number[]) => coverOf(digits(values).map((digit) => digit.charCodeAt(0)));
  return [[...inBytes('\\u00'), cover(codes.map((code) => code >> 4)), cover(codes.map((code) => code & 15))]];
}

type Characters = readonly string[];

interface Runs {
  /** Sets of characters that follow each other. */
  readonly runs: readonly (readonly Characters[])[];
  /** Choices, of which one must fit. */
  readonly others: readonly (readonly PatternTree[])[];
}

function runsOf(tree: PatternTree): Runs {
  const runs: Characters[][] = [[]];
  const others: (readonly PatternTree[])[] = [];
  const visit = (part: PatternTree): void => {
    switch (part.kind) {
      case 'characters':
        runs.at(-1)!.push(part.characters);
        return;
      case 'assertion':
        return;
      case 'sequence':
        part.parts.forEach(visit);
        return;
      case 'choice':
        others.push(part.options);
        break;
      case 'repeat':
        for (let time = 0; time < Math.min(part.least, longestNeedle); time++) visit(part.part);
        if (part.least <= longestNeedle && /^\{\d+\}/.test(part.quantifier)) return;
        break;
      case 'except':
      case 'unknown':
      case 'reference':
    }
    runs.push([]);
  };
  visit(tree);
  return { runs: runs.filter((run) => run.length > 0), others };
}

/** The longest window from each place of the run. */
function windowsOf(run: readonly Characters[]): readonly Anchor[] {
  return run.flatMap((_, from) => {
    const window = windowFrom(run, from);
    return window === undefined ? [] : [window];
  });
}

function windowFrom(run: readonly Characters[], from: number): Anchor | undefined {
  let needles: readonly Needle[] = [[]];
  let to = from;
  for (; to < run.length; to++) {
    const isFirst = to === from;
    if (!isFirst && !run[to]!.every((character) => isPlainAscii(character) || character > '\x7f')) break;
    const spellings = spellingsOf(run[to]!);
    const longer = needles.flatMap((needle) => spellings.map((spelling) => [...needle, ...spelling]));
    if (longer.length === 0 || longer.length > mostNeedlesOfWindow) break;
    if (!isFirst && longer.some(({ length }) => length > longestNeedle)) break;
    needles = longer;
  }
  if (to === from) return undefined;
  const hideable = run.slice(from, to).flatMap((characters) => characters.filter((character) => character <= '\x7f'));
  return { needles, hideable: new Set(hideable), offset: from, mayBeNumber: mayBeNumber(run.slice(from, to)) };
}

/** All the ways in which one of the characters is written, but for ASCII as `\u00…`; the quote, the slash and the backslash by their last byte. */
function spellingsOf(characters: Characters): readonly Needle[] {
  const ascii = characters.filter((character) => character <= '\x7f' && !isControl(character));
  const others = characters.filter((character) => !ascii.includes(character));
  return [
    ...(ascii.length === 0 ? [] : [[coverOf(ascii.map((character) => character.charCodeAt(0)))]]),
    ...others.flatMap((character) => {
      const raw = utf8Of(character);
      const short = shortEscapes[character];
      const escaped = unitDigits(character)
        .map((digits) => `\\u${digits}`)
        .join('');
      return [
        ...(raw === undefined ? [] : [exactly(raw)]),
        ...(short === undefined ? [] : [inBytes(short)]),
        ...(isControl(character) ? [] : [inAnyCase(escaped)]),
      ];
    }),
  ];
}

function inBytes(text: string): Needle {
  return exactly(Array.from(text, (letter) => letter.charCodeAt(0)));
}

function joined(anchors: readonly Anchor[]): Anchor {
  return {
    needles: anchors.flatMap(({ needles }) => needles),
    hideable: new Set(anchors.flatMap(({ hideable }) => [...hideable])),
    offset: 0,
    mayBeNumber: anchors.some((anchor) => anchor.mayBeNumber),
  };
}

/** Windows of one run are alike, so that only the best of each are looked for in the sample. */
function rarest(groups: readonly (readonly Anchor[])[], sample: ByteSample): Anchor | undefined {
  const likely = groups.flatMap((anchors) =>
    rarestBy(anchors, (anchor) => sample.estimate(anchor)).slice(0, mostOfRun),
  );
  return rarestBy(likely.slice(0, mostMeasured), (anchor) => sample.count(anchor))[0];
}

function rarestBy(anchors: readonly Anchor[], placesOf: (anchor: Anchor) => number): readonly Anchor[] {
  const counted = anchors.map((anchor) => ({ anchor, places: placesOf(anchor) }));
  return counted.sort((left, right) => left.places - right.places).map(({ anchor }) => anchor);
}
