/** What somebody wrote with commas between, without the space around each; nothing between two commas is no word. */
export const wordsIn = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
