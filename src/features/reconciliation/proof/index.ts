export { type FileProof, type FilesProof, type ProveFilesInput, proveFiles } from './prove-files.ts';
