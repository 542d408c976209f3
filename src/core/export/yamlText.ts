/** Text as a double-quoted YAML scalar: never a number, a boolean, null, an alias or a comment, in YAML 1.1 and 1.2. */
export function yamlText(text: string): string {
  return JSON.stringify(text).replaceAll(unprintable, escaped);
}

/** What JSON may hold as it is and YAML may not (or takes for a line end): DEL, C1 controls, U+2028, U+2029, marks. */
const unprintable = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/gu;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
