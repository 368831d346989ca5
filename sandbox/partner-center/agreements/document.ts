import type { RemoteAnswer } from '../../remote.ts';
import { json } from '../../remote.ts';
import type { Call } from '../call.ts';
import { type Refusal, refuse } from '../errors.ts';
import { pageHost } from './hosts.ts';
import { templates } from './state.ts';
import { languagesOf } from './template-languages.ts';

const liveMs = 5 * 60_000;

/** Links to the text of an agreement, for five minutes. Country and language are compared with case. */
export function documentLinks(call: Call): RemoteAnswer | Refusal {
  const templateId = call.params['templateId'] ?? '';
  if (!Object.values(templates).some((template) => template.templateId === templateId.toLowerCase())) return refuse(1000);
  const language = call.request.query.get('language') ?? 'en-US';
  const country = call.request.query.get('country') ?? 'US';
  if (!languagesOf(country).includes(language)) return { ...refuse(3000), data: ['language', 'country'] };
  const until = call.world.clock.nowMs() + liveMs;
  const link = (kind: string): string =>
    `${call.request.linkTo(pageHost)}/agreements/${kind}/${templateId.toLowerCase()}/${country}/${language}?se=${String(until)}`;
  return json(200, { displayUri: link('display'), downloadUri: link('download'), language, country });
}
