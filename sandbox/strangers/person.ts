/** A page as a person in a browser sees it, or where the browser is sent next. */
export type Page = { readonly status: number; readonly text: string; readonly location: URL | undefined; readonly url: string };

type Fetch = (url: string, sent: { method: string; headers: Record<string, string>; body?: string }) => Promise<Response>;

const plainly: Fetch = (url, sent) => fetch(url, { ...sent, redirect: 'manual' });

const unescape = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const hiddenIn = (form: string): [string, string][] =>
  [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
    unescape(name),
    unescape(value),
  ]);

/** What the button itself says. */
const namedIn = (button: string): [string, string][] =>
  [...button.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [unescape(name), unescape(value)]);

/** Somebody who opens pages, clicks buttons and fills fields, and whose browser keeps cookies. */
export class Person {
  readonly #fetch: Fetch;
  readonly #cookies = new Map<string, string>();

  constructor(fetching: Fetch = plainly) {
    this.#fetch = fetching;
  }

  async open(url: string): Promise<Page> {
    return this.#send(url, 'GET');
  }

  /** Clicks the button whose text or value contains the words: sends the form it stands in. `typed`: fields filled before. */
  async click(page: Page, words: string, typed: Readonly<Record<string, string>> = {}): Promise<Page> {
    for (const [, attributes = '', form = ''] of page.text.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)) {
      const button = [...form.matchAll(/<button([^>]*)>(.*?)<\/button>/gs)].find(([all]) => all.includes(words));
      if (button === undefined) continue;
      const fields = new URLSearchParams([...hiddenIn(form), ...namedIn(button[1] ?? ''), ...Object.entries(typed)]);
      const action = unescape(/action="([^"]*)"/.exec(attributes)?.[1] ?? '');
      return this.#send(action === '' ? page.url : new URL(action, page.url).toString(), 'POST', fields.toString());
    }
    throw new Error(`No button with ${words} on: ${page.text}`);
  }

  /** Clicks one after the other. */
  async clicks(from: Page, ...words: readonly string[]): Promise<Page> {
    let page = from;
    for (const one of words) page = await this.click(page, one);
    return page;
  }

  async #send(url: string, method: string, body?: string): Promise<Page> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const form = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const headers = { ...form, ...(cookie === '' ? {} : { cookie }) };
    const answer = await this.#fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    return { status: answer.status, text: await answer.text(), location: location === null ? undefined : new URL(location), url };
  }
}
