export interface FakeVocabulary {
  readonly tags: readonly (readonly [string, number])[];
}
export class FakeNormalizationHost {
  constructor(readonly vocabulary: FakeVocabulary) {}
}
