import type { Stage } from '../../stage.ts';
import { button, field, form, html, live, type Markup, section } from './markup.ts';

const steps: readonly (readonly [string, string])[] = [
  ['PT1H', '1 hour'],
  ['P1D', '1 day'],
  ['P7D', '7 days'],
  ['P30D', '30 days'],
];

/** What time it is in the world, and everything that moves it. */
export function clockSection({ world }: Stage): Markup {
  const { rate } = world.clock.state;
  const pace = rate === 0 ? 'stands still' : rate === 1 ? 'runs as outside' : `runs ${String(rate)} times as fast as outside`;
  return section(
    'clock',
    'Clock',
    html`${live('clock-now', html`<p class="big"><b data-now="now">${world.now().slice(0, 19).replace('T', ' ')}</b> UTC</p><p class="note">It ${pace}.</p>`)}
<div class="row">${button('clock', 'Stop', { stop: true })}${button('clock', 'Run', { stop: false })}${steps.map(([step, label]) => button('clock', `+ ${label}`, { step }))}</div>
${form('clock', html`${field('jump', 'Jump to (UTC)', `${world.clock.now().add({ hours: 24 }).toString().slice(0, 10)}T00:00:00Z`)}<button>Jump</button>`)}
${form('clock', html`${field('rate', 'Seconds for each one outside', '3600', html`type="number" min="0" max="100000" step="any"`)}<button>Run at this rate</button>`)}
<p class="note">Time never runs backwards. Terms end, prices change and invoices appear on the way.</p>`,
  );
}
