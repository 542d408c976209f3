/** Every selector by name: one file and one entry each. */
import { complexityFirst } from './complexityFirst';
import { deita } from './deita';
import { kCenter } from './kCenter';
import { longest } from './longest';
import { maxCoverage } from './maxCoverage';
import { mig } from './mig';
import { randomSelector } from './randomSelector';
import { rarity } from './rarity';
import type { SelectorName } from './selector';
import type { Selector } from './selectorRun';
import { tacos } from './tacos';
import { target } from './target';
import { topTags } from './topTags';

export const selectors: Readonly<Record<SelectorName, Selector>> = {
  random: randomSelector,
  'top-k': topTags,
  'complexity-first': complexityFirst,
  'max-coverage': maxCoverage,
  rarity,
  deita,
  mig,
  tacos,
  'k-center': kCenter,
  longest,
  target,
};
