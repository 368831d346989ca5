import type { WebhookDelivery } from '../world/types.ts';
import { type Change, put, type World } from '../world/world.ts';

/**
 * The rows that bring one notification on its way to a partner account's registered address: none when it is not registered for it.
 * The switch `webhooks` may hold, lose or multiply them.
 */
export function queued(world: World, accountId: string, eventName: string, body: string, correlationId?: string): Change[] {
  const registration = world.tables.webhookRegistrations.get(accountId);
  if (registration?.events.includes(eventName) !== true) return [];
  const { mode, copies } = world.switch('webhooks');
  const status = mode === 'deliver' ? 'waiting' : mode === 'hold' ? 'held' : 'dropped';
  return Array.from({ length: Math.max(1, copies) }, () => {
    const row: WebhookDelivery = {
      id: world.newId(),
      accountId,
      eventName,
      url: registration.url,
      body,
      createdAt: world.now(),
      status,
      attempts: [],
      ...(correlationId === undefined ? {} : { correlationId }),
    };
    return put('webhookDeliveries', row);
  });
}

/** Lets everything go that was held back. Answers how many. For the control API. */
export function releaseHeld(world: World): number {
  const held = world.tables.webhookDeliveries.all().filter((row) => row.status === 'held');
  if (held.length > 0) {
    world.apply({
      kind: 'webhooks.released',
      actor: { kind: 'control', name: 'control' },
      cause: 'control',
      changes: held.map((row) => put('webhookDeliveries', { ...row, status: 'waiting' })),
    });
  }
  return held.length;
}
