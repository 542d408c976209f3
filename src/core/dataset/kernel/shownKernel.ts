/**
 * Whether what stands at a place of a row is shown, if the row is JSON: it lies inside a string, and no object of the row has
 * two keys that may be equal, of which the later would replace what the earlier holds. Keys are compared by a few of their
 * bytes, so that it is said to be unsure of some rows that are in order. Time O(bytes), 64 at a time, and O(keys²) for each object.
 */
import { i32, i64, type Code, type FunctionWriter, type LocalType } from './assembler';
import {
  below,
  blockLocals,
  escapeLocals,
  findEscaped,
  holds,
  loadBlock,
  maskOf,
  maskOfAny,
  spreadParity,
  validMask,
} from './blockMasks';

const most = { keys: 1024, depth: 64 };

/** Room in memory for keys of open objects, and for where those of each begin. */
export const shownRoomBytes = 8 * most.keys + 4 * most.depth;

export const shownLocals: Readonly<Record<string, LocalType>> = {
  ...blockLocals,
  ...escapeLocals,
  valid: 'i64',
  slashes: 'i64',
  opens: 'i64',
  inString: 'i64',
  wasInString: 'i64',
  structure: 'i64',
  bit: 'i64',
  hash: 'i64',
  mark: 'i32',
  byte: 'i32',
  lastOpen: 'i32',
  lastSlash: 'i32',
  keyStart: 'i32',
  keyEnd: 'i32',
  known: 'i32',
  /** Where the keys of the innermost object begin, where the next one goes, and where the beginnings of the outer ones are. */
  base: 'i32',
  top: 'i32',
  stack: 'i32',
};

const [quote, colon, backslash, openBrace, closeBrace] = [0x22, 0x3a, 0x5c, 0x7b, 0x7d];

/** Sets `result` to 1 if so. Needs `from` in `at`, `to`, the place in `shown`, and room at `room`. */
export function judgeShown(f: FunctionWriter, room: number): readonly Code[] {
  const bases = room + 8 * most.keys;
  return [
    f.set('base', i32.constant(room)),
    f.set('top', i32.constant(room)),
    f.set('stack', i32.constant(bases)),
    f.block('unsure', () => [
      f.loop('blocks', () => [
        f.when(i32.lessThan(f.get('at'), f.get('to')), () => [
          loadBlock(f),
          f.when(
            isInsideOfString(f),
            () => [passBlock(f)],
            () => [
              findStructure(f),
              f.branchWhen('unsure', isPlaceOutside(f)),
              f.loop('marks', () => [f.when(isSet(f.get('structure')), () => [takeMark(f, room, bases)])]),
              f.set('lastOpen', lastOf(f, f.get('opens'), 'lastOpen')),
              f.set('lastSlash', lastOf(f, f.get('slashes'), 'lastSlash')),
            ],
          ),
          f.set('at', i32.add(f.get('at'), i32.constant(64))),
          f.branch('blocks'),
        ]),
      ]),
      f.set('result', i32.constant(1)),
    ]),
  ];
}

/** The whole block lies in a string, and so does what follows: no quote in it, and no backslash at its end. */
function isInsideOfString(f: FunctionWriter): Code {
  const isPlain = i32.isZero(i32.or(holds(f, quote), i32.equal(loadLast(f), i32.constant(backslash))));
  const isWhole = i32.atMost(i32.add(f.get('at'), i32.constant(64)), f.get('to'));
  return i32.and(i32.and(isPlain, isWhole), isSet(f.get('wasInString')));
}

function loadLast(f: FunctionWriter): Code {
  return i32.loadByte(i32.add(f.get('at'), i32.constant(63)));
}

/** There may have been a backslash: of a key as long as this nothing is said. */
function passBlock(f: FunctionWriter): Code {
  return [f.set('isEscapedNext', i64.constant(0n)), f.set('lastSlash', i32.add(f.get('at'), i32.constant(63)))].flat();
}

/** Sets `inString`, `opens` (quotes that begin a string), `slashes`, and `structure`: braces and colons outside of strings. */
function findStructure(f: FunctionWriter): Code {
  const valid = (code: Code): Code => i64.and(code, f.get('valid'));
  const not = (code: Code): Code => i64.xor(code, i64.constant(-1n));
  return [
    f.set('valid', validMask(f)),
    f.set('slashes', valid(maskOf(f, backslash))),
    f.set('backslashes', f.get('slashes')),
    f.set('opens', valid(maskOf(f, quote))),
    f.when(isSet(i64.or(f.get('backslashes'), f.get('isEscapedNext'))), () => [
      findEscaped(f),
      f.set('opens', i64.and(f.get('opens'), not(f.get('escaped')))),
    ]),
    f.set('inString', f.get('opens')),
    spreadParity(f, 'inString'),
    f.set('inString', i64.xor(f.get('inString'), f.get('wasInString'))),
    f.set('wasInString', i64.shiftRightSigned(f.get('inString'), i64.constant(63n))),
    f.set('opens', i64.and(f.get('opens'), f.get('inString'))),
    f.set('structure', valid(not(f.get('inString')))),
    f.when(isSet(f.get('structure')), () => [
      f.set('structure', i64.and(f.get('structure'), maskOfAny(f, [colon, openBrace, closeBrace]))),
    ]),
  ].flat();
}

