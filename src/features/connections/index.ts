export { type AddConnection, type AddOutcome, addConnection } from './add-connection.ts';
export { type ChangeConnection, type ChangeOutcome, type ChangeRefusal, changeConnection } from './change-connection.ts';
export { newestSecrets } from './newest-secrets.ts';
export { noteReading } from './note-reading.ts';
export { openConnection } from './open-connection.ts';
export { findProvider, type Provider, type SaveOutcome, saveProvider, toleranceOf } from './provider.ts';
export { type ConnectionRecord, findConnection, listConnections, listVerifications, type Verification } from './queries.ts';
export { verifyConnection } from './verify-connection.ts';
