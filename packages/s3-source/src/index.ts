export { createFileSource, type FileSourceOptions } from "./file-source.ts";
