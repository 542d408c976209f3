import { FunctionWriter, i32, i64, type Code } from './assembler';
import {
  below,
  blockLocals,
  escapeLocals,
  fetchAhead,
  fetchLocals,
  findEscaped,
  isSpace,
  loadBlock,
  maskOf,
  maskOfEither,
  spreadParity,
  validMask,
} from './blockMasks';
import { kernelMemory, startKernel, stopReason, type RunningKernel } from './kernelModule';

const comma = 0x2c;
const maxDepth = 60;

/**
 * Rows of a list that are objects or lists, as long as everything is regular: between rows white space and as many commas as there must be,
 * brackets that match, a colon before each bracket inside an object, no raw line end in a string, no backslash outside. At the first irregularity it stops after
 * the last good row. Parameters: from, to, commas before the first row, commas before each other one. Time O(bytes), 64 at a time.
 */
export function startElementKernel(): RunningKernel | undefined {
  const f = new FunctionWriter(['from', 'to', 'commas', 'commasLater'], {
    ...blockLocals,
    ...escapeLocals,
    ...fetchLocals,
    at: 'i32',
    place: 'i32',
    look: 'i32',
    byte: 'i32',
    seen: 'i32',
    depth: 'i32',
    rowStart: 'i32',
    rowLines: 'i32',
    gapStart: 'i32',
    gapLines: 'i32',
    lines: 'i32',
    out: 'i32',
    reason: 'i32',
    count: 'i32',
    raw: 'i64',
    valid: 'i64',
    newlines: 'i64',
    inString: 'i64',
    wasInString: 'i64',
    opens: 'i64',
    brackets: 'i64',
    bit: 'i64',
    /** One bit per open bracket, the innermost lowest: 1 for a list. */
    stack: 'i64',
  });
  return startKernel(f, [
    f.set('at', f.get('from')),
    f.set('fetched', f.get('from')),
    f.set('gapStart', f.get('from')),
    f.set('out', i32.constant(kernelMemory.rows)),
    f.block('stop', () => [
      f.loop('blocks', () => [
        f.branchWhen('stop', i32.atLeast(f.get('at'), f.get('to'))),
        fetchAhead(f),
        loadBlock(f),
        findMasks(f),
        f.loop('brackets', () => [
          f.when(i32.isZero(i64.isZero(f.get('brackets'))), () => [nextBracket(f), f.branch('brackets')]),
        ]),
        f.branchWhen('stop', f.get('reason')),
        f.set('lines', i32.add(f.get('lines'), i32.wrap(i64.onesCount(f.get('newlines'))))),
        f.set('at', i32.add(f.get('at'), i32.constant(64))),
        f.branch('blocks'),
      ]),
    ]),
    i32.store(i32.constant(kernelMemory.summary), f.get('gapStart')),
    i32.store(i32.constant(kernelMemory.summary), f.get('gapLines'), 4),
    i32.store(i32.constant(kernelMemory.summary), f.get('reason'), 8),
    f.get('count'),
  ]);
}

/** Sets `newlines`, `opens` and `brackets` for the block; a line end inside a string or a backslash outside ends the brackets there and is the reason to stop. */
function findMasks(f: FunctionWriter): Code {
  return [
    f.set('valid', validMask(f)),
    f.set('backslashes', valid(f, maskOf(f, 0x5c))),
    f.set('raw', f.get('backslashes')),
    f.set('inString', valid(f, maskOf(f, 0x22))),
    findEscaped(f),
    f.set('inString', i64.and(f.get('inString'), not(f.get('escaped')))),
    f.when(
      i64.isZero(f.get('inString')),
      () => [f.set('inString', f.get('wasInString'))],
      () => [
        spreadParity(f, 'inString'),
        f.set('inString', i64.xor(f.get('inString'), f.get('wasInString'))),
        f.set('wasInString', i64.shiftRightSigned(f.get('inString'), i64.constant(63n))),
      ],
    ),
    f.set('newlines', valid(f, maskOf(f, 0x0a))),
    f.set('brackets', i64.constant(0n)),
    // Most blocks of a text lie in one string.
    f.when(i32.isZero(i64.isZero(not(f.get('inString')))), () => [findBrackets(f)]),
    f.set('bit', i64.or(i64.and(f.get('newlines'), f.get('inString')), outside(f, f.get('raw')))),
    f.when(i32.isZero(i64.isZero(f.get('bit'))), () => [
      f.set('brackets', i64.and(f.get('brackets'), below(i64.trailingZeros(f.get('bit'))))),
      f.set('reason', i32.constant(stopReason.irregular)),
    ]),
  ].flat();
}

function findBrackets(f: FunctionWriter): Code {
  return [
    f.set('opens', valid(f, maskOfEither(f, 0x7b))),
    f.set('brackets', outside(f, i64.or(f.get('opens'), valid(f, maskOfEither(f, 0x7d))))),
  ].flat();
}

function not(code: Code): Code {
  return i64.xor(code, i64.constant(-1n));
}

