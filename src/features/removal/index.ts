export { previewRemoval, type RemovalPreview } from './preview.ts';
export { type RemoveOutcome, removeConnection } from './remove.ts';
