import type { Command } from 'commander';
import { getFeeds, retryRelayDestination, sendTestEvent } from '../contract/feeds.ts';
import { connectionsNoun, type Noun } from './noun.ts';
import { type ListFlags, printRecord, withOutput } from './print.ts';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const hours = (ms: number): string => `${(ms / 3_600_000).toFixed(1)} h`;

/** How changes of a partner account reach Concord. The registration itself is written on this machine: `connections webhook`. */
export function feedCommands(program: Command, noun: Noun): void {
  const connections = connectionsNoun(program);
  withOutput(
    connections.command('feeds <id>').description('How changes of a Partner Center account arrive, and how long they take'),
  ).action(async (id: string, flags: ListFlags) => {
    const feeds = await noun.client().call(getFeeds, { params: { id } });
    printRecord(noun, flags, feeds, [
      ['registration', `${feeds.holder}${feeds.registeredHost === null ? '' : ` (${feeds.registeredHost})`}, since ${feeds.holderSince}`],
      ['last notification', feeds.lastDeliveryAt ?? 'none'],
      ['our address', feeds.address],
      ['for relays', feeds.relayAddress],
      ['activity log', `read ${feeds.polledAt ?? 'never'}, every ${feeds.pollEverySeconds} s`],
      ['not told of', String(feeds.untold)],
      ['waiting', String(feeds.waiting.count)],
      ...feeds.lags.map(
        (lag) =>
          [`${lag.feed} ${lag.event}`, `${lag.count}, half within ${seconds(lag.p50Ms)}, 95 % within ${seconds(lag.p95Ms)}`] as const,
      ),
      ...(feeds.invitations === null
        ? []
        : [
            [
              'invitations',
              `${feeds.invitations.count} came, half within ${hours(feeds.invitations.p50Ms)}, 95 % within ${hours(feeds.invitations.p95Ms)}; ${feeds.invitations.waiting} have not`,
            ] as const,
          ]),
      ...feeds.destinations.map(
        (tool) =>
          [
            `handed on to ${tool.name}`,
            `${tool.delivered} delivered, ${tool.waiting} waiting, ${tool.dead} given up (${tool.id})`,
          ] as const,
      ),
    ]);
  });
  withOutput(connections.command('webhook-test <id>').description('Ask Microsoft for a test notification; two a minute')).action(
    async (id: string, flags: ListFlags) => {
      const { correlationId } = await noun.client().call(sendTestEvent, { params: { id } });
      printRecord(noun, flags, { correlationId }, [['asked for', correlationId]]);
    },
  );
  withOutput(connections.command('relay-retry <id> <tool>').description('Hand on again what was given up for a tool')).action(
    async (id: string, tool: string, flags: ListFlags) => {
      const answer = await noun.client().call(retryRelayDestination, { params: { id, destinationId: tool } });
      printRecord(noun, flags, answer, [['handed on again', String(answer.retried)]]);
    },
  );
}
