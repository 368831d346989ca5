import { z } from 'zod';
import type { Stage } from '../../stage.ts';
import { defaultSwitches } from '../../world/switches.ts';
import { bare, membersOf, switchNames } from '../switches.ts';
import { form, html, type Markup, section } from './markup.ts';

/** Every switch of every group, with what it means. Only what was changed is sent; an emptied field goes back to its default. */
export const switchSection = ({ world }: Stage): Markup =>
  section(
    'switches',
    'Switches',
    html`<p class="note">Where the sources differ or are silent, and what goes wrong on demand. An emptied field goes back to its default.</p><div class="groups">${switchNames.map(
      (name) => {
        // Members by name: the group's schema made both.
        const [now, usual] = [world.switch(name), defaultSwitches[name]] as const;
        const members = membersOf(name);
        const turned = members.filter(([member]) => textOf(Reflect.get(now, member)) !== textOf(Reflect.get(usual, member))).length;
        return html`<details><summary><b>${name}</b> <span class="note">${members.length} switches${turned === 0 ? '' : `, ${String(turned)} turned`}</span></summary>${form(
          `switches/${name}`,
          html`${members.map(([member, type]) => memberField(member, type, textOf(Reflect.get(now, member)), textOf(Reflect.get(usual, member))))}<button>Turn</button>`,
        )}</details>`;
      },
    )}</div>`,
    'whole',
  );

const textOf = (value: unknown): string => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));

function memberField(name: string, type: z.ZodType, now: string, usual: string): Markup {
  const about = html`<span><b>${name}</b> <small>${type.description ?? ''} (default: ${usual === '' ? 'nothing' : usual})</small></span>`;
  const inner = innermost(type);
  const options = inner instanceof z.ZodEnum ? inner.options.map(String) : inner instanceof z.ZodBoolean ? ['true', 'false'] : undefined;
  if (options === undefined) {
    const kind = inner instanceof z.ZodNumber ? 'number' : inner instanceof z.ZodString ? 'text' : 'json';
    return html`<label>${about}<input name="${name}" value="${now}" data-was="${now}" data-kind="${kind}"></label>`;
  }
  const shown = options.includes(now) ? options : ['', ...options];
  return html`<label>${about}<select name="${name}" data-was="${now}">${shown.map((option) =>
    option === now ? html`<option selected>${option}</option>` : html`<option>${option}</option>`,
  )}</select></label>`;
}

/** Without its default and without "or nothing". */
function innermost(type: z.ZodType): z.ZodType {
  const inner = bare(type);
  return inner instanceof z.ZodOptional || inner instanceof z.ZodNullable ? innermost(inner.unwrap() as z.ZodType) : inner;
}
