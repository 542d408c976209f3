import { FunctionWriter, i32, i64, type Code } from './assembler';
import { blockLocals, holds, isSpace, loadBlock, maskOf, validMask } from './blockMasks';
import { kernelMemory, startKernel, stopReason, type RunningKernel } from './kernelModule';

const nowhere = 0x7fffffff;
const newline = 0x0a;
const closeBrace = 0x7d;

/**
 * Lines that hold something, trimmed, as long as none may hold several objects (a closing brace and, but for one blank, an opening one and a quote):
 * before such a line it stops. Parameters: from, to. Time O(bytes), 64 at a time.
 */
export function startLineKernel(): RunningKernel | undefined {
  const f = new FunctionWriter(['from', 'to'], {
    ...blockLocals,
    at: 'i32',
    place: 'i32',
    look: 'i32',
    first: 'i32',
    last: 'i32',
    lineStart: 'i32',
    lines: 'i32',
    glued: 'i32',
    out: 'i32',
    reason: 'i32',
    count: 'i32',
    valid: 'i64',
    newlines: 'i64',
    braces: 'i64',
  });
  return startKernel(f, [
    f.set('at', f.get('from')),
    f.set('lineStart', f.get('from')),
    f.set('glued', i32.constant(nowhere)),
    f.set('out', i32.constant(kernelMemory.rows)),
    f.block('stop', () => [
      f.loop('blocks', () => [
        f.branchWhen('stop', i32.atLeast(f.get('at'), f.get('to'))),
        loadBlock(f),
        f.set('valid', validMask(f)),
        f.when(holds(f, closeBrace), () => [findGlue(f)]),
        f.when(holds(f, newline), () => [takeLines(f)]),
        f.set('at', i32.add(f.get('at'), i32.constant(64))),
        f.branch('blocks'),
      ]),
    ]),
    i32.store(i32.constant(kernelMemory.summary), f.get('lineStart')),
    i32.store(i32.constant(kernelMemory.summary), f.get('lines'), 4),
    i32.store(i32.constant(kernelMemory.summary), f.get('reason'), 8),
    f.get('count'),
  ]);
}

/** Sets `glued` to the first closing brace after which another object seems to begin, unless an earlier one is known. */
function findGlue(f: FunctionWriter): Code {
  const byteAt = (offset: number): Code => i32.loadByte(i32.add(f.get('look'), i32.constant(offset)));
  return [
    f.set('braces', i64.and(maskOf(f, closeBrace), f.get('valid'))),
    f.loop('braces', () => [
      f.when(i32.isZero(i64.isZero(f.get('braces'))), () => [
        f.set('look', i32.add(f.get('at'), i32.wrap(i64.trailingZeros(f.get('braces'))))),
        f.set('braces', i64.and(f.get('braces'), i64.subtract(f.get('braces'), i64.constant(1n)))),
        f.set('place', f.get('look')),
        f.set('look', i32.add(f.get('look'), i32.equal(byteAt(1), i32.constant(0x20)))),
        f.when(
          i32.and(
            i32.and(i32.equal(byteAt(1), i32.constant(0x7b)), i32.equal(byteAt(2), i32.constant(0x22))),
            i32.lessThan(f.get('place'), f.get('glued')),
          ),
          () => [f.set('glued', f.get('place'))],
        ),
        f.branch('braces'),
      ]),
    ]),
  ].flat();
}

function takeLines(f: FunctionWriter): Code {
  return [
    f.set('newlines', i64.and(maskOf(f, newline), f.get('valid'))),
    f.loop('lines', () => [
      f.when(i32.isZero(i64.isZero(f.get('newlines'))), () => [
        f.set('place', i32.add(f.get('at'), i32.wrap(i64.trailingZeros(f.get('newlines'))))),
        f.set('newlines', i64.and(f.get('newlines'), i64.subtract(f.get('newlines'), i64.constant(1n)))),
        stopWhen(f, i32.lessThan(f.get('glued'), f.get('place')), stopReason.irregular),
        trim(f),
        f.when(i32.lessThan(f.get('first'), f.get('last')), () => [writeRow(f)]),
        f.set('lineStart', i32.add(f.get('place'), i32.constant(1))),
        f.set('lines', i32.add(f.get('lines'), i32.constant(1))),
        stopWhen(f, i32.equal(f.get('count'), i32.constant(kernelMemory.maxRows)), stopReason.outOfRoom),
        f.branch('lines'),
      ]),
    ]),
  ].flat();
}

/** Sets `first` and `last` around what the line from `lineStart` to `place` holds. */
function trim(f: FunctionWriter): Code {
  const before = i32.subtract(f.get('last'), i32.constant(1));
  return [
    f.set('first', f.get('lineStart')),
    f.loop('ahead', () => [
      f.when(i32.and(i32.lessThan(f.get('first'), f.get('place')), isSpace(i32.loadByte(f.get('first')))), () => [
        f.set('first', i32.add(f.get('first'), i32.constant(1))),
        f.branch('ahead'),
      ]),
    ]),
    f.set('last', f.get('place')),
    f.block('trimmed', () => [
      f.loop('behind', () => [
        f.branchWhen('trimmed', i32.atMost(f.get('last'), f.get('first'))),
        f.branchWhen('trimmed', i32.isZero(isSpace(i32.loadByte(before)))),
        f.set('last', before),
        f.branch('behind'),
      ]),
    ]),
  ].flat();
}

function writeRow(f: FunctionWriter): Code {
  return [
    i32.store(f.get('out'), f.get('first')),
    i32.store(f.get('out'), i32.subtract(f.get('last'), f.get('first')), 4),
    i32.store(f.get('out'), f.get('lines'), 8),
    f.set('out', i32.add(f.get('out'), i32.constant(12))),
    f.set('count', i32.add(f.get('count'), i32.constant(1))),
  ].flat();
}

function stopWhen(f: FunctionWriter, condition: Code, reason: number): Code {
  return f.when(condition, () => [f.set('reason', i32.constant(reason)), f.branch('stop')]);
}
