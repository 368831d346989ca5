import { createHash } from 'node:crypto';

// An index of PostgreSQL takes 2,704 bytes, customer and kind included ("Index row size", PostgreSQL 18).
const mostBytes = 2_400;

/**
 * What makes a difference known again, in a length that the index of differences takes: hundreds of subscriptions that one line bills, or an id of a
 * megabyte in a file. A longer text ends with the hash of all of it.
 */
export const toSubject = (text: string): string =>
  Buffer.byteLength(text) <= mostBytes ? text : `${text.slice(0, 200).toWellFormed()}… ${createHash('sha256').update(text).digest('hex')}`;
