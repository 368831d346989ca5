import { escapeHtml } from '../entra/pages.ts';
import type { ControlHandler } from './call.ts';

const form = (
  action: string,
  label: string,
  fields: Readonly<Record<string, string>>,
  hidden: Readonly<Record<string, string>> = {},
): string => {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<label>${escapeHtml(name)} <input name="${escapeHtml(name)}" value="${escapeHtml(value)}"></label> `,
  );
  const kept = Object.entries(hidden).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return `<form method="post" action="/_control/${action}">${[...kept, ...inputs].join('')}<button>${escapeHtml(label)}</button></form>`;
};

/** GET /_control/: the world for people: what there is, the clock, planted differences, recent calls, a few buttons. */
export const controlPage: ControlHandler = ({ stage }) => {
  const { world } = stage;
  const cell = (value: unknown): string => `<td>${escapeHtml(String(value))}</td>`;
  const planted = stage.planted.map(
    (one) => `<tr>${[one.kind, one.customerName, one.productName ?? '', one.expected, one.actual, one.impact].map(cell).join('')}</tr>`,
  );
  const calls = stage.calls
    .latest(25)
    .map(
      (one) =>
        `<tr>${[one.at.slice(11, 19), one.remote, one.method, one.path, one.status, one.outcome, one.rules.join(' ')].map(cell).join('')}</tr>`,
    );
  const faults = stage.faults.list().map((rule) => `<li><code>${escapeHtml(JSON.stringify(rule))}</code></li>`);
  const [contoso] = world.tables.subscriptions.all();
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Sandbox</title>
<style>body{font:15px/1.5 system-ui,sans-serif;margin:1.5rem;max-width:70rem}table{border-collapse:collapse}td,th{padding:.15rem .6rem;text-align:left;border-bottom:1px solid #8884}form{margin:.4rem 0}.wide{overflow-x:auto}</style></head><body>
<h1>Sandbox</h1><p>Seed ${String(world.options.seed)}, ${String(world.tables.customers.size)} customers, ${String(world.tables.subscriptions.size)} subscriptions, ${String(world.events.length)} events. It is ${escapeHtml(world.now())}.</p>
<p><a href="/_control/credentials">Credentials</a> · <a href="/_control/truth">Truth</a> · <a href="/_control/faults">Faults</a> · <a href="/_control/clock">Clock</a></p>
<h2>Clock</h2>${form('clock', 'Move forward', { step: 'P1D' })}${form('clock', 'Stop', {}, { stop: 'true' })}${form('clock', 'Run', {}, { stop: 'false' })}
<h2>Do something</h2>
${form('act', 'Change seats in the portal', { subscriptionId: contoso?.id ?? '', quantity: String((contoso?.quantity ?? 0) + 1) }, { action: 'portal.seats' })}
${form('act', 'Buy in the portal', { customer: 'Contoso Ltd', sku: 'CFQ7TTC0LH16:0001', quantity: '5' }, { action: 'portal.buy' })}
${form('gdap', 'Approve delegated access', { customer: world.tables.customers.all()[5]?.name ?? '' }, { action: 'approve' })}
${form('webhooks', 'Lose webhooks', {}, { mode: 'drop' })}${form('webhooks', 'Deliver webhooks', {}, { mode: 'deliver' })}
<h2>Faults in force</h2><ul>${faults.join('') || '<li>none</li>'}</ul>
<h2>Planted differences</h2><div class="wide"><table><tr><th>Kind</th><th>Customer</th><th>Product</th><th>Right</th><th>Is</th><th>USD a month</th></tr>${planted.join('')}</table></div>
<h2>Recent calls</h2><div class="wide"><table><tr><th>At</th><th>Remote</th><th>Method</th><th>Path</th><th>Status</th><th>Outcome</th><th>Rules</th></tr>${calls.join('')}</table></div>
</body></html>`,
  };
};
