import { describe, expect, test } from 'vitest';
import { endpointPreset, endpointPresets } from '../../../../src/core/tagging/endpointPresets';

describe('endpoint presets', () => {
  test('have distinct ids and addresses', () => {
    expect(new Set(endpointPresets.map((preset) => preset.id)).size).toBe(7);
    expect(endpointPresets.every((preset) => /^https?:\/\/.+\/v1$/.test(preset.baseUrl))).toBe(true);
    expect(endpointPreset('ollama')?.needsKey).toBe(false);
    expect(endpointPreset('none')).toBeNull();
  });
});
