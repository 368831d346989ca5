import { ScenarioFile } from '../../scenario/language.ts';
import { scenarioNames, scenarioText } from '../../scenario/library.ts';
import { readYaml } from '../../scenario/read.ts';
import type { Stage } from '../../stage.ts';
import type { World } from '../../world/world.ts';
import { button, choice, field, form, html, live, type Markup, section, table } from './markup.ts';

/** Lists for choosing stay short, whatever the size of the world. */
const most = 60;

/** What people do in the remotes' own pages. */
export function doingSection({ world }: Stage): Markup {
  const customers = [...world.tables.customers.values()].slice(0, most).map(({ name }): readonly [string, string] => [name, name]);
  return section(
    'do',
    'Do something',
    html`<h3>Buy in the portal</h3>
${form('act', html`${choice('customer', 'Customer', customers)}${choice('sku', 'Product', sold(world))}${field('quantity', 'Seats', 5, html`type="number" min="1"`)}<button class="main">Buy in the portal</button>`, { action: 'portal.buy' })}
<h3>Change seats in the portal</h3>
${form('act', html`${choice('subscriptionId', 'Subscription', running(world))}${field('quantity', 'Seats from now on', 10, html`type="number" min="1"`)}<button>Change seats</button>`, { action: 'portal.seats' })}
<h3>Approve GDAP</h3>
${live('gdap-waiting', gdapForms(world))}
<p class="note"><a href="/_control/act">All that can be done</a> by <code>POST /_control/act</code>.</p>`,
  );
}

function sold(world: World): (readonly [string, string])[] {
  const keys = new Set<string>();
  for (const row of world.tables.availabilities.values())
    if (row.term === 'P1Y' && row.billingCycle === 'monthly') keys.add(`${row.productId}:${row.skuId}`);
  return [...keys].slice(0, most).map((key) => [key, `${world.tables.skus.get(key)?.title ?? key} (${key})`]);
}

function running(world: World): (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  for (const row of world.tables.subscriptions.values()) {
    if (row.status === 'active') {
      const name = world.tables.customers.get(row.customerId)?.name ?? '';
      found.push([row.id, `${name}: ${row.offerName}, ${String(row.quantity)} seats`]);
    }
    if (found.length >= most) break;
  }
  return found;
}

function gdapForms(world: World): Markup {
  const rows: (readonly [string, string])[] = [];
  for (const row of world.tables.gdap.values()) {
    if (row.status !== 'approvalPending') continue;
    rows.push([row.id, `${world.tables.customers.get(row.customerId ?? '')?.name ?? 'any customer'}: ${row.displayName}`]);
    if (rows.length >= most) break;
  }
  return rows.length === 0
    ? html`<p class="none">No invitation waits for a customer.</p>`
    : form('gdap', html`${choice('id', 'Waiting invitation', rows)}<button>Approve GDAP</button>`, { action: 'approve' });
}

/** Notifications: on their way, held or lost. */
export function webhookSection({ world }: Stage): Markup {
  const { mode, copies, forge } = world.switch('webhooks');
  const words = { deliver: 'are delivered', hold: 'are held back', drop: 'are lost' }[mode];
  const counts = new Map<string, number>();
  for (const { status } of world.tables.webhookDeliveries.values()) counts.set(status, (counts.get(status) ?? 0) + 1);
  const told = [...counts].map(([status, count]) => `${String(count)} ${status}`).join(', ');
  return section(
    'webhooks',
    'Webhooks',
    html`${live('webhooks-now', html`<p>Notifications <b>${words}</b>${copies > 1 ? `, ${String(copies)} times each` : ''}${forge === undefined ? '' : `, forged: ${forge}`}.</p><p class="note">From Microsoft so far: ${told === '' ? 'none' : told}.</p>`)}
<div class="row">${button('webhooks', 'Lose webhooks', { mode: 'drop' })}${button('webhooks', 'Hold them', { mode: 'hold' })}${button('webhooks', 'Release what is held', { release: true })}${button('webhooks', 'Deliver', { mode: 'deliver', copies: 1, forge: null })}${button('webhooks', 'Twice each', { copies: 2 })}${button('webhooks', 'Break signatures', { forge: 'badSignature' })}</div>`,
  );
}

/** Stories that the world lives through by itself. */
export function scenarioSection({ world }: Stage): Markup {
  const files = scenarioNames().flatMap((name) => {
    const read = readYaml(scenarioText(name) ?? '', ScenarioFile);
    return 'value' in read ? [{ file: name, ...read.value }] : [];
  });
  const runs = world.tables.scenarioRuns.all().map((run) => {
    const refused = run.happened.filter((one) => one.refused !== undefined).length;
    return [run.name, run.beganAt.slice(0, 10), run.endedAt.slice(0, 10), run.happened.length, refused, run.findings.length];
  });
  return section(
    'scenarios',
    'Scenarios',
    html`${files.map(({ file, name, about, steps }) => html`<h3>${name}</h3><p class="note">${about}</p><div class="row">${button('scenario', `Run its ${String(steps.length)} steps`, { file })}</div>`)}
<details><summary>Run your own</summary><form method="post" action="/_control/scenario"><label>YAML<textarea data-raw rows="8" spellcheck="false">${'name: My story\nsteps:\n  - { act: buy, when: now, customer: Contoso Ltd, sku: "CFQ7TTC0LH18:0001", seats: 5, as: mine, psa: never }\n'}</textarea></label><button>Run</button></form></details>
${live('runs', table('Scenarios that were run', ['Story', 'From', 'To', 'Steps', 'Refused', 'To be found'], runs, 'None was run on this world.'))}`,
  );
}