function valid(f: FunctionWriter, mask: Code): Code {
  return i64.and(mask, f.get('valid'));
}

function outside(f: FunctionWriter, mask: Code): Code {
  return i64.and(mask, not(f.get('inString')));
}

/** Takes the lowest bracket off the mask and acts on it. */
function nextBracket(f: FunctionWriter): Code {
  return [
    f.set('bit', i64.trailingZeros(f.get('brackets'))),
    f.set('brackets', i64.and(f.get('brackets'), i64.subtract(f.get('brackets'), i64.constant(1n)))),
    f.set('place', i32.add(f.get('at'), i32.wrap(f.get('bit')))),
    f.set('byte', i32.loadByte(f.get('place'))),
    f.when(
      i32.wrap(i64.and(i64.shiftRight(f.get('opens'), f.get('bit')), i64.constant(1n))),
      () => [open(f)],
      () => [close(f)],
    ),
  ].flat();
}

function open(f: FunctionWriter): Code {
  return [
    f.when(
      f.get('depth'),
      () => [checkColon(f)],
      () => [checkGap(f), f.set('rowStart', f.get('place')), f.set('rowLines', linesBefore(f))],
    ),
    stopWhen(f, i32.atLeast(f.get('depth'), i32.constant(maxDepth))),
    f.set(
      'stack',
      i64.or(i64.shiftLeft(f.get('stack'), i64.constant(1n)), i64.extend(i32.equal(f.get('byte'), i32.constant(0x5b)))),
    ),
    f.set('depth', i32.add(f.get('depth'), i32.constant(1))),
  ].flat();
}

function close(f: FunctionWriter): Code {
  const isList = i32.equal(f.get('byte'), i32.constant(0x5d));
  return [
    stopWhen(f, i32.isZero(f.get('depth'))),
    stopWhen(f, i32.notEqual(i32.wrap(i64.and(f.get('stack'), i64.constant(1n))), isList)),
    f.set('stack', i64.shiftRight(f.get('stack'), i64.constant(1n))),
    f.set('depth', i32.subtract(f.get('depth'), i32.constant(1))),
    f.when(i32.isZero(f.get('depth')), () => [writeRow(f)]),
  ].flat();
}

function writeRow(f: FunctionWriter): Code {
  return [
    f.set('gapStart', i32.add(f.get('place'), i32.constant(1))),
    f.set('gapLines', linesBefore(f)),
    f.set('commas', f.get('commasLater')),
    i32.store(f.get('out'), f.get('rowStart')),
    i32.store(f.get('out'), i32.subtract(f.get('gapStart'), f.get('rowStart')), 4),
    i32.store(f.get('out'), f.get('rowLines'), 8),
    f.set('out', i32.add(f.get('out'), i32.constant(12))),
    f.set('count', i32.add(f.get('count'), i32.constant(1))),
    f.when(i32.equal(f.get('count'), i32.constant(kernelMemory.maxRows)), () => [
      f.set('reason', i32.constant(stopReason.outOfRoom)),
      f.branch('stop'),
    ]),
  ].flat();
}

function linesBefore(f: FunctionWriter): Code {
  return i32.add(f.get('lines'), i32.wrap(i64.onesCount(i64.and(f.get('newlines'), below(f.get('bit'))))));
}

function stopWhen(f: FunctionWriter, condition: Code): Code {
  return f.when(condition, () => [f.set('reason', i32.constant(stopReason.irregular)), f.branch('stop')]);
}

/** Between `gapStart` and `place` there is only white space, and as many commas as there must be. */
function checkGap(f: FunctionWriter): Code {
  return [
    f.set('seen', i32.constant(0)),
    f.set('look', f.get('gapStart')),
    f.loop('gap', () => [
      f.when(i32.lessThan(f.get('look'), f.get('place')), () => [
        f.set('depth', i32.loadByte(f.get('look'))),
        f.when(
          i32.equal(f.get('depth'), i32.constant(comma)),
          () => [f.set('seen', i32.add(f.get('seen'), i32.constant(1)))],
          () => [stopWhen(f, i32.isZero(isSpace(f.get('depth'))))],
        ),
        f.set('look', i32.add(f.get('look'), i32.constant(1))),
        f.branch('gap'),
      ]),
    ]),
    f.set('depth', i32.constant(0)),
    stopWhen(f, i32.notEqual(f.get('seen'), f.get('commas'))),
  ].flat();
}

/** A bracket directly inside an object stands behind a colon. */
function checkColon(f: FunctionWriter): Code {
  return f.when(i64.isZero(i64.and(f.get('stack'), i64.constant(1n))), () => [
    f.set('look', f.get('place')),
    f.loop('back', () => [
      f.set('look', i32.subtract(f.get('look'), i32.constant(1))),
      f.branchWhen('back', isSpace(i32.loadByte(f.get('look')))),
    ]),
    stopWhen(f, i32.notEqual(i32.loadByte(f.get('look')), i32.constant(0x3a))),
  ]);
}
