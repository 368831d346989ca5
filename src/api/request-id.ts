import type { Context } from '../features/context.ts';
import { publicId } from '../model/ids.ts';

/** The id under which a request is found in the log and quoted by people. */
export const requestId = (context: Pick<Context, 'ids'>): string => publicId('event', context.ids()).replace(/^evt_/, 'req_');
