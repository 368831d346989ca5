export { differenceOf } from './misfit.ts';
export { type FileProof, type FilesProof, type ProveFilesInput, proveFiles } from './prove-files.ts';
export { proveStored, type StoredProof } from './prove-stored.ts';
