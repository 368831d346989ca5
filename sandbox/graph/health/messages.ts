import { Seeded } from '../../../src/lib/seeded.ts';
import { dayMs, instantAt } from '../../world/estate/times.ts';
import type { Cloud, ServiceMessage } from '../../world/types.ts';
import type { World } from '../../world/world.ts';

const slotMs = 3 * dayMs;
const keptMs = 60 * dayMs;

type Kind = Pick<ServiceMessage, 'services' | 'title' | 'text' | 'category' | 'isMajor' | 'tags'> & { readonly needsAct: boolean };

const kind = (
  services: readonly string[],
  title: string,
  [category, ...tags]: readonly [ServiceMessage['category'], ...string[]],
  { isMajor = false, needsAct = false }: { readonly isMajor?: boolean; readonly needsAct?: boolean } = {},
): Kind => ({ services, title, text: `${title}. This will be rolled out gradually; no data is moved.`, category, tags, isMajor, needsAct });

const kinds: readonly Kind[] = [
  kind(['SharePoint', 'OneDriveForBusiness'], 'New sharing dialog for files and folders', ['stayInformed', 'New feature', 'User impact']),
  kind(['Exchange'], 'Older sign-in for sending mail is switched off', ['planForChange', 'Retirement', 'Admin impact'], {
    isMajor: true,
    needsAct: true,
  }),
  kind(['microsoftteams'], 'Meeting recordings keep their captions', ['stayInformed', 'New feature']),
  kind(['microsoftteams'], 'Change to the default of guest access', ['planForChange', 'Admin impact'], { needsAct: true }),
  kind(['OSDPPlatform'], 'Changes to the home page of the admin center', ['stayInformed', 'Updated message']),
  kind(['OrgLiveID'], 'Second factor for administrators', ['planForChange', 'Admin impact', 'User impact'], {
    isMajor: true,
    needsAct: true,
  }),
  kind(['Intune'], 'New settings for compliance of devices', ['stayInformed', 'New feature']),
  kind(['Exchange'], 'Expired certificate in a mail connector: renew it', ['preventOrFixIssue', 'Admin impact'], { needsAct: true }),
  kind(['PowerBIcom'], 'Reports open in the new viewer', ['stayInformed', 'User impact']),
  kind(['O365Client'], 'Monthly channel of Microsoft 365 Apps', ['stayInformed', 'Feature update']),
];

function messageOfSlot(seed: number, cloud: Cloud, slot: number): ServiceMessage {
  const random = new Seeded(`${String(seed)}/messages/${cloud}/${String(slot)}`);
  const { needsAct, ...rest } = random.pick(kinds);
  const publishedMs = slot * slotMs + random.int(0, slotMs - 1);
  return {
    ...rest,
    id: `MC${String(100_000 + (slot % 900_000))}`,
    cloud,
    severity: rest.isMajor ? 'high' : 'normal',
    publishedAt: instantAt(publishedMs),
    expiresAt: instantAt(publishedMs + 120 * dayMs),
    ...(needsAct ? { actBy: instantAt(publishedMs + random.int(20, 90) * dayMs) } : {}),
  };
}

/** Announcements of a cloud lately, newest first. */
export function messagesIn(world: World, cloud: Cloud): readonly ServiceMessage[] {
  const nowMs = world.clock.nowMs();
  const found: ServiceMessage[] = [...world.tables.serviceMessages.values()].filter((message) => message.cloud === cloud);
  for (let slot = Math.floor((nowMs - keptMs) / slotMs); slot <= Math.floor(nowMs / slotMs); slot += 1)
    found.push(messageOfSlot(world.options.seed, cloud, slot));
  return found
    .filter(({ publishedAt, expiresAt }) => Date.parse(publishedAt) <= nowMs && Date.parse(expiresAt) > nowMs)
    .toSorted((left, right) => Date.parse(right.publishedAt) - Date.parse(left.publishedAt));
}
