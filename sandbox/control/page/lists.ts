import { readyFaults } from '../../faults/ready.ts';
import type { Stage } from '../../stage.ts';
import { button, html, live, Markup, section, table } from './markup.ts';

/** Fault rules: those in force, and those that a button adds. */
export function faultSection(stage: Stage): Markup {
  const rows = stage.faults
    .list()
    .map(({ id, hits, seen, times, match, do: effect }) => [
      button(`faults/${encodeURIComponent(id)}`, 'Remove', undefined, 'DELETE', 'small'),
      id,
      html`<code>${JSON.stringify(match)}</code>`,
      html`<code>${JSON.stringify(effect)}</code>`,
      `${String(hits)} of ${String(seen)}${times === undefined ? '' : `, ${String(times)} at most`}`,
    ]);
  return section(
    'faults',
    'Faults',
    html`${live('faults-now', html`${table('Fault rules in force', ['', 'Rule', 'Calls', 'Effect', 'Acted'], rows, 'None is in force.')}${rows.length > 1 ? button('faults', 'Remove all', undefined, 'DELETE') : ''}`)}
<h3>Add one</h3><div class="row">${readyFaults.map(({ name, rule }) => button('faults', name, rule, 'POST', 'small'))}</div>
<details><summary>Write your own</summary><form method="post" action="/_control/faults"><label>JSON<textarea data-raw rows="5" spellcheck="false">${'{ "match": { "remote": "pax8" },\n  "do": { "status": 503 }, "times": 3 }'}</textarea></label><button>Add</button></form></details>`,
    'whole',
  );
}

const money = (text: string): Markup => html`<span class="num">${text}</span>`;

/** The right answers: what a good reconciliation finds. */
export const plantedSection = (stage: Stage): Markup =>
  section(
    'planted',
    'Planted differences',
    html`<p class="note">USD a month: positive, the partner loses; negative, the customer pays too much.</p>${live(
      'planted-now',
      table(
        'Planted differences',
        ['Kind', 'Customer', 'Product', 'Right', 'Stands there', 'USD a month', 'What happened'],
        stage.planted
          .slice(0, 500)
          .map((one) => [one.kind, one.customerName, one.productName ?? '', one.expected, one.actual, money(one.impact), one.story]),
        'None.',
      ),
    )}`,
    'whole',
  );

/** What the remotes were asked lately. */
export const callSection = (stage: Stage): Markup =>
  section(
    'calls',
    'Recent calls',
    live(
      'calls-now',
      table(
        'Recent calls',
        ['At', 'Remote', 'Call', 'Status', 'Carried out', 'Rules', 'Account'],
        stage.calls
          .latest(40)
          .map((one) => [
            one.at.slice(11, 19),
            one.remote,
            html`<span class="long">${one.method} ${one.path}</span>`,
            html`<span class="${typeof one.status === 'number' && one.status < 400 ? 'good' : 'bad'}">${one.status}</span>`,
            one.outcome === 'processed' ? 'yes' : 'no',
            one.rules.join(' '),
            one.partnerAccount ?? '',
          ]),
        'Nobody has called yet.',
      ),
    ),
    'whole',
  );
