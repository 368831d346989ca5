import type { Page } from 'playwright-core';

/** Name of what has the focus: its label, else its text. */
const focusedName = (page: Page): Promise<string> =>
  page.evaluate<string>(`(() => {
    const at = document.activeElement;
    if (/^H[1-6]$/.test(at?.tagName ?? '')) return ''; // a page gives the focus to its heading; nothing can be pressed there
    return (at?.getAttribute('aria-label') ?? at?.labels?.[0]?.textContent ?? at?.textContent ?? '').trim();
  })()`);

/** A person without a mouse: what is pressed to change something is counted apart from what only moves the focus. */
export class Keyboard {
  presses = 0;
  moves = 0;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** One key, or a chord like `Control+z`. */
  async press(key: string): Promise<void> {
    this.presses += 1;
    await this.#page.keyboard.press(key);
  }

  async move(key: string): Promise<void> {
    this.moves += 1;
    await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    this.presses += text.length;
    await this.#page.keyboard.type(text);
  }

  /** Tabs to what has this name and presses a key on it; a name that the keyboard does not reach is a failure. */
  async pressOn(name: string, key = 'Enter'): Promise<void> {
    for (let tries = 0; tries < 120; tries += 1) {
      if ((await focusedName(this.#page)).startsWith(name)) return this.press(key);
      await this.move('Tab');
    }
    throw new Error(`The keyboard does not reach "${name}"`);
  }
}
