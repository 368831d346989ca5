import { escapeHtml } from '../../entra/pages.ts';

/** Markup that is safe to send: made by `html` only. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Piece = string | number | Markup | readonly (string | number | Markup)[] | undefined;

/** Every value is escaped, unless it is markup itself; lists are joined, undefined is nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  return new Markup(strings.map((text, place) => `${text}${place < values.length ? safe(values[place]) : ''}`).join(''));
}

function safe(value: Piece): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  return typeof value === 'object' ? value.map((one) => safe(one)).join('') : escapeHtml(String(value));
}

/** A section of the page; the parts marked `live` are fetched again after each act. */
export const section = (id: string, title: string, content: Markup, size: 'half' | 'whole' = 'half'): Markup =>
  html`<section id="${id}" class="${size}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${content}</section>`;

export const live = (id: string, content: Markup): Markup => html`<div id="${id}" data-live>${content}</div>`;

/** A form that calls the control API. Fields are sent as JSON; without script as a form. */
export const form = (path: string, content: Markup, fixed: Readonly<Record<string, string>> = {}): Markup =>
  html`<form method="post" action="/_control/${path}">${Object.entries(fixed).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}${content}</form>`;

/** One button that sends a body, or deletes. */
export const button = (path: string, label: string, body: unknown, method: 'POST' | 'DELETE' = 'POST', style = ''): Markup =>
  html`<button type="button" class="${style}" data-path="${path}" data-method="${method}" data-body="${JSON.stringify(body)}">${label}</button>`;

export const field = (name: string, label: string, value: string | number, more: Markup = html`type="text"`): Markup =>
  html`<label>${label}<input name="${name}" value="${value}" ${more}></label>`;

export const choice = (name: string, label: string, options: readonly (readonly [string, string])[], chosen?: string): Markup =>
  html`<label>${label}<select name="${name}">${options.map(([value, text]) =>
    value === chosen ? html`<option value="${value}" selected>${text}</option>` : html`<option value="${value}">${text}</option>`,
  )}</select></label>`;

/** A table that scrolls by itself where the screen is narrow. */
export const table = (
  label: string,
  heads: readonly string[],
  rows: readonly (readonly (string | number | Markup)[])[],
  none: string,
): Markup =>
  rows.length === 0
    ? html`<p class="none">${none}</p>`
    : html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows.map(
        (row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`,
      )}</tbody></table></div>`;
