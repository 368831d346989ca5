import type { Page } from 'playwright-core';
import { vi } from 'vitest';

/** In the browser, which this file has no types of: what a person calls an element, by its label, else its text. */
const nameOf = `(at) => {
  if (/^H[1-6]$/.test(at?.tagName ?? '')) return ''; // a page gives the focus to its heading; nothing can be pressed there
  return (at?.getAttribute('aria-label') ?? at?.labels?.[0]?.textContent ?? at?.textContent ?? '').trim();
}`;
const stops = 'a[href], button, input, select, textarea, [tabindex]';

const focusedName = (page: Page): Promise<string> => page.evaluate<string>(`(${nameOf})(document.activeElement)`);

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

  /** Tabs to what has this name, once it is there to be seen: a person waits for it before going to it. What the keyboard does not reach is a failure. */
  async reach(name: string): Promise<void> {
    const isThere = `[...document.querySelectorAll(${JSON.stringify(stops)})].some((at) => at.checkVisibility() && (${nameOf})(at).startsWith(${JSON.stringify(name)}))`;
    await vi.waitUntil(() => this.#page.evaluate<boolean>(isThere), { timeout: 60_000 });
    for (let tries = 0; tries < 120; tries += 1) {
      if ((await focusedName(this.#page)).startsWith(name)) return;
      await this.move('Tab');
    }
    throw new Error(`The keyboard does not reach "${name}"`);
  }

  async pressOn(name: string, key = 'Enter'): Promise<void> {
    await this.reach(name);
    await this.press(key);
  }

  /** Puts a text in place of what the field says. */
  async fill(name: string, text: string): Promise<void> {
    await this.reach(name);
    await this.press('Control+A');
    await this.type(text);
  }
}
