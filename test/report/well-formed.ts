/** The names of the elements of an XML document in the order of their start tags. Throws where it is not well-formed. */
export function elementsOf(xml: string): string[] {
  const names: string[] = [];
  const open: string[] = [];
  const token =
    /<\?xml [^?]*\?>|<\/([\w-]+)>|<([\w-]+)((?:\s[\w-]+="[^"<&]*(?:&(?:lt|gt|amp|quot|#\d+);[^"<&]*)*")*)\s*(\/?)>|([^<]+)/gy;
  let end = 0;
  for (let match = token.exec(xml); match; match = token.exec(xml)) {
    const [, closing, opening, attributes = '', empty, text] = match;
    end = token.lastIndex;
    if (text !== undefined) checkText(text, open.length);
    if (closing !== undefined && open.pop() !== closing) throw new Error(`</${closing}> closes nothing`);
    if (opening === undefined) continue;
    const keys = [...attributes.matchAll(/\s([\w-]+)=/g)].map(([, key]) => key);
    if (new Set(keys).size !== keys.length) throw new Error(`<${opening}> has an attribute twice`);
    names.push(opening);
    if (empty === '') open.push(opening);
  }
  if (end !== xml.length) throw new Error(`not well-formed at ${xml.slice(end, end + 40)}`);
  if (open.length > 0) throw new Error(`<${open.join('><')}> not closed`);
  return names;
}

function checkText(text: string, depth: number): void {
  if (depth === 0 && text.trim() !== '') throw new Error(`text outside of the root: ${text}`);
  if (/&(?!(lt|gt|amp|quot|#\d+);)/.test(text)) throw new Error(`a bare ampersand: ${text}`);
  // eslint-disable-next-line no-control-regex -- XML 1.0 forbids them
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(text)) throw new Error('a forbidden character');
}
