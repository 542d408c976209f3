/** The words of a page: English, and Simplified Chinese where the editor's display language is Chinese. */

/** Picks a table of words by the page's language, as the host wrote it on the document. */
export function wordsFor<Words>(tables: { readonly en: Words; readonly zh: Words }): Words {
  return isChinese() ? tables.zh : tables.en;
}

export function isChinese(): boolean {
  return document.documentElement.lang.toLowerCase().startsWith('zh');
}
