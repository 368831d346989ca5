/** The notice at the top of every page that is made from the code. */
export const made = (title: string, from: string): string =>
  `# ${title}\n\n<!-- Made from ${from} by \`npm run docs\`. Change it there. -->\n`;

/** A table; nothing for no rows. A bar in a cell would end it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}

export const code = (text: string): string => `\`${text}\``;

/** Blocks with one empty line between them; empty ones fall away. */
export const page = (...blocks: readonly string[]): string =>
  `${blocks
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .join('\n\n')}\n`;

/** The anchor that a heading gets on the usual hosts: lower case, spaces to hyphens, other signs gone. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
