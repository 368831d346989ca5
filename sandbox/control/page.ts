import type { Stage } from '../stage.ts';
import type { ControlHandler } from './call.ts';
import { doingSection, scenarioSection, webhookSection } from './page/doing.ts';
import { callSection, faultSection, plantedSection } from './page/lists.ts';
import { html, live, Markup } from './page/markup.ts';
import { script } from './page/script.ts';
import { style } from './page/style.ts';
import { switchSection } from './page/switch-list.ts';
import { clockSection } from './page/time.ts';

const places: readonly (readonly [string, string])[] = [
  ['clock', 'Clock'],
  ['webhooks', 'Webhooks'],
  ['do', 'Do something'],
  ['scenarios', 'Scenarios'],
  ['faults', 'Faults'],
  ['planted', 'Planted differences'],
  ['calls', 'Recent calls'],
  ['switches', 'Switches'],
];

function facts({ world, calls }: Stage): Markup {
  const { customers, subscriptions, partnerAccounts } = world.tables;
  const told: readonly (readonly [string, string | number])[] = [
    ['seed', world.options.seed],
    ['began', world.options.startsAt.slice(0, 10)],
    ['partner accounts', partnerAccounts.size],
    ['customers', customers.size],
    ['subscriptions', subscriptions.size],
    ['events', world.events.length],
    ['calls', calls.total],
  ];
  return html`<ul class="facts">${told.map(([name, value]) => html`<li>${name} <b>${value}</b></li>`)}</ul>`;
}

/** GET /_control/: the world for people who train on it or look into it. */
export const controlPage: ControlHandler = ({ stage }) => {
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Sandbox</title>
<style>${new Markup(style)}</style></head><body>
<header><h1>Sandbox</h1>${live('facts', facts(stage))}
<nav aria-label="Parts of this page">${places.map(([id, title]) => html`<a href="#${id}">${title}</a>`)}<a href="/_control/credentials">Credentials</a><a href="/_control/truth">Truth</a></nav></header>
<main><div class="half stack">${clockSection(stage)}${webhookSection(stage)}</div>${doingSection(stage)}${scenarioSection(stage)}${faultSection(stage)}${plantedSection(stage)}${callSection(stage)}${switchSection(stage)}</main>
<output id="said" role="status" aria-live="polite"></output>
<script>${new Markup(script)}</script></body></html>`;
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: page.text,
  };
};
