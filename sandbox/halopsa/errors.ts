import { empty, json, type RemoteAnswer } from '../remote.ts';

/** Bodies of refusals are not documented: the text alone, as JSON (assumed). */
export const refused = (status: number, text: string): RemoteAnswer => json(status, text);

export const badRequest = (text: string): RemoteAnswer => refused(400, text);
export const notFound = (): RemoteAnswer => refused(404, 'The record was not found.');
export const unauthorized = (): RemoteAnswer => empty(401, { 'www-authenticate': 'Bearer error="invalid_token"' });
export const forbidden = (): RemoteAnswer => refused(403, 'You do not have permission to do this.');
