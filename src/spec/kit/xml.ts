const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** Text as it may stand in an attribute or an element. Drops characters that XML 1.0 forbids. */
export function escapeXml(text: string): string {
  // eslint-disable-next-line no-control-regex -- the control characters are the point
  return text.replace(/[\u0000-\u0008\u000B\u000C\u000D-\u001F\uFFFE\uFFFF]/g, '').replace(/[&<>"\n\t]/g, entity);
}

function entity(character: string): string {
  return ENTITIES[character] ?? character;
}

/** An element with attributes and children that are already XML. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly string[] = [],
): string {
  const head = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeXml(String(value))}"`)];
  if (children.length === 0) return `<${head.join(' ')}/>`;
  return `<${head.join(' ')}>${children.join('')}</${name}>`;
}
