export { type ApplyFile, type ApplyOutcome, applyFile } from './apply-file.ts';
export { listFiles } from './list-files.ts';
export { type FilePreview, type FileWish, previewFile } from './preview-file.ts';
export { readFilesOf } from './read-files.ts';
export { type ReceiveOutcome, receiveFile } from './receive-file.ts';
export type { DistributorFile } from './store.ts';
