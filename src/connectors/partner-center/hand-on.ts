import type { PostOnce } from '../../platform/http/post-once.ts';
import type { Delivery, Webhooks } from '../ports.ts';

/** As long as Partner Center itself would wait for a receiver; unverified, so our choice. */
const withinMs = 10_000;

/** Hands a delivery on: the same bytes with the headers that sign them, once. */
export const createHandOn =
  (post: PostOnce): Webhooks['handOn'] =>
  async (address, { body, headers }, signal) => {
    const handed = await post({ address, body, headers: namedOnce(headers), withinMs, signal });
    return 'status' in handed ? { status: handed.status } : handed;
  };

const namedOnce = (headers: Delivery['headers']): Record<string, string> =>
  Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