/** The place is in this block, and not in a string. */
function isPlaceOutside(f: FunctionWriter): Code {
  const offset = i32.subtract(f.get('shown'), f.get('at'));
  const isIn = i32.wrap(i64.and(i64.shiftRight(f.get('inString'), i64.extend(offset)), i64.constant(1n)));
  return i32.and(i32.lessThan(offset, i32.constant(64)), i32.isZero(isIn));
}

/** The last place of the block that has its bit set, or what the local holds from blocks before. */
function lastOf(f: FunctionWriter, bits: Code, local: string): Code {
  const last = i32.subtract(i32.add(f.get('at'), i32.constant(63)), i32.wrap(i64.leadingZeros(bits)));
  return [...last, ...f.get(local), ...isSet(bits), select];
}

const select = 0x1b;

/** Takes the lowest brace or colon off the mask and acts on it. */
function takeMark(f: FunctionWriter, room: number, bases: number): Code {
  return [
    f.set('bit', i64.trailingZeros(f.get('structure'))),
    f.set('structure', i64.and(f.get('structure'), i64.subtract(f.get('structure'), i64.constant(1n)))),
    f.set('mark', i32.add(f.get('at'), i32.wrap(f.get('bit')))),
    f.set('byte', i32.loadByte(f.get('mark'))),
    f.when(
      i32.equal(f.get('byte'), i32.constant(colon)),
      () => [takeKey(f, room)],
      () => [
        f.when(
          i32.equal(f.get('byte'), i32.constant(openBrace)),
          () => [open(f, bases)],
          () => [close(f, bases)],
        ),
      ],
    ),
    f.branch('marks'),
  ].flat();
}

function open(f: FunctionWriter, bases: number): Code {
  return [
    f.branchWhen('unsure', i32.atLeast(f.get('stack'), i32.constant(bases + 4 * most.depth))),
    i32.store(f.get('stack'), f.get('base')),
    f.set('stack', i32.add(f.get('stack'), i32.constant(4))),
    f.set('base', f.get('top')),
  ].flat();
}

function close(f: FunctionWriter, bases: number): Code {
  return [
    f.branchWhen('unsure', i32.atMost(f.get('stack'), i32.constant(bases))),
    f.set('stack', i32.subtract(f.get('stack'), i32.constant(4))),
    f.set('top', f.get('base')),
    f.set('base', i32.load(f.get('stack'))),
  ].flat();
}

/** The key before the colon at `mark`: plain, its quote right before the colon, and unlike those before. */
function takeKey(f: FunctionWriter, room: number): Code {
  const before = (bits: Code): Code => i64.and(bits, below(f.get('bit')));
  return [
    f.set('keyStart', lastOf(f, before(f.get('opens')), 'lastOpen')),
    f.branchWhen('unsure', i32.lessThan(f.get('keyStart'), lastOf(f, before(f.get('slashes')), 'lastSlash'))),
    f.set('keyStart', i32.add(f.get('keyStart'), i32.constant(1))),
    f.branchWhen('unsure', i32.atMost(f.get('mark'), f.get('keyStart'))),
    f.set('keyEnd', i32.subtract(f.get('mark'), i32.constant(1))),
    f.branchWhen('unsure', i32.notEqual(i32.loadByte(f.get('keyEnd')), i32.constant(quote))),
    hashKey(f),
    f.set('known', f.get('base')),
    f.loop('keys', () => [
      f.when(i32.lessThan(f.get('known'), f.get('top')), () => [
        f.branchWhen('unsure', i64.equal(i64.load(f.get('known')), f.get('hash'))),
        f.set('known', i32.add(f.get('known'), i32.constant(8))),
        f.branch('keys'),
      ]),
    ]),
    f.branchWhen('unsure', i32.atLeast(f.get('top'), i32.constant(room + 8 * most.keys))),
    i64.store(f.get('top'), f.get('hash')),
    f.set('top', i32.add(f.get('top'), i32.constant(8))),
  ].flat();
}

/** Up to eight bytes of the key as they are; of longer ones the first eight and the last eight, folded. */
function hashKey(f: FunctionWriter): Code {
  const length = i32.subtract(f.get('keyEnd'), f.get('keyStart'));
  const eight = i32.constant(8);
  return [
    f.set('hash', i64.load(f.get('keyStart'))),
    f.when(
      i32.lessThan(length, eight),
      () => [f.set('hash', i64.and(f.get('hash'), below(i64.shiftLeft(i64.extend(length), i64.constant(3n)))))],
      () => [
        f.set(
          'hash',
          i64.xor(i64.shiftLeft(f.get('hash'), i64.constant(1n)), i64.load(i32.subtract(f.get('keyEnd'), eight))),
        ),
      ],
    ),
    f.set('hash', i64.xor(f.get('hash'), i64.shiftLeft(i64.extend(length), i64.constant(56n)))),
  ].flat();
}

function isSet(bits: Code): Code {
  return i32.isZero(i64.isZero(bits));
}
