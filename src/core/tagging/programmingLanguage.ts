/** Programming languages that a text names or shows. */

interface Signs {
  readonly name: string;
  /** The language's name in prose. */
  readonly named: RegExp;
  /** Source text that hardly any other language has. */
  readonly shown?: RegExp;
}

const languages: readonly Signs[] = [
  {
    name: 'Python',
    named: /\bpython\b|\bpandas\b|\bnumpy\b|\bdjango\b/iu,
    shown: /^\s*(?:def \w+\(.*\):|from \w[\w.]* import |import (?:numpy|pandas|os|sys|re)\b|elif |print\()/mu,
  },
  { name: 'TypeScript', named: /\btypescript\b/iu, shown: /^\s*(?:interface \w+ \{|(?:const|let) \w+: \w+)/mu },
  {
    name: 'JavaScript',
    named: /\bjavascript\b|\bnode\.?js\b|\breact(?:\.js|js)?\b(?= (?:app|component|native|hook|project))|\bjquery\b/iu,
    shown: /^\s*(?:const|let|var) \w+ = |console\.log|document\.|=>\s*\{/mu,
  },
  { name: 'Java', named: /\bjava\b/iu, shown: /\bpublic (?:static|class)\b|System\.out/u },
  { name: 'C++', named: /\bc\+\+(?!\w)|\bcpp\b/iu, shown: /\bstd::|\bcout\b|#include <(?:iostream|vector|string)>/u },
  { name: 'C#', named: /\bc#(?!\w)|\.net\b|\bcsharp\b/iu, shown: /\busing System\b|Console\.Write/u },
  {
    name: 'C',
    named: /\b(?:in|using) c\b(?![+#])|\bc (?:program|code|language|function)\b/iu,
    shown: /#include <std\w+\.h>|\bprintf\(|\bmalloc\(/u,
  },
  {
    name: 'SQL',
    named: /\bsql\b|\bmysql\b|\bpostgres(?:ql)?\b|\bsqlite\b/iu,
    shown: /\bselect\b[\s\S]{1,200}\bfrom\b[\s\S]{0,80}(?:\bwhere\b|;)|\bcreate table\b/iu,
  },
  { name: 'HTML', named: /\bhtml5?\b/iu, shown: /<(?:html|div|body|p|span|table|ul)\b[^>]*>/iu },
  { name: 'CSS', named: /\bcss3?\b/iu, shown: /^\s*[.#]?[\w-]+\s*\{\s*[\w-]+:/mu },
  {
    name: 'Go',
    named: /\bgolang\b|\b(?:in|using) Go\b|\bGo (?:program|code|function)\b/u,
    shown: /^func \w+\(|\bfmt\.Print|^package main/mu,
  },
  {
    name: 'Rust',
    named: /\brust\b(?= (?:program|code|function|language|struct|crate))|\b(?:in|using) rust\b/iu,
    shown: /\bfn \w+\(|\blet mut\b|println!/u,
  },
  { name: 'Ruby', named: /\bruby\b/iu, shown: /^\s*(?:puts |require ')/mu },
  { name: 'PHP', named: /\bphp\b|\blaravel\b/iu, shown: /<\?php/u },
  { name: 'Swift', named: /\bswift(?:ui)?\b(?= (?:code|program|function|app))|\b(?:in|using) swift(?:ui)?\b/iu },
  { name: 'Kotlin', named: /\bkotlin\b/iu, shown: /^\s*fun \w+\(/mu },
  {
    name: 'R',
    named: /\b(?:in|using) R\b|\bR (?:code|script|language|program)\b|\bggplot2?\b|\bdplyr\b/u,
    shown: /<-\s*(?:c|function)\(|\blibrary\(/u,
  },
  { name: 'MATLAB', named: /\bmatlab\b/iu },
  { name: 'Bash', named: /\bbash\b|\bshell (?:script|command)/iu, shown: /^#!\/bin\/(?:ba)?sh/mu },
  { name: 'Scala', named: /\bscala\b/iu },
  { name: 'Perl', named: /\bperl\b/iu },
  { name: 'Haskell', named: /\bhaskell\b/iu },
];

/** Named ones first, in the order of the table; shown ones only where the text holds code. */
export function programmingLanguagesOf(text: string, holdsCode: boolean): string[] {
  const named = languages.filter((language) => language.named.test(text));
  const shown = holdsCode
    ? languages.filter((language) => language.shown?.test(text) === true && !named.includes(language))
    : [];
  return [...named, ...shown].map((language) => language.name);
}
