import { Seeded } from '../../../src/lib/seeded.ts';
import { instantAt } from '../../world/estate/times.ts';
import type { Cloud, ServiceIssue } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { services } from './services.ts';

const hourMs = 3_600_000;
/** In each stretch of a day and a half something may begin to go wrong. */
const slotMs = 36 * hourMs;
/** How long what is over can be read. */
export const keptMs = 30 * 24 * hourMs;

const troubles: readonly { readonly title: string; readonly impact: string; readonly incident: boolean }[] = [
  { title: "Some users can't access {service}", impact: 'Users may be intermittently unable to access {service}.', incident: true },
  {
    title: 'Delays when using {service}',
    impact: 'Users may have noticed delays of up to thirty minutes in {service}.',
    incident: false,
  },
  {
    title: "Admins can't see recent changes for {service}",
    impact: 'Admins may have been unable to see changes made within the last hour in the admin center of {service}.',
    incident: false,
  },
  {
    title: 'Users may see errors when loading {service}',
    impact: 'Users may have seen errors when loading pages of {service}; reloading helped.',
    incident: false,
  },
  {
    title: 'Limited number of users unable to search in {service}',
    impact: 'Searches in {service} may have given no results.',
    incident: true,
  },
];

/** What goes wrong by the world's seed alone: always the same, however often it is looked at. */
function issueOfSlot(seed: number, cloud: Cloud, slot: number): ServiceIssue | undefined {
  const random = new Seeded(`${String(seed)}/health/${cloud}/${String(slot)}`);
  if (!random.chance(0.6)) return undefined;
  const service = random.pick(services);
  const trouble = random.pick(troubles);
  const startedMs = slot * slotMs + random.int(0, slotMs - 1);
  const say = (text: string): string => text.replaceAll('{service}', service.name);
  return {
    id: `${service.letters}${String(100_000 + (slot % 900_000))}`,
    cloud,
    service: service.id,
    classification: trouble.incident ? 'incident' : 'advisory',
    title: say(trouble.title),
    impact: say(trouble.impact),
    feature: random.pick(service.features),
    startedAt: instantAt(startedMs),
    endsAt: instantAt(startedMs + random.int(2, 60) * hourMs),
  };
}

/** Everything that was wrong in a cloud lately, newest first. */
export function issuesIn(world: World, cloud: Cloud): readonly ServiceIssue[] {
  const nowMs = world.clock.nowMs();
  const fromMs = nowMs - keptMs;
  const found = new Map<string, ServiceIssue>();
  for (let slot = Math.floor(fromMs / slotMs) - 2; slot <= Math.floor(nowMs / slotMs); slot += 1) {
    const issue = issueOfSlot(world.options.seed, cloud, slot);
    if (issue !== undefined) found.set(issue.id, issue);
  }
  for (const issue of world.tables.serviceIssues.values()) if (issue.cloud === cloud) found.set(issue.id, issue);
  return [...found.values()]
    .filter(({ startedAt, endsAt }) => Date.parse(startedAt) <= nowMs && (endsAt === undefined || Date.parse(endsAt) > fromMs))
    .toSorted((left, right) => Date.parse(right.startedAt) - Date.parse(left.startedAt));
}

/** One thing that Microsoft wrote about an issue. */
export type Post = { readonly atMs: number; readonly status: string; readonly text: string };

/** What was written so far, oldest first: found, confirmed, being mended, over. */
export function postsOf(issue: ServiceIssue, nowMs: number): readonly Post[] {
  const startMs = Date.parse(issue.startedAt);
  const endMs = issue.endsAt === undefined ? undefined : Date.parse(issue.endsAt);
  const span = (endMs ?? startMs + 8 * hourMs) - startMs;
  const bad = issue.classification === 'incident' ? 'serviceInterruption' : 'serviceDegradation';
  const all: readonly Post[] = [
    { atMs: startMs, status: 'investigating', text: "We're investigating a potential issue and checking for impact to your organization." },
    {
      atMs: startMs + Math.floor(span * 0.15),
      status: bad,
      text: "We've confirmed the issue and are reviewing service monitoring telemetry.",
    },
    ...(endMs === undefined
      ? []
      : [
          {
            atMs: startMs + Math.floor(span * 0.7),
            status: 'restoringService',
            text: "We've identified the cause and are deploying a fix.",
          },
          { atMs: endMs, status: 'serviceRestored', text: "We've confirmed that the issue is resolved." },
        ]),
  ];
  return all.filter(({ atMs }) => atMs <= nowMs);
}
