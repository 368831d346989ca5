export { type ApplyFile, type ApplyOutcome, applyFile } from './apply-file.ts';
export type { FilePreview, FileWish } from './file-preview.ts';
export { importChargesJob } from './jobs.ts';
export { listFiles } from './list-files.ts';
export { previewFile } from './preview-file.ts';
export { readFilesOf } from './read-files.ts';
export { type ReceiveOutcome, receiveFile } from './receive-file.ts';
export type { DistributorFile } from './store.ts';
