import { describe, expect, it } from 'vitest';
import { Emitter } from '../../../src/core/emitter';

describe('Emitter', () => {
  it('tells listeners in order until they stop listening', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    const stop = emitter.event((value) => heard.push(`a${value}`));
    emitter.event((value) => heard.push(`b${value}`));
    emitter.fire(1);
    stop();
    emitter.fire(2);
    expect(heard).toEqual(['a1', 'b1', 'b2']);
  });

  it('tells the others before it throws what one of them threw', () => {
    const emitter = new Emitter<void>();
    const heard: string[] = [];
    emitter.event(() => {
      throw new Error('broken listener');
    });
    emitter.event(() => heard.push('told'));
    expect(() => emitter.fire()).toThrow('broken listener');
    expect(heard).toEqual(['told']);
  });
});
