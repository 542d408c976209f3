/** The bundled vocabulary of intention tags, written by hand for this product (CC0). */
import businessSociety from './businessSociety.json';
import health from './health.json';
import humanities from './humanities.json';
import lifeSafetyForms from './lifeSafetyForms.json';
import mathReasoning from './mathReasoning.json';
import programming from './programming.json';
import science from './science.json';
import taskTypes from './taskTypes.json';

export interface IntentionTag {
  /** As shown: `Data Analysis`. */
  readonly name: string;
  /** The part of the vocabulary it stands in: `Coding tasks`. */
  readonly area: string;
  /** The tag that goes with every tag of its area; empty for most areas. */
  readonly broader: string;
  /** Words and phrases in a query that point to it, lower-case. */
  readonly cues: readonly string[];
  /** One short sentence in other words; only the broad tags that taggers use most have one. */
  readonly gloss: string;
}

interface Area {
  readonly area: string;
  readonly broader: string;
  /** Name → `cue, cue | gloss`. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Every tag once, in the order of the files. */
export function intentionTags(): readonly IntentionTag[] {
  const files: readonly (readonly unknown[])[] = [
    taskTypes,
    mathReasoning,
    programming,
    science,
    health,
    businessSociety,
    humanities,
    lifeSafetyForms,
  ];
  return files.flat().flatMap((area) => tagsOf(area as Area));
}

function tagsOf({ area, broader, tags }: Area): IntentionTag[] {
  return Object.entries(tags).map(([name, entry]) => {
    const [cues = '', gloss = ''] = entry.split('|');
    return { name, area, broader, cues: cues.split(',').map(trim).filter(Boolean), gloss: gloss.trim() };
  });
}

function trim(text: string): string {
  return text.trim();
}
